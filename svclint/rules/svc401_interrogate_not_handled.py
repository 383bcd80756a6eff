"""SVC401: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import RAISED, Enter, Event, Leave
from svclint.rules.base import Rule, Scope, Severity


class InterrogateAnswered(Monitor[str | None]):
    """INTERROGATE is answered with NO_ERROR; None counts as 0 (pywin32)."""

    sees = (Enter, Leave)

    def start(self) -> str | None:
        """No INTERROGATE is under way."""
        return None

    def step(self, state: str | None, event: Event) -> tuple[str | None, Sequence[Verdict]]:
        """The handler's answer is looked at when it leaves."""
        match event:
            case Enter(control=Control.INTERROGATE.name):
                return event.at.text, ()
            case Leave() if state and event.known and event.result not in (None, 0):
                handed_on = event.result is RAISED and event.at.text == "raise"  # and nobody knows who raised it
                return None, [Broken("SVC401", event.at, _text(state, event), sure=not handed_on)]
            case Leave():
                return None, ()
        return state, ()


def _text(handler: str, leave: Leave) -> str:
    if leave.result is RAISED:
        return f"'{handler}' answers SERVICE_CONTROL_INTERROGATE with an exception: '{leave.at.text}'"
    return f"'{handler}' answers SERVICE_CONTROL_INTERROGATE with {leave.result!r}: '{leave.at.text}'"


class InterrogateNotHandled(Rule):
    """A control handler of the author's own answers INTERROGATE with an error.

    ## Why

    SERVICE_CONTROL_INTERROGATE (4) comes to every service; no bit of the accept mask turns it away (ACC-01).
    The answer has to be 0 (NO_ERROR), also when there is nothing to do (HND-12). A handler that knows a few
    controls and sends the rest to its last line answers 120 (ERROR_CALL_NOT_IMPLEMENTED), or raises, which
    pywin32 turns into 120. A tool that asks how the service is doing then gets an error from a service in
    good health.

    The base class does it right: its `ServiceCtrlHandlerEx` calls `SvcInterrogate`. The duty comes with the
    override.

    ## Flagged

    A path through your own `ServiceCtrlHandlerEx` or `SvcInterrogate`, or through a handler that you register
    yourself (by ctypes, too), on which INTERROGATE

    - returns something other than 0: `return winerror.ERROR_CALL_NOT_IMPLEMENTED`, an error code, True, a
      text;
    - ends in an exception, `raise ValueError(control)` say.

    `if`, `match`, tables and guards such as `control not in HANDLED` are followed; the finding stands on the
    `return` or the `raise`.

    ## Not flagged

    - Classes that leave `ServiceCtrlHandlerEx` and `SvcInterrogate` to pywin32.
    - Overrides that hand what they do not know to `super().ServiceCtrlHandlerEx(...)`.
    - Answers that cannot be read: `return self.table[control]`.
    - `ServiceCtrlHandler` with one argument: pywin32 never calls it. Nor does anybody read the answer of a
      handler that ctypes registers without `Ex`, or an exception in one that it registers with it.

    ## Decisions

    - None is silent, because pywin32 answers 0 for it. An override that just falls through answers correctly.
    - False equals 0 and is silent.
    - `SvcInterrogate` that only raises NotImplementedError is a demand on subclasses and silent.

    ## Fix

    End the override with `return super().ServiceCtrlHandlerEx(control, event_type, data)`. If the base class
    must not be asked, begin with `if control == win32service.SERVICE_CONTROL_INTERROGATE: return 0`. Do not
    report a state there: see SVC402.

    ## Fix safety

    Safe: INTERROGATE gets 0 before anything else; what ran for it so far, a log entry say, does not. Where a
    `return` speaks of INTERROGATE alone, only its value is changed.
    """

    code = "SVC401"
    name = "interrogate-not-handled"
    severity = Severity.ERROR
    clauses = ("ACC-01", "HND-12")
    properties = ("P20", "P21")
    scope = Scope.CONTROL
    monitor = InterrogateAnswered
    bad = """\
import threading

import win32service
import win32serviceutil
import winerror


class Watcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watcher"
    _svc_display_name_ = "Watcher"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_STOP:
            return self.SvcStop()
        return winerror.ERROR_CALL_NOT_IMPLEMENTED  # SVC401

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

    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_STOP:
            return self.SvcStop()
        return super().ServiceCtrlHandlerEx(control, event_type, data)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
