"""SVC302: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.fields import FieldsFit


class CheckPointAtRest(Rule):
    """A completed state is reported with a check point that is not zero.

    ## Why

    The check point counts the steps of an operation that is pending. RUNNING, PAUSED and STOPPED are the end of
    one, and the check point belongs back at zero (PRG-03). A program that watches the service takes any other
    number for an operation under way, and compares the next one with it: the first report of the next pending
    operation then looks like a step back.

    ## Flagged

    A report of RUNNING, PAUSED or STOPPED whose fields your own code puts together, with a check point other
    than 0. The finding stands on the call that builds the report.

    ## Not flagged

    - `ReportServiceStatus` of pywin32, which counts on in PAUSED: that is the framework's way.
    - Pending states; whether their check points rise is SVC301's question.

    ## Decisions

    - What Windows stores is another matter: it clears the field. The report is judged as it was sent.
    - In an override of `ReportServiceStatus` the finding stands on the call in it, whoever reports by it.

    ## Fix

    Send 0 with every state that is complete, or leave the report to `ReportServiceStatus`.

    ## Fix safety

    Safe where the number and the state stand in the tuple: the number becomes 0, which is what Windows makes
    of it. A state that a parameter brings is left alone.
    """

    code = "SVC302"
    name = "check-point-at-rest"
    severity = Severity.WARNING
    clauses = ("PRG-03",)
    properties = ("P41",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = FieldsFit
    bad = """\
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
        self.stop.set()

    def SvcRun(self):
        own, running = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_RUNNING
        if self.ssh:
            win32service.SetServiceStatus(self.ssh, (own, running, 1, 0, 0, 5, 0))  # SVC302
        self.SvcDoRun()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
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
        self.stop.set()

    def SvcRun(self):
        own, running = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_RUNNING
        if self.ssh:
            win32service.SetServiceStatus(self.ssh, (own, running, 1, 0, 0, 0, 0))
        self.SvcDoRun()

    def SvcDoRun(self):
        self.stop.wait()
"""
