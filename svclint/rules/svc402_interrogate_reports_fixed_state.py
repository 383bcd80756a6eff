"""SVC402: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import By, Enter, Event, Leave, Report, Side
from svclint.contract.states import STOP_PENDING, State
from svclint.rules.base import Rule, Scope, Severity


class Before(NamedTuple):
    """The state before INTERROGATE came, and whether it is under way."""

    state: State | None = None
    asked: bool = False


class InterrogateNeutral(Monitor[Before]):
    """Answering INTERROGATE changes no state."""

    sees = (Enter, Leave, Report)

    def start(self) -> Before:
        """Nothing is reported yet."""
        return Before()

    def step(self, state: Before, event: Event) -> tuple[Before, Sequence[Verdict]]:
        """A report made meanwhile is compared with the state before."""
        match event:
            case Enter():
                return state._replace(asked=event.control == Control.INTERROGATE.name), ()
            case Leave():
                return state._replace(asked=False), ()
            case Report(side=Side.HANDLER) if state.asked:
                return state, _compared(state, event)
            case Report():
                return state._replace(state=event.state), ()
        return state, ()


def _compared(before: Before, report: Report) -> Sequence[Verdict]:
    if before.state is None or report.state in (None, before.state):
        return ()
    # The framework's own answer to an INTERROGATE that meets a stop is its quirk, not the author's (contract D.4).
    if before.state is STOP_PENDING and report.by is By.HOST:
        return ()
    assert report.state is not None
    who = f"'{report.at.text}'" if report.by is By.USER else f"the SvcInterrogate that '{report.at.text}' inherits"
    text = f"{who} reports {report.state.name} whatever the state is, {before.state.name} included"
    return [Broken("SVC402", report.at, text)]


class InterrogateReportsFixedState(Rule):
    """INTERROGATE is answered by a report of one fixed state.

    ## Why

    INTERROGATE asks for the state and must not change it. `SvcInterrogate` of pywin32 reports SERVICE_RUNNING
    whatever the state is. For a service that cannot pause this only repeats what the SCM knows. For one that
    can, a look at the paused service turns PAUSED into RUNNING: the record is false (HND-08), and the
    CONTINUE_PENDING that follows is no legal successor of RUNNING. The SCM stores each report and complains
    about none.

    A report of a fixed state by your own code has one more effect: an INTERROGATE already under way when the
    stop begins writes RUNNING over STOP_PENDING.

    ## Flagged

    - A class with `SvcPause` and `SvcContinue` that inherits `SvcInterrogate`. The finding stands on the
      class line.
    - A report of a constant state in your own `SvcInterrogate`, or in the INTERROGATE branch of your own
      `ServiceCtrlHandlerEx`, that differs from a state in which the control can come.
    - In a class that can pause: a call of the base method from your own, by `super()`.

    ## Not flagged

    - Classes that cannot pause and leave `SvcInterrogate` to pywin32.
    - An own `SvcInterrogate` that does nothing, or reports a state kept in an attribute.
    - An own `ServiceCtrlHandlerEx` that answers INTERROGATE itself, without a report.

    ## Decisions

    - Can a class pause? It can when it has both `SvcPause` and `SvcContinue`, inherited ones included.
    - That the inherited method may meet a stop is a quirk of pywin32 and silent; your own report has no such
      excuse.

    ## Fix

    Let `SvcInterrogate` do nothing:

        def SvcInterrogate(self):
            pass

    pywin32 answers 0, and the SCM shows the last status you reported, which is the right one.

    ## Fix safety

    Safe: INTERROGATE reports no status any more, and the SCM shows the one reported last. What else your
    own method does stays. There is no fix where other code calls the method for its report, `SvcContinue`
    say.
    """

    code = "SVC402"
    name = "interrogate-reports-fixed-state"
    severity = Severity.WARNING
    clauses = ("HND-07", "HND-08")
    properties = ("P21", "P15")
    scope = Scope.CONTROL
    monitor = InterrogateNeutral
    bad = """\
import threading

import win32service
import win32serviceutil


class Player(win32serviceutil.ServiceFramework):  # SVC402
    _svc_name_ = "Player"
    _svc_display_name_ = "Player"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

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


class Player(win32serviceutil.ServiceFramework):
    _svc_name_ = "Player"
    _svc_display_name_ = "Player"

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
