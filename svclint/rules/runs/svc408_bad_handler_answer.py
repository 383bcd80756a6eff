"""SVC408: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.runs.svc403_control_without_handler import AnswersFit


class BadHandlerAnswer(Rule):
    """A handler method returns a value that tells the client of an error.

    ## Why

    What a handler returns is a Win32 error code, and 0 means that all is well. STOP and SHUTDOWN are answered
    with it (HND-13). pywin32 makes 0 of None, so a method without `return` is right. True becomes 1,
    ERROR_INVALID_FUNCTION; a text or any other object becomes 1066. The program that sent the control is told
    that the stop failed, while the service stops.

    ## Flagged

    - Anything but 0 and None as answer to STOP or SHUTDOWN.
    - True, a text or another object that is no number as answer to any other control.

    The finding stands on the method.

    ## Not flagged

    - Device, hardware profile and power events, whose answer is a vote (HND-14).
    - A number that refuses another control, a pause say, and 120 for what is not implemented.
    - False, which is 0.

    ## Decisions

    - For now only runs are judged.
    - INTERROGATE is SVC401's, and an accepted control that is answered with 120 is SVC403's.
    - An exception is no answer of the method's.

    ## Fix

    Return nothing.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC408"
    name = "bad-handler-answer"
    severity = Severity.WARNING
    clauses = ("HND-11", "HND-12", "HND-13")
    properties = ("P13",)
    scope = Scope.RUN
    monitor = AnswersFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Printer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):  # SVC408
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
        return True

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Printer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
        return 0

    def SvcDoRun(self):
        self.stop.wait()
"""
