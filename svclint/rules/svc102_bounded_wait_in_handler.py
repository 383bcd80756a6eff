"""SVC102: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc101_blocking_work_in_handler import HandlerTime


class BoundedWaitInHandler(Rule):
    """A control handler waits for 1 s or more, but less than 30 s.

    ## Why

    A handler saves what it was told, wakes somebody up and returns; it is not a place to wait (HND-05). For
    as long as it waits, the dispatcher thread serves no other control of the process. The 30 s of the SCM are
    not reached here, so nothing fails with 1053 yet, but every client that controls the service sits out the
    wait, and little has to be added to make it SVC101.

    ## Flagged

    The same calls and handlers as in SVC101 when the limits of one path sum to at least 1 s:

    - `self.worker.join(5)`, `time.sleep(2)`, `WaitForSingleObject(handle, 10000)`, `requests.post(url,
      timeout=5)`;
    - many small waits that together reach 1 s, also in `for _ in range(20)`.

    A limit counts in full, though the wait may be over sooner.

    ## Not flagged

    - Less than 1 s on the whole path, and time-outs of 0.
    - What a thread does that the handler starts, and waits whose length is not known.
    - Locks and requests to the SCM.

    ## Decisions

    - The finding stands on the first call at which the limits of the path sum to 1 s.
    - The branches of an `if` are alternatives; they are not added up.
    - On a path that reaches 30 s SVC101 alone speaks.
    - A loop whose turns are bounded, but by a number that nobody can read off, makes the sum *possible* at
      most.

    ## Fix

    Move the wait to `SvcDoRun`, behind the wait for the stop signal, and report `SERVICE_STOP_PENDING` with a
    wait hint that covers it. Leave the handler with the report and the signal.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC102"
    name = "bounded-wait-in-handler"
    severity = Severity.WARNING
    clauses = ("HND-02", "HND-05")
    properties = ("P10", "P11")
    scope = Scope.CONTROL
    monitor = HandlerTime
    yields_to = ("SVC101",)
    bad = """\
import subprocess
import threading

import win32service
import win32serviceutil


class Indexer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Indexer"
    _svc_display_name_ = "Indexer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        subprocess.run(["indexer.exe", "--flush"], timeout=10)  # SVC102
        self.stop.set()  # SVC810

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import subprocess
import threading

import win32service
import win32serviceutil


class Indexer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Indexer"
    _svc_display_name_ = "Indexer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=15000)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
        subprocess.run(["indexer.exe", "--flush"], timeout=10)
"""
