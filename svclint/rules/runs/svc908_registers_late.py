"""SVC908: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.budgets import BUDGETS
from svclint.contract.events import Event, Registered, Turn, Wait, WaitKind
from svclint.rules.base import Rule, Scope, Severity

LIMIT = BUDGETS["IdealRunning"].seconds


class Unregistered(NamedTuple):
    """Nothing is registered yet: whose turn it is, and the long waits so far, each with its thread."""

    turn: int = 0
    waits: tuple[tuple[int, Wait], ...] = ()


class RegistersFirst(Monitor[Unregistered | None]):
    """The service's main function neither waits nor reports before the control handler is registered."""

    sees = (Turn, Wait, Registered)

    def start(self) -> Unregistered | None:
        """The process begins."""
        return Unregistered()

    def step(self, state: Unregistered | None, event: Event) -> tuple[Unregistered | None, Sequence[Verdict]]:
        """What the thread that registers did before."""
        if state is None:
            return None, ()
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Wait() if _long(event):
                return state._replace(waits=(*state.waits, (state.turn, event))), ()
            case Registered():
                return None, [*_early(event), *(_waited(wait) for turn, wait in state.waits if turn == state.turn)]
        return state, ()


def _long(wait: Wait) -> bool:
    """Whether it surely lasts longer than it may; a sleep cannot be shorter than asked, however the clock goes."""
    slept = wait.asked or 0.0 if wait.kind is WaitKind.SLEEP else 0.0
    return bool(wait.at.line) and max(min(slept, wait.took.least), wait.took.least - CLOCK_SLACK) > LIMIT


def _waited(wait: Wait) -> Verdict:
    text = f"'{wait.at.text}' waits {wait.took.least:.3g} s before the service registers its control handler"
    return Broken("SVC908", wait.at, text)


def _early(event: Registered) -> Sequence[Verdict]:
    at = event.reported
    text = f"'{at.text}' reports a status before the service has registered its control handler"
    return [Broken("SVC908", at, text)] if at.line else []


class RegistersLate(Rule):
    """The service waits or reports a status before it has registered its control handler.

    ## Why

    Registering the handler is the first thing that a service's main function has to do (MAI-01). It gives the
    handle through which all reports go, so that there can be none before (MAI-02), and the SCM cannot be told
    that the start is going on.

    In pywin32 the constructor of `ServiceFramework` registers. What stands in front of it comes too early.

    ## Flagged

    In the service's main function, before the handler is registered:

    - a wait of more than 0.1 s;
    - a report, which fails for want of a handle. The start fails with it.

    ## Not flagged

    - Attributes that are set, objects that are made and threads that are started before.
    - Waits after it, also in the constructor (SVC905 and others judge them).
    - A constructor that fails before it for another reason: the host registers and reports the failure.

    ## Decisions

    - Only runs are judged. A sleep counts by what it asks; of other waits 2 s are for the clock of the run.
    - Waits are not added up.
    - A report whose exception is caught is not seen.

    ## Fix

    Call `super().__init__(args)` in the first line of the constructor.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC908"
    name = "registers-late"
    severity = Severity.ERROR
    clauses = ("MAI-01", "MAI-02", "MAI-04")
    properties = ("P03",)
    scope = Scope.RUN
    monitor = RegistersFirst
    yields_to = ("SVC905",)
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Orchard(win32serviceutil.ServiceFramework):
    _svc_name_ = "Orchard"
    _svc_display_name_ = "Orchard"

    def __init__(self, args):
        self.stop = threading.Event()
        time.sleep(5)  # SVC605, SVC908
        super().__init__(args)  # SVC509

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading
import time

import win32service
import win32serviceutil


class Orchard(win32serviceutil.ServiceFramework):
    _svc_name_ = "Orchard"
    _svc_display_name_ = "Orchard"

    def __init__(self, args):
        self.stop = threading.Event()
        super().__init__(args)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        time.sleep(5)
        self.stop.wait()
"""
