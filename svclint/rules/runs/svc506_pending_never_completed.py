"""SVC506: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Control
from svclint.contract.events import By, Elapsed, Ended, Enter, Event, GaveUp, Handles, Leave, Report
from svclint.contract.states import PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.rules.base import Rule, Scope, Severity

_AWAITED: Final = {Control.PAUSE.name: PAUSED, Control.CONTINUE.name: RUNNING}
_STOPS: Final = (Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


class Operation(NamedTuple):
    """The last report and the seconds since; a pause or continue that was answered without a report.

    ``ran``: RUNNING was reported; ``stopping``: a stop was asked for; ``framed``: pywin32's class is its base.
    """

    report: Report | None = None
    seconds: float = 0.0
    asked: Enter | None = None
    ran: bool = False
    stopping: bool = False
    framed: bool = False


class PendingCompletes(Monitor[Operation]):
    """A start, pause or continue comes to its end, and so does what watches it."""

    sees = (Handles, Report, Enter, Leave, Elapsed, GaveUp, Ended)
    fault = Fault.OMITTED

    def start(self) -> Operation:
        """Nothing is reported."""
        return Operation()

    def step(self, state: Operation, event: Event) -> tuple[Operation, Sequence[Verdict]]:
        """Whoever waits has given up: now what is missing is missing for good."""
        match event:
            case Handles():
                return state._replace(framed=True), ()
            case Elapsed():
                return state._replace(seconds=state.seconds + event.seconds), ()
            case Enter():
                asked = event if event.control in _AWAITED else None
                return state._replace(asked=asked, stopping=state.stopping or event.control in _STOPS), ()
            case Leave() if state.asked and event.control == state.asked.control and event.result not in (None, 0):
                return state._replace(asked=None), ()  # refused
            case Report():
                return _reported(state, event), _started(state, event)
            case GaveUp():
                return state, _missing(state, event.awaited)
            case Ended():
                return Operation(), ()
        return state, ()


def _reported(state: Operation, report: Report) -> Operation:
    return state._replace(report=report, seconds=0.0, asked=None, ran=state.ran or report.state is RUNNING)


def _started(state: Operation, report: Report) -> Sequence[Verdict]:
    """A run that comes to its end without RUNNING, and says that all is well (P07)."""
    if state.ran or state.stopping or report.exit_code != 0 or report.state is not STOPPED:
        return ()
    if state.report is None or not state.framed:
        return ()
    return [Broken("SVC508", report.at, f"'{report.at.text}' ends without having reported SERVICE_RUNNING")]


def _missing(state: Operation, awaited: State) -> Sequence[Verdict]:
    report, asked = state.report, state.asked
    if asked and _AWAITED[asked.control] is awaited:
        text = f"'{asked.at.text}' takes {asked.control}, and {awaited.name} is never reported"
        return [Broken("SVC506", asked.at, text)]
    if report is None or report.state is None or not report.state.pending or report.state is STOP_PENDING:
        return ()
    if state.seconds <= (report.wait_hint or 0) / 1000 + CLOCK_SLACK:
        return ()  # it still makes progress
    if report.by is By.USER:
        text = f"'{report.at.text}' is the last that is heard: {report.state.name} is never completed"
        return [Broken("SVC506", report.at, text)]
    # A start that is only slow has come to its end by now, or says so.
    if report.state is START_PENDING and awaited is STOPPED and state.framed:
        return [Broken("SVC508", report.at, f"'{report.at.text}' has its own SvcRun, which never reports RUNNING")]
    return ()


class PendingNeverCompleted(Rule):
    """A start, pause or continue is begun and never reported as done.

    ## Why

    A pending state is a promise that its completed state follows (PRG-08): PAUSE_PENDING and then PAUSED,
    CONTINUE_PENDING and then RUNNING (STP-13). A service that stays in it looks as if it hung. The Services
    console shows "Pausing" until it gives up, and the button that would resume the service stays grey. A
    `SvcPause` that reports nothing at all is no better: the SCM still has RUNNING.

    ## Flagged

    - Your report of START_PENDING, PAUSE_PENDING or CONTINUE_PENDING, if no other report follows it until
      whoever waits for the end gives up. The finding stands on that report.
    - A `SvcPause` or `SvcContinue` that returns and after which nothing is reported. The finding stands on
      the `def`.

    ## Not flagged

    - A completion by another thread, as long as it comes.
    - A handler that refuses: by an error as answer, or by an exception.
    - STOP_PENDING: a stop that does not end has rules of its own.

    ## Decisions

    - For now only runs are judged. There the console gives up after 125 s, and a start after 80 s without a
      report.
    - Reports that still come within their hints are progress, however long it takes.

    ## Fix

    Report the completed state where the work is done: `self.ReportServiceStatus(win32service.SERVICE_PAUSED)`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC506"
    name = "pending-never-completed"
    severity = Severity.ERROR
    clauses = ("MAI-18", "STP-13", "PRG-08")
    properties = ("P45",)
    scope = Scope.RUN
    monitor = PendingCompletes
    bad = """\
import threading

import win32service
import win32serviceutil


class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feed"
    _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)  # SVC506

    def SvcContinue(self):  # SVC506
        print("reading on")

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feed"
    _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
