"""SVC905: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.budgets import BUDGETS
from svclint.contract.events import NOWHERE, At, Crashed, Elapsed, Event, GaveUp, Report, Side, Stands
from svclint.contract.states import RUNNING
from svclint.rules.base import Rule, Scope, Severity

LIMIT = BUDGETS["StartHang"].seconds


class Starting(NamedTuple):
    """A start under way: where the run side stands, and what is true if no report comes in the next moment."""

    stands: At = NOWHERE
    given_up: bool = False
    since: float = 0.0


class StartTalks(Monitor[Starting | None]):
    """A start keeps the SCM informed until it is over."""

    sees = (Report, Elapsed, Stands, GaveUp, Crashed)

    def start(self) -> Starting | None:
        """The service is started."""
        return Starting()

    def step(self, state: Starting | None, event: Event) -> tuple[Starting | None, Sequence[Verdict]]:
        """Reports show life; the SCM gives up, and a moment later that is a fact."""
        if state is None:
            return None, ()
        match event:
            case Report(state=reported):
                return (None if reported is RUNNING else Starting(event.at)), ()
            case Crashed(excused=True):
                return None, ()
            case Stands(side=Side.RUN) if not state.given_up:
                return state._replace(stands=event.at), ()
            case GaveUp(awaited=awaited) if awaited is RUNNING:
                return state._replace(given_up=True), ()
            case Elapsed() if state.given_up:
                state = state._replace(since=state.since + event.seconds)
                return (None, _said(state)) if state.since > CLOCK_SLACK else (state, ())
        return state, ()


def _said(starting: Starting) -> Sequence[Verdict]:
    if not starting.stands.line:
        return ()
    text = f"the start hangs at '{starting.stands.text}': no report in {LIMIT:g} s and the wait hint before"
    return [Broken("SVC905", starting.stands, text)]


class StartHangs(Rule):
    """The service does not come to SERVICE_RUNNING, and does not report that it is still at it.

    ## Why

    The SCM lets a start take its time as long as it hears of it (MAI-07). After 80 s, plus the last wait hint,
    without any report it takes the start for hung, logs event 7022 and gives it up (MAI-11). Until then no
    other service can start, and at boot all that depend on this one wait with it. PythonService.exe reports
    START_PENDING only after the constructor, so that a constructor that waits says nothing at all.

    ## Flagged

    A run in which the SCM gives up waiting for SERVICE_RUNNING, and no report comes in the moments after that
    either. The finding stands where the service waits meanwhile, or on its last report.

    ## Not flagged

    - Initialisation of any length in `SvcDoRun`: the service is RUNNING by then.
    - A start that reports SERVICE_START_PENDING again and again, as long as it takes.
    - A start that fails at once.

    ## Decisions

    - Only runs are judged.
    - That a start is slow without being hopeless is judged by other rules; this one is about the hard limit.

    ## Fix

    Create only what handlers need in the constructor. Let `SvcDoRun` do the rest, or do it in an own `SvcRun`
    that reports `SERVICE_START_PENDING` with a wait hint before each step.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC905"
    name = "start-hangs"
    severity = Severity.ERROR
    clauses = ("MAI-11", "MAI-07", "MAI-05")
    properties = ("P05",)
    scope = Scope.RUN
    monitor = StartTalks
    bad = """\
import threading

import win32service
import win32serviceutil


class Warehouse(win32serviceutil.ServiceFramework):
    _svc_name_ = "Warehouse"
    _svc_display_name_ = "Warehouse"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.loaded = threading.Event()
        self.loaded.wait()  # SVC905

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.loaded.set()
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Warehouse(win32serviceutil.ServiceFramework):
    _svc_name_ = "Warehouse"
    _svc_display_name_ = "Warehouse"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.loaded = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.loaded.set()
        self.stop.wait()
"""
