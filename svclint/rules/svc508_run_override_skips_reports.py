"""SVC508: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.completion import PendingCompletes


class RunOverrideSkipsReports(Rule):
    """An own SvcRun never reports that the service runs.

    ## Why

    `SvcRun` of pywin32 reports RUNNING, calls `SvcDoRun` and reports STOP_PENDING after it. A class that
    overrides it takes over all three. Without RUNNING the service stays at START_PENDING (MAI-12): the SCM
    waits, logs after 80 s that the start hangs, and sends no control meanwhile, STOP included, for a service
    that starts accepts none. A run that ends like that counts as a failed start (MAI-13).

    ## Flagged

    - In source, a service whose `SvcRun` waits without limit, or ends, and no code of which reports RUNNING.
    - A path through `SvcRun` that ends well without RUNNING, though others report it (*possible*).
    - In runs, a service that is given up at START_PENDING, and again when it is to be stopped, with nothing
      reported by your own code; and a `SvcRun` that ends with exit code 0 and without RUNNING before.

    The finding stands on the class, whose `SvcRun` it is.

    ## Not flagged

    - Overrides that call `super().SvcRun()`, or report RUNNING by themselves, by a helper or a thread.
    - Overrides with calls that cannot be followed and that may report.
    - A start that fails: by an exception, also by one that only a `finally` meets, or by STOPPED with an error.
    - A stop that was accepted and came while the service was starting.

    ## Decisions

    - Work after `SvcDoRun` without STOP_PENDING is right: a service may go from RUNNING to STOPPED at once.
    - A START_PENDING of your own that is never completed is SVC506's.

    ## Fix

    Do what has to be done first, then `super().SvcRun()`.

    ## Fix safety

    Safe where `SvcRun` calls `SvcDoRun` in one place: RUNNING is reported before it. Unsafe elsewhere, since it
    is guessed when the start is done: before the first loop, else first of all.
    """

    code = "SVC508"
    name = "run-override-skips-reports"
    severity = Severity.WARNING
    clauses = ("MAI-12", "MAI-13", "STP-05")
    properties = ("P07", "P30")
    scope = Scope.LIFE | Scope.RUN
    monitor = PendingCompletes
    bad = """\
import threading

import win32service
import win32serviceutil


class Gateway(win32serviceutil.ServiceFramework):  # SVC508
    _svc_name_ = "Gateway"
    _svc_display_name_ = "Gateway"

    def SvcRun(self):
        self.stop = threading.Event()
        self.SvcDoRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()  # SVC905
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Gateway(win32serviceutil.ServiceFramework):
    _svc_name_ = "Gateway"
    _svc_display_name_ = "Gateway"

    def SvcRun(self):
        self.stop = threading.Event()
        super().SvcRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
