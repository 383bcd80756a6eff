"""SVC403: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.errors import Win32Error
from svclint.contract.events import (
    Accepts,
    At,
    Enter,
    Event,
    Handles,
    Hosted,
    Leave,
    Masked,
    Opaque,
    Raised,
    Report,
    Signal,
    Spawn,
)
from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc405_wrong_mask_constants import is_control, unhandled

_ENDS = (Control.STOP, Control.SHUTDOWN)
_NAMED = "winerror."  # an error that is known by its name alone


class Handled(NamedTuple):
    """What takes which controls, as far as a framework calls methods; and the handler at work.

    ``read``: this is source, where ``accepts`` is what the mask can have; None: not known. ``strange``: it is, and
    no framework of pywin32's hears the answers: the SCM gets the numbers as they are. ``acted``: the handler has done
    something that others may notice.
    """

    handles: Handles | None = None
    handler: At | None = None
    read: bool = False
    strange: bool = False
    accepts: int | None = None
    acted: bool = False


class AnswersFit(Monitor[Handled]):
    """Each control that comes is handled, and answered by a number that fits it."""

    sees = (Hosted, Handles, Accepts, Masked, Enter, Leave, Report, Signal, Opaque, Spawn)

    def start(self) -> Handled:
        """Nobody has said what is handled."""
        return Handled()

    def step(self, state: Handled, event: Event) -> tuple[Handled, Sequence[Verdict]]:
        """Each control is judged by itself."""
        match event:
            case Hosted():
                return state._replace(read=True, strange=not event.framed), ()
            case Handles():
                return state._replace(handles=event), ()
            case Accepts():
                return state._replace(accepts=event.bits), ()
            case Masked():
                return state, _masked(state.handles, event)
            case Enter():
                handles = None if state.read else state.handles  # in source the mask tells
                return state._replace(handler=event.at, acted=False), _unhandled(handles, event)
            case Leave() if state.handler is not None:
                return state._replace(handler=None, acted=False), _answered(state, state.handler, event)
        if state.acted or state.handler is None or (isinstance(event, Signal) and not event.shared):
            return state, ()
        return state._replace(acted=True), ()


def _masked(handles: Handles | None, masked: Masked) -> Sequence[Verdict]:
    """Of what is no bit of a mask another rule speaks."""
    if handles is None or masked.bits is None or is_control(masked, handles.controls):
        return ()
    names = [one.name for one in unhandled(masked.bits, handles.controls)]
    text = f"'{masked.at.text}' accepts {', '.join(names)}, and no method of the service takes {_it(names)}"
    return [Broken("SVC403", masked.at, text)] if names else ()


def _it(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _unhandled(handles: Handles | None, enter: Enter) -> Sequence[Verdict]:
    if handles is None or not _accepted(enter.control) or enter.control in handles.controls:
        return ()
    text = f"'{handles.at.text}' accepts {enter.control}, and no method of the service takes it"
    return [Broken("SVC403", handles.at, text)]


def _answered(state: Handled, handler: At, leave: Leave) -> Sequence[Verdict]:
    result = leave.result
    if result is None or isinstance(result, Raised) or not leave.known:
        return ()
    if result == Win32Error.ERROR_CALL_NOT_IMPLEMENTED:
        text = f"{leave.control} is accepted, and '{handler.text}' answers that it is not implemented"
        comes = _comes(state, leave.control) and _accepted(leave.control) and not state.strange
        return [Broken("SVC403", handler, text)] if comes else ()
    if _fits(state, leave.control, result) or (state.strange and not isinstance(result, int)):
        return ()
    text = f"'{handler.text}' answers {leave.control} with {_spelled(result)}, {_meaning(result)}"
    return [Broken("SVC408", leave.at if leave.at.line else handler, text)]


def _accepted(name: str) -> bool:
    """Whether a control comes only where the mask accepts it."""
    control = Control.__members__.get(name)
    return control is not None and control.accept is not None


def _comes(state: Handled, name: str) -> bool:
    """Whether a control that is handled is accepted some time: in a run it is, since it came."""
    control = Control.__members__.get(name)
    if not state.read or control is None or control.accept is None or state.handles is None:
        return not state.read
    return name in state.handles.controls and bool((state.accepts or 0) & control.accept)


def _fits(state: Handled, name: str, result: object) -> bool:
    """What refuses a pause or grants a vote is the service's own affair; INTERROGATE is judged by SVC401."""
    control = Control.__members__.get(name)
    if control is Control.INTERROGATE or (control is not None and control.votes) or (state.read and control is None):
        return True
    number = result if isinstance(result, int) else 1 if _is_error(result) else None
    if number is None or number is True or number == Win32Error.NO_ERROR:
        return number == Win32Error.NO_ERROR and number is not True
    return control not in _ENDS or (state.read and not state.acted)


def _is_error(result: object) -> bool:
    return isinstance(result, str) and result.startswith(_NAMED)


def _spelled(result: object) -> str:
    return str(result) if _is_error(result) else repr(result)


def _meaning(result: object) -> str:
    if isinstance(result, int):
        return f"which is error {int(result)}"
    if _is_error(result):
        return "an error"
    return f"which pywin32 turns into error {Win32Error.ERROR_SERVICE_SPECIFIC_ERROR:d}"


class ControlWithoutHandler(Rule):
    """A control is accepted, and nothing handles it when it comes.

    ## Why

    The accept mask is a promise: what it lets through, the handler handles (ACC-04). PAUSE_CONTINUE is one bit
    for two controls and promises both (ACC-05). pywin32 looks for the method when the control comes. If there
    is none, the client is told an error, or, for the controls that go to `SvcOther`, that all is well: a
    shutdown then waits for a service that does not know of it.

    ## Flagged

    - A bit in the mask that your own `GetAcceptedControls` makes, without what takes it: PAUSE_CONTINUE needs
      `SvcPause` and `SvcContinue`, SHUTDOWN needs `SvcShutdown`, all the others `SvcOtherEx` or `SvcOther`. The
      finding stands on the constant that brings the bit in.
    - The same where `SvcOtherEx` compares the control with others only, and does nothing for this one.
    - An own handler that answers such a control with ERROR_CALL_NOT_IMPLEMENTED. The finding stands on it.
    - In runs: a control with an accept bit that comes and finds no method. The finding stands on
      `GetAcceptedControls`, else on the class.

    ## Not flagged

    - Masks that pywin32 makes: they follow the methods.
    - INTERROGATE, user-defined controls and device events, which come without a bit.
    - A handler that looks its controls up in a table, logs them or hands them on to other code.

    ## Decisions

    - An own `SvcOtherEx` without any comparison counts as handling whatever it returns 0 for.
    - A class with bases from elsewhere is silent, and one without `_svc_name_` that leaves methods to others.
    - A constant of another family in the mask is SVC405's.
    - An exception in your own method is another fault.
    - Source is judged where pywin32's framework calls the methods.

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
    scope = Scope.LIFE | Scope.RUN
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

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PARAMCHANGE  # SVC403

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
