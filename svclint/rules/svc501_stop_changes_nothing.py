"""SVC501: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import At, By, Enter, Event, Leave, Opaque, Quit, Report, Signal
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Answer(IntEnum):
    """What the STOP handler has done so far; more counts for less fault."""

    NOTHING = 0
    STOPPED = 1  # reported SERVICE_STOPPED: no stop pending, but not nothing
    SIGNALLED = 2
    UNKNOWN = 3  # something that cannot be read happened
    PENDING = 4  # STOP_PENDING was reported


class Stop(NamedTuple):
    """A STOP handler at work; ``left``: it has returned, and the next report shows what came of it."""

    at: At
    answer: Answer = Answer.NOTHING
    left: bool = False


class StopAnswered(Monitor[Stop | None]):
    """STOP leads to SERVICE_STOP_PENDING: every way through the handler that does not is looked at."""

    sees = (Enter, Leave, Report, Signal, Opaque, Quit)
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> Stop | None:
        """No STOP is under way."""
        return None

    def step(self, state: Stop | None, event: Event) -> tuple[Stop | None, Sequence[Verdict]]:
        """The best that was done is remembered until the handler leaves."""
        match event:
            case Enter(control=Control.STOP.name):
                return Stop(event.at), ()
            case Leave() if state and not state.left:
                return _left(state)
            case Report() if state and state.left:
                return None, [_awakened(state, event)]
        if state is None or state.left:
            return state, ()
        return state._replace(answer=max(state.answer, _done(event))), ()


def _done(event: Event) -> Answer:
    match event:
        case Report(state=reported):
            known = {STOP_PENDING: Answer.PENDING, STOPPED: Answer.STOPPED, None: Answer.UNKNOWN}
            return known.get(reported, Answer.NOTHING)
        case Signal(shared=True):
            return Answer.SIGNALLED
        case Opaque(stops=True, reports=False):
            return Answer.SIGNALLED
        case Opaque() | Quit():
            return Answer.UNKNOWN
    return Answer.NOTHING


def _left(stop: Stop) -> tuple[Stop | None, Sequence[Verdict]]:
    if stop.answer is Answer.NOTHING:
        return None, [Broken("SVC501", stop.at, f"'{stop.at.text}' takes the STOP and changes nothing")]
    if stop.answer is Answer.SIGNALLED:
        return stop._replace(left=True), ()
    return None, [Kept(stop.at)]


def _awakened(stop: Stop, report: Report) -> Verdict:
    """A run side that the signal wakes may report STOP_PENDING itself."""
    if report.by is By.USER and report.state in (STOP_PENDING, None):
        return Kept(stop.at)
    text = f"'{stop.at.text}' gives the stop signal, and nobody reports SERVICE_STOP_PENDING before SvcDoRun is over"
    return Broken("SVC502", stop.at, text)


class StopChangesNothing(Rule):
    """STOP is accepted, but the handler neither reports nor signals anything."""

    code = "SVC501"
    name = "stop-changes-nothing"
    severity = Severity.ERROR
    clauses = ("STP-01", "HND-06", "MAI-18")
    properties = ("P30", "P31")
    scope = Scope.CONTROL
    monitor = StopAnswered
    bad = ""
    good = ""
