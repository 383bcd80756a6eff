"""SVC403: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.errors import Win32Error
from svclint.contract.events import At, Enter, Event, Handles, Leave, Raised
from svclint.rules.base import Rule, Scope, Severity

_ENDS = (Control.STOP, Control.SHUTDOWN)


class Handled(NamedTuple):
    """What takes which controls, as far as a framework calls methods; and the handler at work."""

    handles: Handles | None = None
    handler: At | None = None


class AnswersFit(Monitor[Handled]):
    """Each control that comes is handled, and answered by a number that fits it."""

    sees = (Handles, Enter, Leave)

    def start(self) -> Handled:
        """Nobody has said what is handled."""
        return Handled()

    def step(self, state: Handled, event: Event) -> tuple[Handled, Sequence[Verdict]]:
        """Each control is judged by itself."""
        match event:
            case Handles():
                return state._replace(handles=event), ()
            case Enter():
                return state._replace(handler=event.at), _unhandled(state.handles, event)
            case Leave() if state.handler is not None:
                return state._replace(handler=None), _answered(state.handler, event)
        return state, ()


def _unhandled(handles: Handles | None, enter: Enter) -> Sequence[Verdict]:
    if handles is None or not _accepted(enter.control) or enter.control in handles.controls:
        return ()
    text = f"'{handles.at.text}' accepts {enter.control}, and no method of the service takes it"
    return [Broken("SVC403", handles.at, text)]


def _answered(handler: At, leave: Leave) -> Sequence[Verdict]:
    result = leave.result
    if result is None or isinstance(result, Raised) or not leave.known:
        return ()
    if result == Win32Error.ERROR_CALL_NOT_IMPLEMENTED:
        text = f"{leave.control} is accepted, and '{handler.text}' answers that it is not implemented"
        return [Broken("SVC403", handler, text)] if _accepted(leave.control) else ()
    if _fits(leave.control, result):
        return ()
    return [Broken("SVC408", handler, f"'{handler.text}' answers {leave.control} with {result!r}, {_meaning(result)}")]


def _accepted(name: str) -> bool:
    """Whether a control comes only where the mask accepts it."""
    control = Control.__members__.get(name)
    return control is not None and control.accept is not None


def _fits(name: str, result: object) -> bool:
    """What refuses a pause or grants a vote is the service's own affair; INTERROGATE is judged by SVC401."""
    control = Control.__members__.get(name)
    if control is Control.INTERROGATE or (control is not None and control.votes):
        return True
    if isinstance(result, int) and result == Win32Error.NO_ERROR:
        return True
    return isinstance(result, int) and result is not True and control not in _ENDS


def _meaning(result: object) -> str:
    if isinstance(result, int):
        return f"which is error {int(result)}"
    return f"which pywin32 turns into error {Win32Error.ERROR_SERVICE_SPECIFIC_ERROR:d}"


class ControlWithoutHandler(Rule):
    """A control is accepted, and nothing handles it when it comes.

    ## Why

    The accept mask is a promise: what it lets through, the handler handles (ACC-04). PAUSE_CONTINUE is one bit
    for two controls and promises both (ACC-05). pywin32 looks for the method when the control comes. If there
    is none, the client is told an error, or, for the controls that go to `SvcOther`, that all is well: a
    shutdown then waits for a service that does not know of it.

    ## Flagged

    - A control with an accept bit that comes and finds no method: no `SvcPause`, no `SvcContinue`, no
      `SvcShutdown`, neither `SvcOtherEx` nor `SvcOther` for the others. The finding stands on
      `GetAcceptedControls`, else on the class.
    - An own handler that answers such a control with ERROR_CALL_NOT_IMPLEMENTED. The finding stands on it.

    ## Not flagged

    - Masks that pywin32 makes: they follow the methods.
    - INTERROGATE, user-defined controls and device events, which come without a bit.

    ## Decisions

    - For now only runs are judged: each control that is accepted is sent once.
    - An own `SvcOtherEx` counts as handling whatever it returns 0 for.
    - An exception in your own method is another fault.

    ## Fix

    Write the method, or take the bit out of the mask.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC403"
    name = "control-without-handler"
    severity = Severity.ERROR
    clauses = ("ACC-04", "ACC-05", "CFG-07")
    properties = ("P22",)
    scope = Scope.RUN
    monitor = AnswersFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Player(win32serviceutil.ServiceFramework):
    _svc_name_ = "Player"
    _svc_display_name_ = "Player"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):  # SVC403
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PARAMCHANGE

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

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PARAMCHANGE

    def SvcOther(self, control):
        print("reading the parameters again")

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
