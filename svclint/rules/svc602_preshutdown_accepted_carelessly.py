"""SVC602: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc601_shutdown_does_not_stop import ShutdownEnds


class PreshutdownAcceptedCarelessly(Rule):
    """PRESHUTDOWN is accepted, but the service has not stopped when its time is over.

    ## Why

    PRESHUTDOWN is for services that need more time than others when Windows shuts down: it comes first, and the
    SCM waits for each service that accepts it (SHD-01, SHD-02). It waits until the service has stopped or its
    time-out is over, 10 s on current Windows. A service that accepts the control and goes on as before makes
    every shutdown last that long, and it does not get SHUTDOWN any more (SHD-04).

    ## Flagged

    - SERVICE_ACCEPT_PRESHUTDOWN in a mask of your own while neither `SvcOtherEx` nor `SvcOther` takes the
      control. The finding stands on the constant.
    - A method that takes PRESHUTDOWN and does nothing anybody else could notice, also because it has no branch
      for it. The finding stands on the method.
    - In runs: a service that gets PRESHUTDOWN and has not reported STOPPED when the SCM waits no longer. The
      finding stands on the method that took the control, or on the class if there is none.

    ## Not flagged

    - A `SvcOtherEx` that knows the control and stops the service in time.
    - A handler that calls what cannot be read, or hands the control on.
    - Services that accept SHUTDOWN only, or none of the two.

    ## Decisions

    - How long the SCM waits is the profile's: 10 s, or 180 s with `old-preshutdown`. Reports of STOP_PENDING
      do not lengthen it (SHD-03).
    - Where no method of the class takes the control, SVC403 speaks as well.
    - That SHUTDOWN does not come any more to a service that accepts both is not looked at.

    ## Fix

        def SvcOtherEx(self, control, event_type, data):
            if control == win32service.SERVICE_CONTROL_PRESHUTDOWN:
                self.SvcStop()

    If the work needs longer, raise the service's own time-out when it is installed.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC602"
    name = "preshutdown-accepted-carelessly"
    severity = Severity.ERROR
    clauses = ("ACC-13", "SHD-01", "SHD-02", "SHD-04")
    properties = ("P50",)
    scope = Scope.CONTROL | Scope.LIFE | Scope.RUN
    monitor = ShutdownEnds
    bad = """\
import threading

import win32service
import win32serviceutil


class Vault(win32serviceutil.ServiceFramework):
    _svc_name_ = "Vault"
    _svc_display_name_ = "Vault"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PRESHUTDOWN

    def SvcOtherEx(self, control, event_type, data):  # SVC602
        print("control", control)

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


class Vault(win32serviceutil.ServiceFramework):
    _svc_name_ = "Vault"
    _svc_display_name_ = "Vault"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def GetAcceptedControls(self):
        return super().GetAcceptedControls() | win32service.SERVICE_ACCEPT_PRESHUTDOWN

    def SvcOtherEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_PRESHUTDOWN:
            self.SvcStop()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
