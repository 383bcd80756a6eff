"""Operations and how they are completed: the monitor of SVC506 and SVC508."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Control
from svclint.contract.events import (
    RAISED,
    At,
    By,
    Elapsed,
    Ended,
    Enter,
    Event,
    GaveUp,
    Handles,
    Hosted,
    Leave,
    Opaque,
    Report,
    Side,
    Wait,
)
from svclint.contract.states import (
    CONTINUE_PENDING,
    PAUSE_PENDING,
    PAUSED,
    RUNNING,
    START_PENDING,
    STOP_PENDING,
    STOPPED,
    State,
)

_AWAITED: Final = {Control.PAUSE.name: PAUSED, Control.CONTINUE.name: RUNNING}
_COMPLETED: Final = {PAUSE_PENDING: PAUSED, CONTINUE_PENDING: RUNNING}
_STOPS: Final = (Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


RUN: Final = "SvcRun"  # what the host calls, and is left like a handler


class Operation(NamedTuple):
    """The last report and the seconds since; a pause or continue that was answered without a report.

    ``ran``: RUNNING was reported; ``stopping``: a stop was asked for; ``framed``: pywin32's class is its base.
    ``hosted``: what source says of the service as a whole; ``failed``: by an exception.
    """

    report: Report | None = None
    seconds: float = 0.0
    asked: Enter | None = None
    ran: bool = False
    stopping: bool = False
    framed: bool = False
    hosted: Hosted | None = None
    failed: bool = False

    def reported(self, report: Report) -> Operation:
        """With this as the last report."""
        ran = self.ran or report.state in (RUNNING, None)
        return self._replace(report=report, seconds=0.0, asked=None, ran=ran)

    def lacks(self, state: State) -> bool:
        """Whether the source surely never reports the state."""
        return self.hosted is not None and self.hosted.reports is not None and state.name not in self.hosted.reports


class PendingCompletes(Monitor[Operation]):
    """A start, pause or continue comes to its end, and so does what watches it."""

    sees = (Hosted, Handles, Report, Enter, Leave, Elapsed, Wait, Opaque, GaveUp, Ended)
    fault = Fault.OMITTED

    def start(self) -> Operation:
        """Nothing is reported."""
        return Operation()

    def step(self, state: Operation, event: Event) -> tuple[Operation, Sequence[Verdict]]:
        """Whoever waits has given up: now what is missing is missing for good. Source has it, or has it not."""
        match event:
            case Hosted():
                return state._replace(hosted=event), ()
            case Handles():
                return state._replace(framed=True), ()
            case Elapsed():
                return state._replace(seconds=state.seconds + event.seconds), ()
            case Enter():
                asked = event if event.control in _AWAITED else None
                return state._replace(asked=asked, stopping=state.stopping or event.control in _STOPS), ()
            case Leave():
                return _left(state, event)
            case Report():
                return state.reported(event), [*_started(state, event), *_begun(state, event)]
            case Opaque(reports=True):
                return state._replace(ran=True, asked=None), ()
            case Wait(asked=math.inf) if state.hosted and not state.hosted.runs:
                return state, _rests(state, state.hosted.at)
            case GaveUp():
                return state, _missing(state, event.awaited)
            case Ended():
                return Operation(), ()
        return state, ()

    def heeds(self, event: Event) -> bool:
        """A wait with a limit decides nothing, and neither does what cannot report."""
        match event:
            case Opaque(reports=reports):
                return reports
            case Wait(asked=asked):
                return asked == math.inf
        return True


def _left(state: Operation, leave: Leave) -> tuple[Operation, Sequence[Verdict]]:
    """A handler that refuses has nothing to report, and neither has a run that fails."""
    if leave.control == RUN:
        return state._replace(failed=leave.result is RAISED), ()
    asked = state.asked
    if asked is None or asked.control != leave.control:
        return state, ()
    if leave.result not in (None, 0) or not leave.known:
        return state._replace(asked=None), ()
    return state, [_silent(asked)] if state.lacks(_AWAITED[asked.control]) else ()


def _begun(state: Operation, report: Report) -> Sequence[Verdict]:
    """What a handler begins and no code of the service completes."""
    done = _COMPLETED.get(report.state) if report.state and report.side is Side.HANDLER else None
    if report.by is By.HOST or done is None or not state.lacks(done):
        return ()
    return [_incomplete(report)]


def _rests(state: Operation, at: At) -> Sequence[Verdict]:
    """The run side settles down, and nothing in the source reports RUNNING."""
    if state.ran or state.report is None or state.report.state is not START_PENDING:
        return ()
    return [_incomplete(state.report) if state.report.by is By.USER else _never_runs(at)]


def _started(state: Operation, report: Report) -> Sequence[Verdict]:
    """A run that comes to its end without RUNNING, and says that all is well (P07)."""
    if state.ran or state.stopping or state.failed or report.exit_code != 0 or report.state is not STOPPED:
        return ()
    if state.report is None or not (state.framed or state.hosted):
        return ()
    at, sure = (state.hosted.at, not state.hosted.runs) if state.hosted else (report.at, True)
    text = f"'{at.text}' ends without having reported SERVICE_RUNNING"
    return [Broken("SVC508", at, text, sure, Fault.WAIVED)]  # a start that fails


def _missing(state: Operation, awaited: State) -> Sequence[Verdict]:
    report, asked = state.report, state.asked
    if asked and _AWAITED[asked.control] is awaited:
        return [_silent(asked)]
    if report is None or report.state is None or not report.state.pending or report.state is STOP_PENDING:
        return ()
    if state.seconds <= (report.wait_hint or 0) / 1000 + CLOCK_SLACK:
        return ()  # it still makes progress
    if report.by is By.USER:
        return [_incomplete(report)]
    # A start that is only slow has come to its end by now, or says so.
    if report.state is START_PENDING and awaited is STOPPED and state.framed:
        return [_never_runs(report.at)]
    return ()


def _silent(asked: Enter) -> Verdict:
    text = f"'{asked.at.text}' takes {asked.control}, and {_AWAITED[asked.control].name} is never reported"
    return Broken("SVC506", asked.at, text)


def _incomplete(report: Report) -> Verdict:
    assert report.state is not None
    text = f"'{report.at.text}' is the last that is heard: {report.state.name} is never completed"
    return Broken("SVC506", report.at, text)


def _never_runs(at: At) -> Verdict:
    return Broken("SVC508", at, f"'{at.text}' has its own SvcRun, which never reports RUNNING")
