"""SVC901: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.budgets import BUDGETS
from svclint.contract.errors import Win32Error
from svclint.contract.events import Connected, Event
from svclint.rules.base import Rule, Scope, Severity

LIMIT = BUDGETS["ConnectTimeout"].seconds


class DispatcherInTime(Monitor[None]):
    """The process calls the dispatcher before the SCM gives it up, and once."""

    sees = (Connected,)

    def start(self) -> None:
        """Each call says all that is to be known."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """Which answer did it get, and when?"""
        match event:
            case Connected(error=Win32Error.ERROR_SERVICE_ALREADY_RUNNING):
                text = f"'{event.at.text}' calls the dispatcher of this process a second time"
                return None, [Broken("SVC901", event.at, text)]
            case Connected(error=Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT) if event.after >= LIMIT and event.at.line:
                return None, [_late(event, f"has not called the dispatcher after {LIMIT:g} s")]
            case Connected(error=Win32Error.NO_ERROR) if event.after > LIMIT + CLOCK_SLACK:
                return None, [_late(event, f"calls the dispatcher after {event.after:.0f} s")]
        return None, ()


def _late(event: Connected, what: str) -> Verdict:
    return Broken("SVC901", event.at, f"the process {what}: it is at '{event.at.text}'")


class DispatcherTooLate(Rule):
    """The process does not call the service dispatcher within 30 s, or calls it twice.

    ## Why

    The SCM starts the process and waits for it to call `StartServiceCtrlDispatcher` (ENT-01). After 30 s
    the start fails with 1053 ("did not respond in a timely fashion"), events 7009 and 7000 are logged, and
    the process is ended. Interpreter start and imports count too, on a machine that is busy booting.
    Initialisation has its place behind the start of the service, where pending reports buy time (ENT-02).

    A process connects once (ENT-04). A second call fails with 1056, also when the first has returned.

    ## Flagged

    In a run of a script that is its own host (`--host python` or `frozen`):

    - 30 s of virtual time that pass before the dispatcher is called; the finding stands where the script
      waits meanwhile;
    - a second call of the dispatcher.

    ## Not flagged

    - What comes after the call, and what the constructor of the service does (SVC905).
    - Scripts that PythonService.exe hosts: it calls the dispatcher itself.

    ## Decisions

    - Only runs are judged: what imports cost cannot be read.
    - The SCM ends the process at 30 s, so how much longer it would have taken nobody can tell. The contract
      wants all this done in one second, so that even 28 s of waiting, which the simulated clock may make 30,
      are far too many.
    - A script that ends without having called the dispatcher is not this finding: it may lack an argument.

    ## Fix

    Call `servicemanager.StartServiceCtrlDispatcher()` first. Move the work into `SvcDoRun`, or into `SvcRun`
    with reports of `SERVICE_START_PENDING`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC901"
    name = "dispatcher-too-late"
    severity = Severity.ERROR
    clauses = ("ENT-01", "ENT-02", "ENT-03", "ENT-04")
    properties = ("P01", "P02")
    scope = Scope.RUN
    monitor = DispatcherInTime
    bad = """\
import time

import servicemanager
import win32event
import win32service
import win32serviceutil


class Ledger(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ledger"
    _svc_display_name_ = "Ledger"
    stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)


if __name__ == "__main__":
    time.sleep(60)  # SVC901
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(Ledger)
    servicemanager.StartServiceCtrlDispatcher()
"""
    good = """\
import servicemanager
import win32event
import win32service
import win32serviceutil


class Ledger(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ledger"
    _svc_display_name_ = "Ledger"
    stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        if win32event.WaitForSingleObject(self.stop, 60_000) == win32event.WAIT_TIMEOUT:
            win32event.WaitForSingleObject(self.stop, win32event.INFINITE)


if __name__ == "__main__":
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(Ledger)
    servicemanager.StartServiceCtrlDispatcher()
"""
