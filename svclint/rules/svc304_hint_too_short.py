"""SVC304: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.hints import HintsKept


class HintTooShort(Rule):
    """A pending report promises the next one sooner than it comes.

    ## Why

    The wait hint says until when the next report comes (PRG-04). A program that watches the service, and the
    SCM while the machine shuts down, takes it at its word: when the hint has passed and neither the state nor
    the check point has changed, it may assume an error and give up (PRG-05). pywin32 gives each report 5 s. A
    join of a minute behind it is far beyond that, although everything is in order.

    ## Flagged

    A pending report, yours or the framework's, after which the next report comes later than the hint:

    - in source, waits on the way from one to the other that ask for more than the hint in all: `time.sleep(20)`,
      `worker.join(60)`, `for _ in range(30): done.wait(1)`. The finding stands on the wait that is too much;
    - in runs, the time that it takes. The finding stands on what the thread that makes the next report waited
      for longest, else on the pending report.

    ## Not flagged

    - Waits in turns shorter than the hint, with a report of the pending state in each.
    - Waits while the service is RUNNING or PAUSED, and those that the handler's own signal ends.
    - In source, waits without a limit or of unknown length, loops that wait and have no count, and services with
      a thread that may report meanwhile.
    - Waits in a handler: SVC101. A hint of 0: SVC303.

    ## Decisions

    - A tenth of the hint is tolerated, in runs also the 2 s by which their clock may be ahead.
    - Where the handler reports and the run side waits, it is *possible* in source, and only sleeping and joining
      count: what else goes on may end by the stop.
    - The first report after the start is measured against nothing: the hint before it is the SCM's own.
    - If no report follows at all, nothing is late: that is a service that hangs.

    ## Fix

    Wait in turns, `while worker.is_alive(): self.ReportServiceStatus(SERVICE_STOP_PENDING); worker.join(3)`, or
    give the time that is needed with the report: `waitHint=70000`.

    ## Fix safety

    Unsafe: the report gets the time that the waits ask for, and a fifth more, as wait hint. Where it is pywin32's
    own report, one of the same state is made before the wait. Who watches the service waits longer then.
    """

    code = "SVC304"
    name = "hint-too-short"
    severity = Severity.WARNING
    clauses = ("PRG-01", "PRG-04", "STP-05", "SHD-07")
    properties = ("P42",)
    scope = Scope.LIFE | Scope.RUN
    monitor = HintsKept
    yields_to = ("SVC506", "SVC515")
    bad = """\
import time

import win32event
import win32service
import win32serviceutil


class Archiver(win32serviceutil.ServiceFramework):
    _svc_name_ = "Archiver"
    _svc_display_name_ = "Archiver"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        time.sleep(20)  # SVC304
"""
    good = """\
import time

import win32event
import win32service
import win32serviceutil


class Archiver(win32serviceutil.ServiceFramework):
    _svc_name_ = "Archiver"
    _svc_display_name_ = "Archiver"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=25000)
        time.sleep(20)
"""
