"""Which states follow one another on some path, and how long the way from STOP to SERVICE_STOPPED can be.

Both are asked of the engine as a rule would ask: a monitor that "convicts" everything it is curious about.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.driver import check
from svclint.checking.judgement import Certainty, Violation
from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Enter, Event, Report, Signal, Wait, WaitKind
from svclint.contract.records import value
from svclint.contract.states import STOPPED, State
from svclint.source.model import Service

_LONGEST: Final = 3_600.0  # seconds: whatever lasts longer is not told apart


class _States(Monitor[State | None]):
    """Each pair of states that are reported one after the other."""

    sees = (Report,)

    def start(self) -> State | None:
        """Nothing is reported."""

    def step(self, state: State | None, event: Event) -> tuple[State | None, Sequence[Verdict]]:
        """A state that could not be read is followed by nothing that is known."""
        assert isinstance(event, Report)
        if state is None or event.state is None:
            return event.state, ()
        return event.state, [Broken(f"{state.value} {event.state.value}", event.at, "")]


@value
class Edge:
    """Two states that follow one another, and where the second is reported."""

    before: State
    after: State
    path: str
    line: int


def edges(service: Service) -> tuple[Edge, ...]:
    """The edges of the state diagram that the service uses on certain paths."""
    found: dict[tuple[State, State], Edge] = {}
    for one in check(_States(), service.life, service.setting).violations:
        if one.certainty is Certainty.BROKEN:
            before, after = (State(int(number)) for number in one.code.split())
            found.setdefault((before, after), Edge(before, after, one.at.path, one.at.line))
    return tuple(found[key] for key in sorted(found))


class Stopping(NamedTuple):
    """The seconds since STOP came; None: it has not. ``unknown``: some wait has a length that nobody knows.

    ``given``: the signals given since then, for which nobody waits any more; ``last``: the state reported last.
    """

    seconds: float | None = None
    unknown: bool = False
    given: frozenset[str] = frozenset()
    last: State | None = None


class _StopPath(Monitor[Stopping]):
    """Every way from STOP to SERVICE_STOPPED, told apart by how long its waits can last."""

    sees = (Enter, Wait, Signal, Report)

    def start(self) -> Stopping:
        """Nobody asks the service to stop."""
        return Stopping()

    def step(self, state: Stopping, event: Event) -> tuple[Stopping, Sequence[Verdict]]:
        """Waits add up, by the most that was asked for."""
        if isinstance(event, Enter) and event.control == "STOP":
            return Stopping(0.0), ()
        if state.seconds is None:
            return state, ()
        match event:
            case Wait():
                return _longer(state, 0.0 if _is_over(state, event) else event.asked), ()
            case Signal(key=key, value=True):
                return state._replace(given=state.given | {key}), ()
            case Report(state=reported) if reported is STOPPED:
                return Stopping(), [Broken(f"{state.seconds} {state.unknown}", event.at, "")]
            case Report(state=reported):
                return state._replace(last=reported), ()
        return state, ()

    def widen(self, state: Stopping) -> Stopping:
        """Round and round: as long as one likes."""
        return state._replace(seconds=math.inf) if state.seconds else state


def _is_over(state: Stopping, wait: Wait) -> bool:
    """Whether what is waited for has been given: by its name, or one of several that the call lists."""
    if wait.kind is not WaitKind.EVENT:
        return False
    return f"{wait.subject}.is_set" in state.given or (bool(state.given) and wait.subject == wait.at.text)


def _longer(state: Stopping, asked: float | None) -> Stopping:
    assert state.seconds is not None
    if asked is None:
        return state._replace(unknown=True)
    total = state.seconds + asked
    return state._replace(seconds=total if total <= _LONGEST else math.inf)


class StopPath(NamedTuple):
    """The longest way from STOP to SERVICE_STOPPED: the seconds it may take, and its events.

    ``seconds`` is infinite when a wait has no limit. ``unknown``: some waits on the way have a length nobody knows.
    """

    seconds: float
    unknown: bool
    events: tuple[Event, ...]


def stop_path(service: Service) -> StopPath | None:
    """The longest stop that the engine finds; None when no path leads from STOP to SERVICE_STOPPED."""
    found = [_of(one) for one in check(_StopPath(), service.life, service.setting).violations]
    return max(found, key=lambda one: (one.seconds, one.unknown), default=None)


def _of(violation: Violation) -> StopPath:
    seconds, unknown = violation.code.split()
    entered = max(at for at, one in enumerate(violation.path) if isinstance(one, Enter) and one.control == "STOP")
    return StopPath(float(seconds), unknown == "True", violation.path[entered:])
