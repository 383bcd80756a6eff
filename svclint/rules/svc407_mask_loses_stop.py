"""SVC407: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.controls import Accept, Control
from svclint.contract.events import Accepts, At, Defined, Ended, Event, Expects, GaveUp, Handles, Report
from svclint.contract.framework import HANDLERS
from svclint.contract.states import RUNNING, STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Mask(NamedTuple):
    """What takes which controls, and whether the service runs without having accepted STOP.

    ``without``: what makes a mask that never has STOP, as far as source tells.
    """

    handles: Handles | None = None
    deaf: bool = False
    without: At | None = None


class Stoppable(Monitor[Mask]):
    """A service that has a method for STOP accepts it at some time while it runs."""

    sees = (Handles, Accepts, Defined, Expects, Report, GaveUp, Ended)
    fault = Fault.OMITTED

    def start(self) -> Mask:
        """It does not run yet."""
        return Mask()

    def step(self, state: Mask, event: Event) -> tuple[Mask, Sequence[Verdict]]:
        """Whoever wants it stopped gives up at last: that is the time it has (P24)."""
        match event:
            case Handles():
                return state._replace(handles=event), ()
            case Accepts() if state.handles and not event.bits & Accept.STOP:
                return state._replace(without=event.at), ()
            case Defined() | Expects():
                return state, _never(state.without, event) if state.without else ()
            case Report(accepted=int() as accepted) if event.state in (RUNNING, STOPPED):
                return state._replace(deaf=event.state is RUNNING and not accepted & Accept.STOP), ()
            case GaveUp(awaited=awaited) if awaited is STOPPED and state.deaf and state.handles:
                return state._replace(deaf=False), _lost(state.handles)
            case Ended():
                return Mask(), ()
        return state, ()


def _never(mask: At, event: Defined | Expects) -> Sequence[Verdict]:
    """What stands there for STOP, and waits for it in vain."""
    if isinstance(event, Defined):
        return [_unheard(mask)] if event.name == HANDLERS[Control.STOP] else ()
    if event.rest or Control.STOP.name not in event.controls:
        return ()
    return [Broken("SVC407", mask, f"'{mask.text}' leaves STOP out, and so it never comes to '{event.at.text}'")]


def _lost(handles: Handles) -> Sequence[Verdict]:
    return [_unheard(handles.at)] if Control.STOP.name in handles.controls else ()


def _unheard(mask: At) -> Broken:
    return Broken("SVC407", mask, f"'{mask.text}' leaves STOP out, and so SvcStop is never called")


class MaskLosesStop(Rule):
    """A service with SvcStop runs and never accepts STOP.

    ## Why

    The SCM sends a control only if the accept mask of the last report has its bit (ACC-03). The base class of
    pywin32 makes the mask from the methods that exist. An own `GetAcceptedControls` that starts from nothing
    loses STOP: `SvcStop` is there and is never called, every attempt to stop fails with 1052, and only killing
    the process helps. A normal service accepts STOP once it runs (ACC-10).

    ## Flagged

    - A `GetAcceptedControls` that never gives SERVICE_ACCEPT_STOP, whatever branches it has, in a service with
      `SvcStop`.
    - The same in a service whose own `ServiceCtrlHandlerEx` has a branch for STOP; also without any
      `GetAcceptedControls`, since what pywin32 makes goes by `SvcStop`.
    - In runs: a service that reports RUNNING without the bit, and is still without it when the Services console
      gives up waiting for its stop.

    The finding stands on `GetAcceptedControls`, else on the class.

    ## Not flagged

    - A service without `SvcStop`: it is not meant to be stopped.
    - STOP left out for a while, during a critical section, and accepted otherwise.
    - A mask that cannot be read to the end, or that starts from what the base makes.
    - RUNNING reported with an empty mask first and with the full one when initialisation is done.

    ## Decisions

    - A `SvcStop` that other code of the service calls, or that is `SvcShutdown` as well, is no excuse.
    - A class with bases from elsewhere is silent, and one without `_svc_name_` that leaves methods to others.
    - A service without pywin32's class is silent: nobody can tell whether it means to be unstoppable.

    ## Fix

    Start from what the base makes: `return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_...`.

    ## Fix safety

    Unsafe: the mask starts from what the base makes, so the service can be stopped, and accepts SHUTDOWN and
    pauses too if it has the methods. It may have meant not to.
    """

    code = "SVC407"
    name = "mask-loses-stop"
    severity = Severity.WARNING
    clauses = ("ACC-10", "ACC-03")
    properties = ("P24",)
    scope = Scope.LIFE | Scope.RUN
    monitor = Stoppable
    bad = """\
import threading

import win32service
import win32serviceutil


class Sensor(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sensor"
    _svc_display_name_ = "Sensor"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):  # SVC407
        return win32service.SERVICE_ACCEPT_SHUTDOWN

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Sensor(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sensor"
    _svc_display_name_ = "Sensor"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_SHUTDOWN

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        self.stop.wait()
"""
