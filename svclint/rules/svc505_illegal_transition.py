"""SVC505: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import At, By, Event, Opaque, Report, Side, Unread
from svclint.contract.states import EDGES, STOPPED, State
from svclint.rules.base import Rule, Scope, Severity


class Last(NamedTuple):
    """The last report; ``guessed``: a handler made it, and nobody knows why the run side goes on as it does."""

    report: Report | None = None
    guessed: bool = False


class Transitions(Monitor[Last]):
    """Every two reports in a row are an edge of the state diagram, the host's reports included."""

    sees = (Report, Opaque, Unread)

    def start(self) -> Last:
        """Nothing is known of the state."""
        return NOTHING

    def step(self, state: Last, event: Event) -> tuple[Last, Sequence[Verdict]]:
        """The table does the work."""
        last = state.report
        match event:
            case Unread() if last and last.side is Side.HANDLER and not state.guessed:
                return state._replace(guessed=True), ()
            case Opaque(reports=True) if last and last.state is not STOPPED:
                return NOTHING, ()
            case Report(state=None):
                return NOTHING, ()
            case Report():
                return Last(event), _judged(state, event)
        return state, ()


NOTHING = Last()


def _judged(before: Last, report: Report) -> Sequence[Verdict]:
    last = before.report
    if last is None or last.state is None or report.state is None or report.state in EDGES[last.state]:
        return ()
    ended = last.state is STOPPED and last.by is By.USER
    blamed = last if ended or (last.by is By.USER and report.by is By.HOST) else report
    if blamed.by is By.HOST:
        return ()
    if ended:
        code = "SVC503" if last.side is Side.HANDLER else "SVC504"
        text = f"'{last.at.text}' is not the last report: {_who(report, report.state, last.at)} follows it"
        return [Broken(code, last.at, text)]
    text = f"'{blamed.at.text}' makes {last.state.name} -> {report.state.name}, which the contract does not allow"
    # That only an exception nobody raised brings the two together is a doubt here.
    return [Broken("SVC505", blamed.at, text, not before.guessed, Fault.OMITTED)]


def _who(report: Report, state: State, here: At) -> str:
    return f"pywin32's {state.name}" if report.by is By.HOST else f"{state.name} ({report.at.seen_from(here)})"


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
    - After a report by a handler, a branch that the run side takes for a reason that cannot be read makes what
      follows *possible*: the reason may be that very control. So does an exception that nobody raises.
    - Whatever follows STOPPED is judged by SVC503 and SVC504.

    ## Fix

    Delete the report, or report the state that is true. Initialisation that takes long enough for
    START_PENDING belongs in an own `SvcRun`, in front of `super().SvcRun()`. A pause is PAUSE_PENDING,
    PAUSED, CONTINUE_PENDING, RUNNING, and a stop is one way.

    ## Fix safety

    Safe at the start of `SvcDoRun`: START_PENDING goes where the host has already reported RUNNING, so the
    state does not go back.

    Unsafe elsewhere, since it is guessed what is meant: what `SvcDoRun` reports too much is deleted, as is
    what follows STOP_PENDING. A handler reports the states of its own control: STOP_PENDING for a stop,
    PAUSE_PENDING and then PAUSED for a pause, CONTINUE_PENDING and then RUNNING for a resume.
    """

    code = "SVC505"
    name = "illegal-transition"
    severity = Severity.ERROR
    clauses = ("STP-09", "STP-10", "HND-08")
    properties = ("P33", "P32")
    scope = Scope.LIFE
    monitor = Transitions
    yields_to = ("SVC503", "SVC504", "SVC510")
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
