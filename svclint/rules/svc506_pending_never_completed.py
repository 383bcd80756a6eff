"""SVC506: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.completion import PendingCompletes


class PendingNeverCompleted(Rule):
    """A start, pause or continue is begun and never reported as done.

    ## Why

    A pending state is a promise that its completed state follows (PRG-08): PAUSE_PENDING and then PAUSED,
    CONTINUE_PENDING and then RUNNING (STP-13). A service that stays in it looks as if it hung. The Services
    console shows "Pausing" until it gives up, and the button that would resume the service stays grey. A
    `SvcPause` that reports nothing at all is no better: the SCM still has RUNNING.

    ## Flagged

    - A handler's report of PAUSE_PENDING or CONTINUE_PENDING, if no code of the service reports PAUSED, or
      RUNNING, at work; in runs, if no other report follows until whoever waits for the end gives up. The
      finding stands on that report.
    - An own START_PENDING in `SvcRun`, if RUNNING is never reported.
    - A `SvcPause` or `SvcContinue` that returns and reports nothing, if nobody else does. The finding stands
      on the `def`.

    ## Not flagged

    - A completion by another thread, by the run side or by a helper.
    - A handler that refuses: by an error as answer, or by an exception.
    - `SvcPause` without `SvcContinue`, which pywin32 never calls.
    - STOP_PENDING: a stop that does not end has rules of its own.

    ## Decisions

    - In source it counts that the state is reported anywhere in the service; a RUNNING with which `SvcDoRun`
      begins is no answer to CONTINUE. Where a base from elsewhere, a call that cannot be followed or a state
      that cannot be read may do it, reading is silent.
    - In runs the console gives up after 125 s, and a start after 80 s without a report. Reports that still come
      within their hints are progress, however long it takes.

    ## Fix

    Report the completed state where the work is done: `self.ReportServiceStatus(win32service.SERVICE_PAUSED)`.

    ## Fix safety

    Unsafe: the handler reports PAUSED, or RUNNING, at its end, and it is guessed that the work is done then.
    After an own START_PENDING, RUNNING is reported before `SvcDoRun` is called.
    """

    code = "SVC506"
    name = "pending-never-completed"
    severity = Severity.ERROR
    clauses = ("MAI-18", "STP-13", "PRG-08")
    properties = ("P45",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = PendingCompletes
    yields_to = ("SVC409",)
    bad = """\
import threading

import win32service
import win32serviceutil


class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feed"
    _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSE_PENDING)  # SVC506

    def SvcContinue(self):  # SVC506
        print("reading on")

    def SvcInterrogate(self):
        pass

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


class Feed(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feed"
    _svc_display_name_ = "Feed"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)

    def SvcInterrogate(self):
        pass

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
