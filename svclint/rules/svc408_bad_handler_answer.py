"""SVC408: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc403_control_without_handler import AnswersFit


class BadHandlerAnswer(Rule):
    """A handler method returns a value that tells the client of an error.

    ## Why

    What a handler returns is a Win32 error code, and 0 means that all is well. STOP and SHUTDOWN are answered
    with it (HND-13). pywin32 makes 0 of None, so a method without `return` is right. True becomes 1,
    ERROR_INVALID_FUNCTION; a text or any other object becomes 1066. The program that sent the control is told
    that the stop failed, while the service stops.

    ## Flagged

    - True, a text or another object that is no number as answer to any control.
    - Any number but 0 as answer to STOP or SHUTDOWN, where the handler has done something about it.

    The finding stands on the `return`, in runs on the method.

    ## Not flagged

    - Device, hardware profile and power events, whose answer is a vote (HND-14).
    - A number that refuses another control, a pause say, and 120 for what is not implemented.
    - False, which is 0, and values that cannot be read: `return self.worker.stop()`.
    - An error code from a handler that refuses the stop and changes nothing.

    ## Decisions

    - INTERROGATE is SVC401's, and an accepted control that is answered with 120 is SVC403's.
    - In runs a stop that is refused is a wrong answer as well: it was accepted (HND-13).
    - An exception is no answer of the method's.
    - Source is judged where pywin32's framework hears the answer; other hosts have customs of their own.

    ## Fix

    Return nothing, or 0.

    ## Fix safety

    Safe: a constant becomes 0, and a call whose value was the answer stays without it. The client is told what
    is so; the service does what it did. There is no fix where code of yours goes by the answer, or where a
    variable gives it.
    """

    code = "SVC408"
    name = "bad-handler-answer"
    severity = Severity.WARNING
    clauses = ("HND-11", "HND-12", "HND-13")
    properties = ("P13",)
    scope = Scope.CONTROL | Scope.RUN
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

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
        return True  # SVC408

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
