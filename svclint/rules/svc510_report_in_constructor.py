"""SVC510: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import By, Event, Registered, Report, Side
from svclint.contract.states import START_PENDING
from svclint.rules.base import Rule, Scope, Severity


class Constructor(NamedTuple):
    """A constructor at work: whether it has a handle for reports yet, and the author's reports by it."""

    registered: bool = False
    early: tuple[Report, ...] = ()


class HostBegins(Monitor[Constructor | None]):
    """The first report of a service that pywin32 hosts is the host's own START_PENDING."""

    sees = (Registered, Report)

    def start(self) -> Constructor | None:
        """Nothing is reported."""
        return Constructor()

    def step(self, state: Constructor | None, event: Event) -> tuple[Constructor | None, Sequence[Verdict]]:
        """What was reported before it came too early; without a handle, nothing was."""
        match event:
            case Registered() if state:
                return state._replace(registered=True), ()
            case Report(by=By.HOST) if state:
                return None, [_early(one) for one in state.early] if event.state is START_PENDING else ()
            case Report(side=Side.RUN) if state and state.registered and event not in state.early:
                return state._replace(early=(*state.early, event)), ()
        return state, ()


def _early(report: Report) -> Verdict:
    state = report.state.name if report.state else "a state"
    text = f"'{report.at.text}' reports {state} before pywin32 begins the start: SERVICE_START_PENDING follows it"
    return Broken("SVC510", report.at, text)


class ReportInConstructor(Rule):
    """A status is reported in the constructor, before pywin32 begins the start.

    ## Why

    pywin32 makes the object first, and reports START_PENDING with check point 0 when the constructor is done.
    Whatever the constructor reports comes before that. The state goes back to START_PENDING, or the check
    point falls from 1 to 0: for who watches the start, no progress was made (PRG-01). If the constructor takes
    long, the report has helped only until its hint runs out (MAI-07).

    ## Flagged

    A report of any state in `__init__`, or in what `__init__` calls in this file, by `ReportServiceStatus` or
    by `SetServiceStatus`. The finding stands on the report.

    ## Not flagged

    - Reports in an own `SvcRun`, which begins after START_PENDING, and everywhere else.
    - A call of `self.ReportServiceStatus` that only a thread or another method makes later.
    - Constructors that cannot be seen, of bases from elsewhere.
    - What comes before the constructor of the base is called: such a report fails for want of a handle.

    ## Decisions

    - A report under a condition counts: the constructor has no place for it in any case.
    - Where a report breaks the state diagram as well, this rule speaks alone.

    ## Fix

    Delete the report. Work that takes longer than a second belongs in an own `SvcRun`, in front of
    `super().SvcRun()`, where START_PENDING may be repeated, or in `SvcDoRun`. A constructor that fails raises an
    exception, and pywin32 reports STOPPED.

    ## Fix safety

    Safe for START_PENDING: pywin32 reports the same state a moment later. Unsafe where a longer wait hint goes
    with it, and for other states, of which the SCM does not hear any more. A report that a condition or a helper
    chooses is left alone.
    """

    code = "SVC510"
    name = "report-in-constructor"
    severity = Severity.WARNING
    clauses = ("MAI-07", "PRG-01")
    properties = ("P40",)
    scope = Scope.LIFE | Scope.RUN
    monitor = HostBegins
    bad = """\
import threading

import win32service
import win32serviceutil


class Ledger(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ledger"
    _svc_display_name_ = "Ledger"

    def __init__(self, args):
        super().__init__(args)
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING)  # SVC510
        self.stop = threading.Event()

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


class Ledger(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ledger"
    _svc_display_name_ = "Ledger"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
