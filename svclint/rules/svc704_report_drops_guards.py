"""SVC704: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Hosted, Report, Test, Unread
from svclint.rules.base import Rule, Scope, Severity

_HANDLE: Final = ".ssh"  # where pywin32 keeps the handle for reports: None while a service is debugged
_ASKS: Final = "Debugging"  # of servicemanager: whether that is so


class Asked(NamedTuple):
    """Whether pywin32 runs the service, and what was found to be a handle; or nobody can tell what was asked."""

    hosted: bool = False
    handle: str = ""
    perhaps: bool = False


class HandleIsThere(Monitor[Asked]):
    """Who reports by hand has asked whether there is a handle to report by."""

    sees = (Hosted, Test, Unread, Report)

    def start(self) -> Asked:
        """Nothing is asked."""
        return Asked()

    def step(self, state: Asked, event: Event) -> tuple[Asked, Sequence[Verdict]]:
        """Once there is a handle it stays."""
        match event:
            case Hosted():
                return state._replace(hosted=True), ()
            case Test(key=key, value=True) if key.endswith(_HANDLE):
                return state._replace(handle=key), ()
            case Unread() if _ASKS in event.at.text:
                return state._replace(perhaps=True), ()
            case Report() if state.hosted and event.handle.endswith(_HANDLE):
                return state, () if state.perhaps or state.handle == event.handle else [_unguarded(event)]
        return state, ()


def _unguarded(report: Report) -> Verdict:
    # Without the user's words: another rule's fix of this very call changes those.
    text = "'SetServiceStatus' takes for granted that there is a handle: a service that is debugged has none"
    return Broken("SVC704", report.built, text)


class ReportDropsGuards(Rule):
    """A report by hand leaves out what the framework's own report looks after.

    ## Why

    `ReportServiceStatus` does more than to call `SetServiceStatus`. It asks whether there is a handle at all:
    `python service.py debug` runs the service without the SCM, and `self.ssh` is None then. It sends an empty
    accept mask with START_PENDING (MAI-09), raises the check point of pending states and clears it afterwards
    (PRG-01, PRG-03). A report by hand, or an override that does not hand on to the base class, has to do all of
    it again.

    ## Flagged

    A call of `SetServiceStatus` with `self.ssh` in a class of pywin32's, in a method of its own or in an override
    of `ReportServiceStatus`, on a path that has not asked whether `self.ssh` is there. The finding stands on
    the call.

    ## Not flagged

    - Calls under `if self.ssh:`, behind `if self.ssh is None: return`, or after `servicemanager.Debugging()` was
      asked.
    - Overrides that hand on to the base class.
    - Handles of one's own, from `RegisterServiceCtrlHandler`.

    ## Decisions

    - The other guards have rules of their own, which speak where they are missed: SVC301 and SVC302 for the check
      point, SVC406 for the mask.
    - Runs have a handle always, so only source is judged.

    ## Fix

    Report by `self.ReportServiceStatus(state, waitHint)`. An override that only adds a log entry ends with
    `super().ReportServiceStatus(...)`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC704"
    name = "report-drops-guards"
    severity = Severity.INFO
    clauses = ("MAI-09", "PRG-01", "PRG-03")
    properties = ("P40", "P41", "P06")
    scope = Scope.LIFE
    monitor = HandleIsThere
    bad = """\
import threading

import win32service
import win32serviceutil


class Weaver(win32serviceutil.ServiceFramework):
    _svc_name_ = "Weaver"
    _svc_display_name_ = "Weaver"

    def SvcRun(self):
        self.stop = threading.Event()
        own, starting = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_START_PENDING
        win32service.SetServiceStatus(self.ssh, (own, starting, 0, 0, 0, 1, 9000))  # SVC704
        super().SvcRun()

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


class Weaver(win32serviceutil.ServiceFramework):
    _svc_name_ = "Weaver"
    _svc_display_name_ = "Weaver"

    def SvcRun(self):
        self.stop = threading.Event()
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING, waitHint=9000)
        super().SvcRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
