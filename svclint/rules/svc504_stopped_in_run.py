"""SVC504: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc505_illegal_transition import Transitions


class StoppedInRun(Rule):
    """SERVICE_STOPPED is reported in SvcDoRun or SvcRun, though pywin32 reports it afterwards.

    ## Why

    After `SvcDoRun` the base class reports STOP_PENDING, and after `SvcRun` the host reports STOPPED. A
    STOPPED of your own comes before both, so it is neither the only nor the last one (STP-06). Between it and
    the end the process may be taken away, with whatever `finally` blocks and threads are still at work, and
    the STOP_PENDING that follows is no legal successor of STOPPED (STP-10).

    Exit codes given with the report are lost: the last STOPPED, the host's, says 0. A failed service looks as
    if it had ended well, and no recovery action runs.

    ## Flagged

    A report of SERVICE_STOPPED on the run side (`SvcDoRun`, `SvcRun`, the constructor, what they call) that
    another report follows, by pywin32 or by you. The finding stands on the report, and the message names the
    one that comes after it.

    ## Not flagged

    - A report that no path reaches, for instance behind an endless loop.
    - A state that is kept, compared or logged, not reported.
    - An exception raised to make a failure known: pywin32 reports STOPPED for it, with an error.
    - What a worker thread reports: its order among the others is not known.

    ## Decisions

    - Where the same statement is also run by a handler, SVC503 alone speaks.
    - A `SvcRun` that reports STOPPED and then ends the process itself is silent here; SVC105 speaks of the
      exit.
    - With a live thread at the report SVC201 stands on the same line: that needs another repair.

    ## Fix

    Delete the report and let `SvcDoRun` return. If it carried an exit code, raise an exception instead:
    pywin32 then reports STOPPED with 1066 and a specific code, and recovery actions can run.

    ## Fix safety

    Safe without exit codes where at most log entries follow: pywin32 makes the same report then. Unsafe
    elsewhere, and with codes: an exception takes its place, and pywin32 the number; none where it is caught.
    """

    code = "SVC504"
    name = "stopped-in-run"
    severity = Severity.ERROR
    clauses = ("STP-06", "STP-10")
    properties = ("P33", "P34", "P64")
    scope = Scope.LIFE
    monitor = Transitions
    yields_to = ("SVC503",)
    bad = """\
import threading

import win32service
import win32serviceutil


class Cleaner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cleaner"
    _svc_display_name_ = "Cleaner"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(3600):
            print("emptying the waste-paper basket")
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)  # SVC504
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Cleaner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cleaner"
    _svc_display_name_ = "Cleaner"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(3600):
            print("emptying the waste-paper basket")
"""
