"""SVC305: see the rule's docstring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.budgets import BUDGETS
from svclint.contract.events import By, Event, Report
from svclint.rules.base import Rule, Scope, Severity

SECONDS: Final = range(1, 100)  # as milliseconds less than anything takes, as seconds a usual guess
LONGEST: Final = BUDGETS["ConsoleLimit"].milliseconds  # whoever watches has given up by then

_ERROR: Final = re.compile(r"winerror\.ERROR_(?!SUCCESS$)\w+")
_FRACTION: Final = re.compile(r"-?\d+\.\d*(e-?\d+)?")
_IN_SECONDS: Final = re.compile(r"(?:.*[._])?(?:s|secs?|seconds)", re.IGNORECASE)


class HintsAreMilliseconds(Monitor[None]):
    """The wait hint of a pending report is a number of milliseconds that somebody can have meant."""

    sees = (Report,)

    def start(self) -> None:
        """Each report is judged by itself."""
        return

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """Only what the author says."""
        if not isinstance(event, Report) or event.by is By.HOST:
            return None, ()
        why = _suspicious(event)
        sure = event.wait_hint is not None or not _IN_SECONDS.fullmatch(event.hinted)
        return None, [Broken("SVC305", event.at, f"'{event.at.text}' {why}", sure)] if why else ()


def _suspicious(report: Report) -> str:
    """What is wrong with the hint; empty if nothing is."""
    hint, name = report.wait_hint, report.hinted
    if _ERROR.fullmatch(name):
        return f"gives {name.partition('.')[2]} as wait hint: the exit codes come after that"
    if report.state is None or not report.state.pending:
        return ""
    if _FRACTION.fullmatch(name):
        return f"gives {name} as wait hint, which has to be a whole number of milliseconds"
    if hint is None:
        return f"gives '{_last(name)}' as wait hint, in milliseconds" if _IN_SECONDS.fullmatch(name) else ""
    if hint in SECONDS:
        return f"promises news within {hint} ms: a wait hint is not in seconds"
    return f"promises news only within {hint / 1000:g} s: nobody waits so long" if hint > LONGEST else ""


def _last(key: str) -> str:
    """The name of a variable, without what it belongs to."""
    return key.partition("@")[0].rpartition(".")[2]


class SuspiciousHint(Rule):
    """A wait hint looks like seconds, or like something else that no hint is.

    ## Why

    The wait hint is a time in milliseconds (PRG-04). Python's own time-outs are in seconds, so it is easily given
    as `30`: that promises the next report within 30 ms. A hint of minutes is of no use either. The Services
    console gives up after 125 s whatever was promised, and at shutdown far earlier (SHD-08).

    ## Flagged

    In your report of a pending state, by `ReportServiceStatus` or by a tuple of your own:

    - a hint from 1 to 99;
    - a hint above 125000;
    - a float, `2.5` or `timeout / 2` of known numbers: the report raises `TypeError`;
    - a variable whose value is not known and whose name ends in `_s`, `_sec`, `_seconds` or the like
      (*possible*).

    In a report of any state, an error code as second argument, `ReportServiceStatus(state,
    winerror.ERROR_TIMEOUT)`: that place is the hint's. The finding stands on the report.

    ## Not flagged

    - 0, of which SVC303 speaks, and the default of pywin32, 5000.
    - Names that end in `_ms`, and expressions that scale: `int(self.timeout_s * 1000)`.
    - Completed states, which nobody waits for: their hint is not looked at.

    ## Decisions

    - What a name says counts only where the number is not known.
    - Hints of cx_Freeze and pywin32 themselves are not judged.

    ## Fix

    Give milliseconds: `waitHint=30000`. For what takes minutes, report again and again, each time with a hint
    for the next step.

    ## Fix safety

    Unsafe: a number from 1 to 99, and a float below 1000, are taken for seconds and multiplied by 1000. How long
    it really takes, nobody has said. Other hints are left alone.
    """

    code = "SVC305"
    name = "suspicious-hint"
    severity = Severity.WARNING
    clauses = ("PRG-04", "SHD-08")
    properties = ("P42",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = HintsAreMilliseconds
    bad = """\
import win32event
import win32service
import win32serviceutil


class Exporter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Exporter"
    _svc_display_name_ = "Exporter"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=30)  # SVC305
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Exporter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Exporter"
    _svc_display_name_ = "Exporter"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=30000)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
