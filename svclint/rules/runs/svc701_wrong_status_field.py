"""SVC701: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import KNOWN_MASK
from svclint.contract.errors import Win32Error
from svclint.contract.events import NOWHERE, At, By, Event, Handles, Refused, Report
from svclint.contract.installation import REPORTABLE_TYPES
from svclint.contract.states import START_PENDING, STOP_PENDING, STOPPED, State
from svclint.rules.base import Rule, Scope, Severity

_STATES = frozenset(int(state) for state in State)
_OWN_CODE = Win32Error.ERROR_SERVICE_SPECIFIC_ERROR


class FieldsFit(Monitor[At]):
    """The fields of each report fit each other; the state is the place that makes the accept mask."""

    sees = (Handles, Report, Refused)

    def start(self) -> At:
        """Nobody has said yet what makes the mask."""
        return NOWHERE

    def step(self, state: At, event: Event) -> tuple[At, Sequence[Verdict]]:
        """Each report is judged by itself."""
        match event:
            case Handles():
                return event.at, ()
            case Refused(error=Win32Error.ERROR_INVALID_DATA):
                return state, list(_refused(event, state))
            case Report() if event.built.line or event.by is By.USER:
                return state, [*_fields(event), *_codes(event)]
        return state, ()


def _refused(refused: Refused, mask: At) -> Iterator[Verdict]:
    """What the SCM looks at; whatever is wrong beside the mask is the call's own fault."""
    at = refused.built if refused.built.line else refused.at
    if refused.state not in _STATES:
        yield Broken("SVC701", at, f"'{at.text}' reports {refused.state} as state: there are only {min(State):d} to 7")
    elif refused.type not in REPORTABLE_TYPES:
        yield Broken("SVC701", at, f"'{at.text}' reports the type 0x{refused.type:x}, which no service may have")
    elif refused.accepted & ~KNOWN_MASK:
        at = at if refused.built.line or not mask.line else mask
        unknown = f"0x{refused.accepted & ~KNOWN_MASK:x}"
        yield Broken("SVC405", at, f"'{at.text}' accepts {unknown}, which no control needs: the SCM refuses the report")


def _fields(report: Report) -> Iterator[Verdict]:
    """What the author fills in where the framework would do it right."""
    at, state, point = report.built, report.state, report.check_point
    if not at.line or state is None:
        return
    if report.type is not None and report.type not in REPORTABLE_TYPES:
        yield Broken("SVC701", at, f"'{at.text}' reports the type 0x{report.type:x}, which no service may have")
    if isinstance(point, int) and point and not state.pending:
        yield Broken("SVC302", at, f"'{at.text}' reports {state.name} with check point {point}, and nothing is pending")
    if state is START_PENDING and report.accepted:
        mask = f"0x{report.accepted:x}"
        yield Broken("SVC406", at, f"'{at.text}' accepts controls (mask {mask}) while the service still starts")


def _codes(report: Report) -> Iterator[Verdict]:
    at = report.at if report.by is By.USER else report.built
    code, own = report.exit_code, report.specific
    if code is None or own is None or report.state is None:
        return
    if (code or own) and report.state not in (STOPPED, STOP_PENDING):
        yield Broken("SVC702", at, f"'{at.text}' reports {report.state.name} with an exit code: it has not ended")
    elif own and code != _OWN_CODE:
        yield Broken("SVC702", at, f"'{at.text}' reports the service's own code {own} beside {code}: nobody reads it")
    elif code == _OWN_CODE and not own:
        yield Broken("SVC702", at, f"'{at.text}' reports {_OWN_CODE:d}, and no code of the service's own with it")


class WrongStatusField(Rule):
    """A field of a status report has a value that no service may report.

    ## Why

    The state is a number from 1 to 7 (STS-02), and the type that of a service process (STS-03). The constants
    of other families look alike and are numbers too: accept bits, controls, error levels. With a value that is
    none of its own the SCM refuses the whole report with ERROR_INVALID_DATA, pywin32 raises `pywintypes.error`,
    and the SCM goes on with what it heard before. In `SvcDoRun` the exception ends the service; in a handler
    it becomes the answer 120, and the stop never happens.

    ## Flagged

    - A report that the SCM refuses for its state or its type.
    - A report built by your own code with the type of a driver, which the SCM takes.

    The finding stands on the call that builds the report.

    ## Not flagged

    - Accept masks, of which SVC405 speaks.
    - A wrong constant that happens to be a state: SERVICE_ERROR_CRITICAL is 3, and so is
      SERVICE_STOP_PENDING. What then goes wrong is SVC505's.

    ## Decisions

    - For now only runs are judged.
    - A tuple with other than seven items never becomes a report: pywin32 raises TypeError before.
    - That pywin32 reports the type of an own process in shared ones too is its own affair.

    ## Fix

    Report `win32service.SERVICE_RUNNING` and the other names of states, by `ReportServiceStatus`, which fills
    in the rest.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC701"
    name = "wrong-status-field"
    severity = Severity.ERROR
    clauses = ("STS-01", "STS-02", "STS-03")
    properties = ("P60", "P61")
    scope = Scope.RUN
    monitor = FieldsFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Importer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Importer"
    _svc_display_name_ = "Importer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcRun(self):
        kind, running = win32service.SERVICE_AUTO_START, win32service.SERVICE_RUNNING
        win32service.SetServiceStatus(self.ssh, (kind, running, 1, 0, 0, 0, 0))  # SVC701
        self.SvcDoRun()

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


class Importer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Importer"
    _svc_display_name_ = "Importer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcRun(self):
        kind, running = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_RUNNING
        win32service.SetServiceStatus(self.ssh, (kind, running, 1, 0, 0, 0, 0))
        self.SvcDoRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
