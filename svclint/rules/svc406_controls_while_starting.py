"""SVC406: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.fields import FieldsFit


class ControlsWhileStarting(Rule):
    """SERVICE_START_PENDING is reported with an accept mask.

    ## Why

    While a service starts, what a handler would use may not exist yet: the event, the thread, the connection.
    A control that comes then finds half a service (MAI-09). So the mask is 0 until RUNNING is reported. The
    base class of pywin32 sees to that, a report put together by your own code has to do it itself.

    ## Flagged

    A report of START_PENDING with a mask other than 0, whose fields your own code puts together. The finding
    stands on the call that builds the report.

    ## Not flagged

    - `ReportServiceStatus(SERVICE_START_PENDING)` of pywin32, which sends 0 whatever `GetAcceptedControls` says.
    - Masks of other states, the pending ones included.

    ## Decisions

    - A service that can really be stopped while it starts, because its signal exists before the report, may
      accept STOP early. Nobody can tell from outside; say so by `# noqa: SVC406`.

    ## Fix

    Send 0 as mask with START_PENDING, or report by `ReportServiceStatus`.

    ## Fix safety

    Safe where the mask and the state stand in the tuple: the mask becomes 0. Controls that came too early fail
    with 1061 then. A state that a parameter brings is left alone.
    """

    code = "SVC406"
    name = "controls-while-starting"
    severity = Severity.WARNING
    clauses = ("MAI-09",)
    properties = ("P06",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = FieldsFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Loader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Loader"
    _svc_display_name_ = "Loader"

    def SvcRun(self):
        own, starting = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_START_PENDING
        if self.ssh:
            win32service.SetServiceStatus(self.ssh, (own, starting, 8, 0, 0, 1, 9000))  # SVC406
        self.stop = threading.Event()
        super().SvcRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcOtherEx(self, control, event_type, data):
        print("the settings have changed")

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Loader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Loader"
    _svc_display_name_ = "Loader"

    def SvcRun(self):
        own, starting = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_START_PENDING
        if self.ssh:
            win32service.SetServiceStatus(self.ssh, (own, starting, 0, 0, 0, 1, 9000))
        self.stop = threading.Event()
        super().SvcRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
