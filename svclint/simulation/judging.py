"""The rules' own monitors over the events of one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from svclint.checking.judgement import Violation
from svclint.checking.monitor import Monitor
from svclint.checking.trace import check_trace
from svclint.contract.controls import Control
from svclint.contract.events import NOWHERE, By, Elapsed, Enter, Event, Held, Leave, Report, Side, Signal, Turn
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules import all_rules, monitors
from svclint.rules.base import Scope
from svclint.simulation.recording.journal import SECOND, Recorded, Track

_STOPS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


def violations(run: Sequence[Recorded], tracks: Sequence[Track]) -> Iterator[Violation]:
    """What every monitor says of a run; each life of the service is judged by itself."""
    for life in _lives(run, tracks):
        probed = any(isinstance(one.event, Held) for one in life)
        told = list(_timed(_effects_told(list(_in_time(life)))))
        everything = [one.event for one in told]
        handled = [one.event for one in _seen_by_handlers(told)]
        for monitor, at_handlers, kinds in _judges():
            seen = [event for event in (handled if at_handlers else everything) if type(event) in kinds]
            # Work that was held up by the probe is late for no fault of its own.
            if seen and probed is (Held in monitor.sees):
                yield from check_trace(monitor(), seen)


@cache
def _judges() -> tuple[tuple[type[Monitor[Any]], bool, frozenset[type[Event]]], ...]:
    """Every monitor, whether it goes by what handlers see, and the events that it looks at: of most runs, few."""
    kinds = list(_below(Event))
    return tuple(
        (monitor, scope is Scope.CONTROL, frozenset(kind for kind in kinds if issubclass(kind, monitor.sees)))
        for monitor, scope in monitors(all_rules()).items()
    )


def _below(kind: type[Event]) -> Iterator[type[Event]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _below(each)


def _lives(run: Sequence[Recorded], tracks: Sequence[Track]) -> list[list[Recorded]]:
    """The events of each process of the service; what clients saw belongs to the one that had come last."""
    process = {track.number: track.process for track in tracks}
    lives: dict[int, list[Recorded]] = {}
    last = 0
    for one in run:
        last = process[one.task] if process[one.task] not in (0, *lives) else last
        lives.setdefault(process[one.task] or last, []).append(one)
    return list(lives.values())


def _in_time(run: Sequence[Recorded]) -> Iterator[Recorded]:
    """All but what handlers cannot help: called after SERVICE_STOPPED, or overtaken by the host that reports it.

    A control may be on its way as the service comes to its end by itself, and nobody can hold it up.
    """
    stopped, over, late = False, False, None
    for one in run:
        event = one.event
        if stopped and isinstance(event, Enter):
            late = one.task
        if one.task != late and not (over and isinstance(event, Report) and event.side is Side.HANDLER):
            yield one
        if isinstance(event, Leave) and one.task == late:
            late = None
        if isinstance(event, Report) and event.state is STOPPED:
            stopped, over = True, over or event.by is By.HOST


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
            yield one._replace(event=Elapsed(NOWHERE, (one.time - now) / SECOND))
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
