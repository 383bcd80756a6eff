"""SVC405: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.runs.svc701_wrong_status_field import FieldsFit


class WrongMaskConstants(Rule):
    """The accept mask has bits that stand for no control.

    ## Why

    A mask is made of SERVICE_ACCEPT constants, one bit each. SERVICE_CONTROL constants are numbers of
    controls: or-ed into a mask they set other bits than meant (ACC-06). A bit that is not defined makes the
    SCM refuse every report that carries it, with ERROR_INVALID_DATA (ACC-08). With pywin32 that is the very
    first RUNNING: the exception leaves `SvcRun`, and the service stops before it has begun.

    ## Flagged

    A report that the SCM refuses for an unknown bit. The finding stands on your `GetAcceptedControls`, or on
    the call that reports a mask of your own.

    ## Not flagged

    - Masks of defined bits, whatever they were made of.
    - Controls compared with SERVICE_CONTROL constants, which is what those are for.

    ## Decisions

    - For now only runs are judged. They cannot see that SERVICE_CONTROL_DEVICEEVENT, 11, was meant for one
      bit where it sets three defined ones (STOP, PAUSE_CONTINUE, PARAMCHANGE); there SVC403 speaks of the
      controls that then come and find no method.
    - Which bits are known is what current Windows documents; older systems know fewer.

    ## Fix

    Use the SERVICE_ACCEPT constant of the same name. NETBINDADD and its like share ACCEPT_NETBINDCHANGE, PAUSE
    and CONTINUE share ACCEPT_PAUSE_CONTINUE. DEVICEEVENT and INTERROGATE have no bit: drop them from the mask.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC405"
    name = "wrong-mask-constants"
    severity = Severity.ERROR
    clauses = ("ACC-06", "ACC-08")
    properties = ("P22", "P23")
    scope = Scope.RUN
    monitor = FieldsFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Watcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watcher"
    _svc_display_name_ = "Watcher"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):  # SVC405
        return super().GetAcceptedControls() | 0x1000

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


class Watcher(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watcher"
    _svc_display_name_ = "Watcher"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PARAMCHANGE

    def SvcOtherEx(self, control, event_type, data):
        print("reading the parameters again")

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
