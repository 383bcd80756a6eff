"""SVC303: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.hints import HintsKept


class PendingWithoutHint(Rule):
    """A pending state is reported with a wait hint of zero.

    ## Why

    A pending report says that something is under way, and its hint until when to expect the next one (PRG-07).
    Zero leaves a watcher no time at all: by the letter the service has hung as soon as it has spoken. Programs
    that poll at a tenth of the hint fall back to a value of their own, and a service that needs a few seconds
    is given up although it works.

    ## Flagged

    A report of a pending state by your own code with hint 0, by `ReportServiceStatus(state, 0)`, by
    `waitHint=0` or by a tuple of your own, that is not over at once: another report of the same state follows,
    or the code goes on to wait for more than a second. The finding stands on the report.

    ## Not flagged

    - The default of pywin32, 5000.
    - Completed states, which have nothing to wait for.
    - A single pending report that the completed state follows within a second, for all that can be seen.
    - What the host reports by itself: cx_Freeze gives no hints.
    - Hints whose value is not known.

    ## Decisions

    - With pywin32 a STOP_PENDING of yours is never the only one: the framework adds its own after `SvcDoRun`.
    - How long a handler waits is not counted here: SVC101 and SVC102 do that.

    ## Fix

    Leave the argument out, or say how long it takes, in milliseconds.

    ## Fix safety

    Safe: the report says 5 s, as pywin32 does by default. The argument goes, or the 0 in a tuple becomes 5000. A
    hint that a parameter brings is left alone.
    """

    code = "SVC303"
    name = "pending-without-hint"
    severity = Severity.WARNING
    clauses = ("PRG-04", "PRG-07")
    properties = ("P43",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = HintsKept
    bad = """\
import win32event
import win32service
import win32serviceutil


class Monitor(win32serviceutil.ServiceFramework):
    _svc_name_ = "Monitor"
    _svc_display_name_ = "Monitor"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=0)  # SVC303
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Monitor(win32serviceutil.ServiceFramework):
    _svc_name_ = "Monitor"
    _svc_display_name_ = "Monitor"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
