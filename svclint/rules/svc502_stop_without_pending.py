"""SVC502: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc501_stop_changes_nothing import StopAnswered


class StopWithoutPending(Rule):
    """STOP is signalled to SvcDoRun, but SERVICE_STOP_PENDING is never reported.

    ## Why

    The handler gives the signal and returns, and for the SCM the service still is RUNNING. It stays so until
    `SvcDoRun` is over, however long cleaning up takes; only then pywin32 reports STOP_PENDING and STOPPED. In
    between the client that sent STOP sees a service that did not react (STP-01, STP-05), without wait hint or
    check point to go by. Clients give up after a while, commonly 30 s, and a second STOP fails with 1061.

    ## Flagged

    A STOP handler that gives a stop signal (sets an event or a flag, fills a queue, calls something that
    stops), returns, and nobody reports STOP_PENDING before the end of `SvcDoRun`, or, in a program that no
    framework runs, before STOPPED. The finding stands on the `def` of `SvcStop`, or of an own handler.

    ## Not flagged

    - STOP_PENDING reported anywhere in the handler: before the signal, in a helper, in a mixin, by
      `SetServiceStatus`, as the number 3.
    - Handlers that call something that cannot be read: it may report. Only a call that stops something else
      by its name, `self.server.stop()` say, is taken for the signal.
    - Handlers that give no signal at all (SVC501).

    ## Decisions

    - STOPPED is no STOP_PENDING. A handler that signals and reports STOPPED gets this finding beside SVC503.
    - Silent when the run side itself reports STOP_PENDING after it is woken, even if only on some of its
      paths.
    - A report on some paths of the handler only makes the finding *possible*.
    - Any attribute assigned counts as a signal, as in SVC501.
    - In a program that no framework runs, a STOPPED that follows the signal at once is an answer (STP-01).

    ## Fix

    Make the report the first statement of `SvcStop`, before the signal:

        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)

    If stopping can take more than the 5 s of the default, give a `waitHint` in milliseconds and report again
    on the way.

    ## Fix safety

    Safe: one more report, before anything else in the handler, or in the branch of an own dispatcher that is
    for STOP and shutdown alone; without such a branch there is no fix. Nor is there one for a handler that may
    refuse the STOP: the service would stay in STOP_PENDING. The wait hint of the report is the default, 5 s:
    if stopping takes longer, report again on the way.
    """

    code = "SVC502"
    name = "stop-without-pending"
    severity = Severity.WARNING
    clauses = ("STP-01", "STP-05", "HND-04")
    properties = ("P30",)
    scope = Scope.CONTROL
    monitor = StopAnswered
    bad = """\
import win32event
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"
    _svc_display_name_ = "Uploader"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):  # SVC502
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        print("uploading what is left")
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"
    _svc_display_name_ = "Uploader"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        print("uploading what is left")
"""
