"""SVC505: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import By, Event, Opaque, Report, Side
from svclint.contract.states import EDGES, STOPPED, State
from svclint.rules.base import Rule, Scope, Severity


class Transitions(Monitor[Report | None]):
    """Every two reports in a row are an edge of the state diagram, the host's reports included."""

    sees = (Report, Opaque)

    def start(self) -> Report | None:
        """Nothing is known of the state."""
        return None

    def step(self, state: Report | None, event: Event) -> tuple[Report | None, Sequence[Verdict]]:
        """The table does the work."""
        match event:
            case Opaque():
                keeps = state is None or not event.reports or state.state is STOPPED
                return state if keeps else None, ()
            case Report(state=None):
                return None, ()
            case Report():
                return event, _judged(state, event)
        return state, ()


def _judged(last: Report | None, report: Report) -> Sequence[Verdict]:
    if last is None or last.state is None or report.state is None or report.state in EDGES[last.state]:
        return ()
    ended = last.state is STOPPED and last.by is By.USER
    blamed = last if ended or (last.by is By.USER and report.by is By.HOST) else report
    if blamed.by is By.HOST:
        return ()
    if ended:
        code = "SVC503" if last.side is Side.HANDLER else "SVC504"
        return [
            Broken(code, last.at, f"'{last.at.text}' is not the last report: {_who(report, report.state)} follows it")
        ]
    text = f"'{blamed.at.text}' makes {last.state.name} -> {report.state.name}, which the contract does not allow"
    # An exception that nobody raised may be all that brings the two reports together.
    return [Broken("SVC505", blamed.at, text, fault=Fault.OMITTED)]


def _who(report: Report, state: State) -> str:
    return f"pywin32's {state.name}" if report.by is By.HOST else f"{state.name} (line {report.at.line})"


class IllegalTransition(Rule):
    """Two reports in a row are no edge of the state diagram.

    ## Why

    Only certain states may follow one another (STP-10): after START_PENDING comes RUNNING, after PAUSED comes
    CONTINUE_PENDING or RUNNING, and after STOP_PENDING nothing but STOP_PENDING or STOPPED (STP-09). The SCM
    refuses none of the others. It stores what it is told and returns success, so who watches the service sees
    a state that is not so: a service that seems to start again while it runs, or to run again while it stops.
    START_PENDING and STOP_PENDING also close the door to most controls, which then fail with 1061.

    ## Flagged

    Two reports with known states that follow each other on some path and are no edge, those of pywin32
    included. The common ones:

    - START_PENDING in `SvcDoRun`: pywin32 has already reported RUNNING;
    - RUNNING after STOP_PENDING, or START_PENDING in `SvcStop` by mistake;
    - CONTINUE_PENDING while RUNNING, or PAUSE_PENDING after PAUSED;
    - RUNNING straight after PAUSE_PENDING, when PAUSED is never reported.

    The finding stands on the later report; if that is pywin32's, on yours before it.

    ## Not flagged

    - The same state again: RUNNING repeated, pending states with progress.
    - Several states in the branches of one `if`, and reports that no path reaches.
    - START_PENDING in an own `SvcRun`, before RUNNING.

    ## Decisions

    - After a report of a state that cannot be read, nothing is known until the next report.
    - After a call that cannot be read and that can reach the service (`self.helper()`, `helper(self)`),
      nothing is known either: it may have reported.
    - Whatever follows STOPPED is judged by SVC503 and SVC504.

    ## Fix

    Delete the report, or report the state that is true. Initialisation that takes long enough for
    START_PENDING belongs in an own `SvcRun`, in front of `super().SvcRun()`. A pause is PAUSE_PENDING,
    PAUSED, CONTINUE_PENDING, RUNNING, and a stop is one way.
    """

    code = "SVC505"
    name = "illegal-transition"
    severity = Severity.ERROR
    clauses = ("STP-09", "STP-10", "HND-08")
    properties = ("P33", "P32")
    scope = Scope.LIFE
    monitor = Transitions
    yields_to = ("SVC503", "SVC504")
    bad = """\
import threading

import win32service
import win32serviceutil


class Catalogue(win32serviceutil.ServiceFramework):
    _svc_name_ = "Catalogue"
    _svc_display_name_ = "Catalogue"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING)  # SVC505
        print("loading the catalogue")
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Catalogue(win32serviceutil.ServiceFramework):
    _svc_name_ = "Catalogue"
    _svc_display_name_ = "Catalogue"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcRun(self):
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING)
        print("loading the catalogue")
        super().SvcRun()

    def SvcDoRun(self):
        self.stop.wait()
"""
