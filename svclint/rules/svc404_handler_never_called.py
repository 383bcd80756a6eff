"""SVC404: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Accept, Control
from svclint.contract.events import Accepts, Defined, Event, Expects, Handles
from svclint.contract.framework import CALLED, HANDLERS, OTHER, OWN_HANDLER
from svclint.rules.base import Rule, Scope, Severity

_OLD_HANDLER: Final = "ServiceCtrlHandler"
_CLOSE: Final = 0.85  # how much two names must have in common to be taken for each other
_METHODS: Final = tuple(name for name in CALLED if name.startswith("Svc"))
_CONTROLS: Final = {method: control for control, method in HANDLERS.items()}
_OF_OTHERS: Final = {control.name.lower(): control.name for control in Control if control not in HANDLERS}
_FAMILIES: Final = {"resume": "SvcContinue", "unpause": "SvcContinue", "device": OTHER[0], "power": OTHER[0]}


class Known(NamedTuple):
    """``seen``: all of the class is known; ``accepts``: every bit that its mask can have, None when not known."""

    seen: bool = False
    accepts: int | None = None


class AllCalled(Monitor[Known]):
    """What looks as if it took a control is called some time."""

    sees = (Handles, Accepts, Defined, Expects)

    def start(self) -> Known:
        """Nothing is known."""
        return Known()

    def step(self, state: Known, event: Event) -> tuple[Known, Sequence[Verdict]]:
        """What is known of the class comes before its methods."""
        match event:
            case Handles():
                return Known(seen=True), ()
            case Accepts():
                return state._replace(accepts=event.bits), ()
            case Defined(called=False) if state.seen:
                reason = _uncalled(event, state.accepts)
                return state, [
                    Broken("SVC404", event.at, f"'{event.name}' is never called: {reason}")
                ] if reason else ()
            case Expects() if state.seen:
                reason = _never_comes(event, state.accepts)
                return state, [Broken("SVC404", event.at, reason)] if reason else ()
        return state, ()


def _uncalled(method: Defined, accepts: int | None) -> str:
    """Why nobody calls a method; empty when somebody may."""
    if method.name == _OLD_HANDLER:
        return f"what pywin32 registers is {OWN_HANDLER}"
    if method.name in CALLED:
        return _unaccepted(method, accepts)
    plain = method.name.removeprefix("Svc").lower().replace("_", "")
    if plain in _OF_OTHERS:
        return f"pywin32 has no method of this name, and gives {_OF_OTHERS[plain]} to {OTHER[0]}"
    close = _FAMILIES.get(plain) or next(iter(_alike(method.name)), None)
    return f"pywin32 has no method of this name, the next one is {close}" if close else ""


def _alike(name: str) -> Sequence[str]:
    by_case = [one for one in _METHODS if one.lower() == name.lower()]
    return by_case or (get_close_matches(name, _METHODS, 1, _CLOSE) if name.startswith("Svc") else [])


def _unaccepted(method: Defined, accepts: int | None) -> str:
    """A method for a control that never comes. Of a mask without STOP another rule speaks; an alias is no dead code."""
    control = _CONTROLS.get(method.name)
    needed = control.accept if control else None
    if control is None or needed is None or accepts is None or accepts & needed or method.at.text != method.name:
        return ""
    if needed is Accept.PAUSE_CONTINUE:
        return "PAUSE and CONTINUE come to services with both SvcPause and SvcContinue, and with their bit in the mask"
    return "" if control is Control.STOP else f"the accept mask never has {needed.name}"


def _never_comes(branch: Expects, accepts: int | None) -> str:
    """Why none of the controls comes that a branch is for; empty when one may. Of STOP another rule speaks."""
    if not branch.rest and Control.STOP.name in branch.controls:
        return ""
    reasons = [_kept_off(Control[name], branch.rest, accepts) for name in branch.controls]
    if not all(reasons):
        return ""
    return f"{' and '.join(branch.controls)} never come{'s'[len(reasons) - 1 :]} to '{branch.at.text}': {reasons[0]}"


def _kept_off(control: Control, rest: bool, accepts: int | None) -> str:
    if rest and control in HANDLERS:
        return f"pywin32 gives {control.name} to {HANDLERS[control]}"
    if accepts is None or control.accept is None or accepts & control.accept:
        return ""
    return f"the accept mask never has {control.accept.name}"


class HandlerNeverCalled(Rule):
    """A handler, or a branch of one, stands there for a control that never comes to it.

    ## Why

    pywin32 calls methods by fixed names, and the SCM sends only what the accept mask has (ACC-03). A method
    with another name is dead, and so is a branch for a control that is not accepted. Nothing complains: the
    service is not paused, does not learn of the session that ends or of the shutdown, and nobody is told why.
    The two methods for pausing work as a pair only, since they share one bit (ACC-05).

    ## Flagged

    - `SvcPause` without `SvcContinue`, or the reverse, and a method for a control that your own
      `GetAcceptedControls` never accepts.
    - Names that pywin32 does not know but one would expect: `SvcResume`, `SvcPreShutdown`, `SvcSessionChange`,
      `SvcPowerEvent`, `SvcShutDown`, `SvcDoPause`.
    - An own `ServiceCtrlHandler`, which takes one argument. `ServiceCtrlHandlerEx` is what is registered.
    - A branch of `SvcOtherEx`, `SvcOther` or your own `ServiceCtrlHandlerEx` for a control whose bit the mask
      never has; in the first two also one for STOP and the like, which have methods of their own.

    ## Not flagged

    - Methods that your own code calls or mentions, `getattr(self, "SvcResume")` included.
    - Other helpers, whatever they are called.
    - Device events and user-defined controls, which come without a bit.
    - Masks that cannot be read, and classes with bases from elsewhere.

    ## Decisions

    - A class without `_svc_name_` that leaves methods to others is a base: they may have what it lacks.
    - A mask that loses STOP is SVC407's.
    - That DEVICEEVENT needs RegisterDeviceNotification is not looked at.

    ## Fix

    Give the method the name that pywin32 knows, or add the bit in `GetAcceptedControls`. For a control without
    a method of its own, ask for it in `SvcOtherEx(self, control, event_type, data)`.

    ## Fix safety

    Safe where `SvcPause` stands beside a `SvcResume` that nobody mentions, and nothing is called `SvcContinue`:
    the method is renamed. Nobody could call either before. An `SvcInterrogate` that does nothing comes along,
    since the inherited one would report the paused service as running.
    """

    code = "SVC404"
    name = "handler-never-called"
    severity = Severity.WARNING
    clauses = ("ACC-05", "HND-18")
    properties = ("P22",)
    scope = Scope.LIFE
    monitor = AllCalled
    bad = """\
import threading

import win32service
import win32serviceutil


class Carousel(win32serviceutil.ServiceFramework):
    _svc_name_ = "Carousel"
    _svc_display_name_ = "Carousel"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcPreShutdown(self):  # SVC404
        self.SvcStop()

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


class Carousel(win32serviceutil.ServiceFramework):
    _svc_name_ = "Carousel"
    _svc_display_name_ = "Carousel"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcShutdown(self):
        self.SvcStop()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
