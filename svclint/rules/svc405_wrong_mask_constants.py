"""SVC405: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.steps import accepted
from svclint.contract.controls import KNOWN_MASK, Control
from svclint.contract.errors import Win32Error
from svclint.contract.events import NOWHERE, At, Event, Handles, Masked, Refused
from svclint.contract.installation import REPORTABLE_TYPES
from svclint.contract.states import State
from svclint.rules.base import Rule, Scope, Severity

_STATES: Final = frozenset(int(state) for state in State)
_FAMILY: Final = "SERVICE_ACCEPT_"
_CODES: Final = range(Control.DEVICEEVENT, Control.PRESHUTDOWN + 1)  # numbers that nobody writes who means bits


class Maker(NamedTuple):
    """What makes the mask, and the controls that are handled; None: not known."""

    at: At = NOWHERE
    handles: tuple[str, ...] | None = None


class MaskFits(Monitor[Maker]):
    """The accept mask is made of bits, and of those that there are."""

    sees = (Handles, Masked, Refused)

    def start(self) -> Maker:
        """Nobody has said yet what makes the mask."""
        return Maker()

    def step(self, state: Maker, event: Event) -> tuple[Maker, Sequence[Verdict]]:
        """Each constant by itself; a run shows what comes of all of them."""
        match event:
            case Handles():
                return Maker(event.at, event.controls), ()
            case Masked(bits=int()):
                wrong = is_control(event, state.handles) or _undefined(event)
                return state, [Broken("SVC405", event.at, f"'{event.at.text}' {wrong}")] if wrong else ()
            case Refused(error=Win32Error.ERROR_INVALID_DATA):
                return state, list(_refused(event, state.at))
        return state, ()


def is_control(masked: Masked, handles: tuple[str, ...] | None) -> str:
    """Why a constant is no bit of the mask by what it is called, or by its number; empty when it may be one.

    A number is taken for a control's where it would accept something that nothing handles.
    """
    bits, name = masked.bits or 0, masked.constant.rpartition(".")[2]
    accepts = f"in the accept mask it stands for {accepted(bits)}"
    if name and not name.startswith(_FAMILY):
        return f"is {bits}, and no bit: {accepts}"
    if name or handles is None or bits not in _CODES or not any(unhandled(bits, handles)):
        return ""
    return f"is the number of {Control(bits).name}, and no bit: {accepts}"


def unhandled(bits: int, handles: tuple[str, ...]) -> Iterator[Control]:
    """The controls that some bits let through and nothing takes."""
    return (one for one in Control if one.accept and one.accept & bits and one.name not in handles)


def _undefined(masked: Masked) -> str:
    unknown = (masked.bits or 0) & ~KNOWN_MASK
    return f"accepts 0x{unknown:x}, which no control needs: the SCM refuses the report" if unknown else ""


def _refused(refused: Refused, mask: At) -> Iterator[Verdict]:
    """A report whose other fields are right."""
    unknown = refused.accepted & ~KNOWN_MASK
    if unknown and refused.state in _STATES and refused.type in REPORTABLE_TYPES:
        at = refused.built if refused.built.line else mask if mask.line else refused.at
        yield Broken(
            "SVC405", at, f"'{at.text}' accepts 0x{unknown:x}, which no control needs: the SCM refuses the report"
        )


class WrongMaskConstants(Rule):
    """What goes into the accept mask is no accept bit.

    ## Why

    A mask is made of SERVICE_ACCEPT constants, one bit each. SERVICE_CONTROL constants are numbers of
    controls: or-ed into a mask they set other bits than meant (ACC-06). DEVICEEVENT is 11, which sets STOP,
    PAUSE_CONTINUE and PARAMCHANGE: the service is then paused although it has no `SvcPause`, and the client
    is told an error. It needs no bit at all, only a registration.

    A bit that is not defined makes the SCM refuse every report that carries it, with ERROR_INVALID_DATA
    (ACC-08). With pywin32 that is the very first RUNNING: the exception leaves `SvcRun`, and the service stops
    before it has begun.

    ## Flagged

    - A constant of another family in the mask: `super().GetAcceptedControls() | SERVICE_CONTROL_SESSIONCHANGE`.
      The finding stands on it, also where it gets into the mask by a variable or a constant of your own.
    - A number with a bit that no control needs, 0x1000 say; in runs, a report that is refused for one.
    - A number from 11 to 15 that is a control's, where it would accept controls that nothing handles.

    ## Not flagged

    - SERVICE_CONTROL constants that the control is compared with.
    - Masks, and parts of them, that come from elsewhere or are computed.
    - Numbers made of defined bits: 0x80 is what SERVICE_ACCEPT_SESSIONCHANGE stands for.

    ## Decisions

    - SERVICE_CONTROL_STOP and SERVICE_CONTROL_PAUSE have the values of their bits by chance. They are flagged:
      who reads it cannot tell.
    - The mask of a status tuple that goes to `SetServiceStatus` is looked at as well.
    - Which bits are known is what current Windows documents; older systems know fewer.

    ## Fix

    Use the SERVICE_ACCEPT constant of the same name. NETBINDADD and its like share ACCEPT_NETBINDCHANGE, PAUSE
    and CONTINUE share ACCEPT_PAUSE_CONTINUE. DEVICEEVENT and INTERROGATE have no bit: drop them from the mask.

    ## Fix safety

    Safe: the constant of the same control takes its place, or none, where the control has no bit. What was
    accepted by chance is not any more. There is no fix for numbers, nor where the bit would let something
    through that nothing handles.
    """

    code = "SVC405"
    name = "wrong-mask-constants"
    severity = Severity.ERROR
    clauses = ("ACC-06", "ACC-08")
    properties = ("P22", "P23")
    scope = Scope.LIFE | Scope.RUN
    monitor = MaskFits
    bad = """\
import threading

import win32service
import win32serviceutil


class Watcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watcher"
    _svc_display_name_ = "Watcher"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | 0x1000  # SVC405

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


class Watcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watcher"
    _svc_display_name_ = "Watcher"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PARAMCHANGE

    def SvcOtherEx(self, control, event_type, data):
        print("reading the parameters again")

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
