"""SVC702: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.fields import FieldsFit


class ExitCodesDoNotFit(Rule):
    """The exit codes of a report do not fit each other, or its state.

    ## Why

    A report has two exit codes. The service's own counts only beside ERROR_SERVICE_SPECIFIC_ERROR, 1066, as the
    Win32 code (STS-05): without it nobody reads the number, and the service seems to have ended well. The other
    way round, 1066 without an own code names a failure that has no number. And a service that runs has not
    ended: its exit code is NO_ERROR (STS-04).

    ## Flagged

    - `svcExitCode` that is not 0, with another `win32ExitCode` than 1066.
    - `win32ExitCode=1066` with `svcExitCode` 0.
    - An exit code with a state other than STOPPED and STOP_PENDING.

    The finding stands on the report.

    ## Not flagged

    - Any error of Windows as `win32ExitCode` of STOPPED or STOP_PENDING, alone.
    - The reports of the host, for an exception that leaves `SvcRun` say.

    ## Decisions

    - Whether STOPPED may be reported there at all is the question of SVC503 and SVC504: with pywin32 its codes
      are lost, and an exception is what names the failure.

    ## Fix

    Give both codes, `win32ExitCode=winerror.ERROR_SERVICE_SPECIFIC_ERROR` and your own, or a Win32 error alone.

    ## Fix safety

    Safe where the service's own code stands beside no other, or beside 0: 1066 goes with it. Unsafe where the
    service has not ended: the exit codes go. Which number of its own a failure has, nobody can guess: 1066 alone
    stays, and so does another error beside an own code.
    """

    code = "SVC702"
    name = "exit-codes-do-not-fit"
    severity = Severity.WARNING
    clauses = ("STS-04", "STS-05")
    properties = ("P62", "P63")
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = FieldsFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Billing(win32serviceutil.ServiceFramework):
    _svc_name_ = "Billing"
    _svc_display_name_ = "Billing"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, svcExitCode=3)  # SVC702
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Billing(win32serviceutil.ServiceFramework):
    _svc_name_ = "Billing"
    _svc_display_name_ = "Billing"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, win32ExitCode=1066, svcExitCode=3)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
