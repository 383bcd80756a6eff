"""SVC104: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.runs.svc103_lock_taken_in_handler import HandlerKeepsFree


class ScmRequestFromHandler(Rule):
    """A control handler starts, stops or controls a service.

    ## Why

    The SCM delivers controls one after another and waits for each handler to return (HND-10). A request that a
    handler makes meanwhile waits in the same queue: a control for the own service waits for the very handler
    that sends it, until 30 s have passed and it fails with 1053 (HND-19). A request for another service can
    wait for a third one, and every client of the machine waits behind it.

    ## Flagged

    `StartService`, `StopService`, `ControlService`, `RestartService` and their like, of `win32serviceutil` and
    of `win32service`, called on the handler's thread. It does not matter whether the service exists or what is
    answered. The finding stands on the call.

    ## Not flagged

    - `QueryServiceStatus`: it reads what is stored and calls nobody.
    - `SetServiceStatus`, which tells and does not ask.
    - The same calls in a worker thread or in `SvcDoRun`.

    ## Decisions

    - For now only runs are judged. `net stop` and `sc` in a child process are not seen there: a run may start
      no process.
    - To wait for the state of another service is to wait: SVC101 and SVC102 judge it.

    ## Fix

    Wake a worker by an event and let it make the request. A service that needs another one names it in
    `_svc_deps_`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC104"
    name = "scm-request-from-handler"
    severity = Severity.ERROR
    clauses = ("HND-19", "HND-10")
    properties = ("P11",)
    scope = Scope.RUN
    monitor = HandlerKeepsFree
    bad = """\
import threading

import win32service
import win32serviceutil


class Relay(win32serviceutil.ServiceFramework):
    _svc_name_ = "Relay"
    _svc_display_name_ = "Relay"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcOther(self, control):
        win32serviceutil.RestartService("Spooler")  # SVC104

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


class Relay(win32serviceutil.ServiceFramework):
    _svc_name_ = "Relay"
    _svc_display_name_ = "Relay"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcOther(self, control):
        print(win32serviceutil.QueryServiceStatus(self._svc_name_))

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
