"""The rules' own monitors over the events of one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from svclint.checking.judgement import Violation
from svclint.checking.trace import check_trace
from svclint.contract.controls import Control
from svclint.contract.events import NOWHERE, Elapsed, Enter, Event, Leave, Report, Signal, Turn
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules import monitors
from svclint.rules.base import Scope
from svclint.simulation.recording.journal import SECOND, Recorded, Track

_STOPS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


def violations(run: Sequence[Recorded], tracks: Sequence[Track]) -> Iterator[Violation]:
    """What every monitor says of a run; each life of the service is judged by itself."""
    for life in _lives(run, tracks):
        told = list(_timed(_effects_told(life)))
        everything = [one.event for one in told]
        handled = [one.event for one in _seen_by_handlers(told)]
        for monitor, scope in monitors().items():
            yield from check_trace(monitor(), handled if scope is Scope.CONTROL else everything)


def _lives(run: Sequence[Recorded], tracks: Sequence[Track]) -> list[list[Recorded]]:
    """The events of each process of the service; what clients saw belongs to the one that had come last."""
    process = {track.number: track.process for track in tracks}
    lives: dict[int, list[Recorded]] = {}
    last = 0
    for one in run:
        last = process[one.task] if process[one.task] not in (0, *lives) else last
        lives.setdefault(process[one.task] or last, []).append(one)
    return list(lives.values())


def _seen_by_handlers(run: Sequence[Recorded]) -> Iterator[Recorded]:
    """What a rule about one handler may go by: all reports, and what happens on the handler's own thread."""
    handling: int | None = None
    for one in run:
        if isinstance(one.event, Enter):
            handling = one.task
        if one.task == handling or isinstance(one.event, (Report, Elapsed)):
            yield one
        if isinstance(one.event, Leave) and one.task == handling:
            handling = None


def _timed(run: Iterable[Recorded]) -> Iterator[Recorded]:
    """What passes between two events is told before the second, and whose turn it is: monitors have no clock."""
    now, task = 0, None
    for one in run:
        if one.time > now:
            yield one._replace(event=Elapsed(one.event.at, (one.time - now) / SECOND))
            now = one.time
        if one.task != task:
            yield one._replace(event=Turn(NOWHERE, one.task))
            task = one.task
        yield one


def _effects_told(run: Sequence[Recorded]) -> Iterator[Recorded]:
    """A handler may stop the service by something that nobody can see being done: what came of it shows that it did."""
    handler: Recorded | None = None
    for number, one in enumerate(run):
        if isinstance(one.event, Enter) and one.event.control in _STOPS:
            handler = one
        elif handler is not None and one.task == handler.task and isinstance(one.event, Leave):
            if _ends(one.event for one in run[number:]):
                yield Recorded(one.time, one.task, Signal(handler.event.at, "what ends the run", None))
            handler = None
        yield one


def _ends(after: Iterator[Event]) -> bool:
    """Whether the service comes to an end in what follows."""
    return any(isinstance(one, Report) and one.state in (STOP_PENDING, STOPPED) for one in after)
