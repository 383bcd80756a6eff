"""SVC205: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.events import At, By, Enter, Event, Leave, Report, Signal, Spawn, Turn, Wait, WaitKind
from svclint.contract.states import STOPPED
from svclint.rules.base import Rule, Scope, Severity

GRACE: Final = 0.1  # seconds for the last words (P36)


class Reported(NamedTuple):
    """Whose turn it is; the author's report of STOPPED, the thread that made it, and the handler it is in."""

    turn: int | None = None
    thread: int | None = None
    stopped: Report | None = None
    handler: At | None = None


class SilenceAfterStopped(Monitor[Reported]):
    """Whoever reports SERVICE_STOPPED does nothing after it. Each such report is judged once."""

    sees = (Turn, Enter, Leave, Report, Wait, Signal, Spawn)

    def start(self) -> Reported:
        """STOPPED is not reported."""
        return Reported()

    def step(self, state: Reported, event: Event) -> tuple[Reported, Sequence[Verdict]]:
        """The end of the handler, or of SvcRun, is the end of what is judged."""
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Enter():
                return state._replace(handler=event.at), ()
            case Report(state=reported, by=By.USER) if reported is STOPPED:
                return state._replace(stopped=event, thread=state.turn), ()
        if state.stopped is None or state.turn != state.thread:
            return state, ()
        match event:
            case Leave() | Report(by=By.HOST):
                return Reported(state.turn), ()
            case _ if _works(event, state.handler):
                report = state.stopped.at
                text = f"'{event.at.text}' comes after '{report.text}' (line {report.line}): the end was told already"
                return Reported(state.turn), [Broken("SVC205", event.at, text)]
        return state, ()


def _works(event: Event, handler: At | None) -> bool:
    match event:
        case Wait(kind=WaitKind.SLEEP, asked=float() | int() as asked):
            return asked > GRACE
        case Wait():
            return event.took.least > GRACE + CLOCK_SLACK
        case Signal():
            return event.shared and event.at != handler
    return isinstance(event, Spawn)


class WorkAfterStopped(Rule):
    """Work goes on after SERVICE_STOPPED is reported.

    ## Why

    SERVICE_STOPPED is the last thing a service does (STP-07). From then on the process may be gone at any
    moment, and the SCM may already start the next instance beside it (STP-15). What comes after the report may
    be done, half done or not done at all. If it is the stop signal that comes after it, even `SvcDoRun` has not
    ended yet.

    ## Flagged

    After a report of SERVICE_STOPPED by your own code, on the same thread: a signal that is given, an attribute
    of the service that is set, a thread that is started, a wait that lasts. The finding stands on the first.

    ## Not flagged

    - A log entry, and whatever is over within a tenth of a second.
    - What other threads still do: SVC201, SVC202 and SVC204.
    - What follows the report of the host.

    ## Decisions

    - For now only runs are judged; there, files and calls that return at once leave no trace.
    - Another report after STOPPED is judged by SVC503 and SVC504.
    - A wait other than a sleep has to exceed the 2 s by which the clock of a run may be ahead.

    ## Fix

    Delete the report, since pywin32 makes it after `SvcDoRun`. Where your own code has to report, make the
    report its last statement.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC205"
    name = "work-after-stopped"
    severity = Severity.ERROR
    clauses = ("STP-06", "STP-07", "STP-15")
    properties = ("P34", "P36")
    scope = Scope.RUN
    monitor = SilenceAfterStopped
    bad = """\
import time

import win32event
import win32service
import win32serviceutil


class Spooler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Spooler"
    _svc_display_name_ = "Spooler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)  # SVC504
        time.sleep(2)  # SVC205
"""
    good = """\
import time

import win32event
import win32service
import win32serviceutil


class Spooler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Spooler"
    _svc_display_name_ = "Spooler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        time.sleep(2)
"""
