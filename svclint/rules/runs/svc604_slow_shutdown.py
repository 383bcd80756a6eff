"""SVC604: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.runs.svc601_shutdown_does_not_stop import ShutdownEnds


class SlowShutdown(Rule):
    """A service takes longer to stop than a shutdown of Windows leaves to it.

    ## Why

    When Windows shuts down, a service has about twenty seconds for its clean-up (SHD-06). Reports of
    STOP_PENDING ask for more, but the wait is capped (SHD-08): then the shutdown goes on and the process is
    ended where it stands. What it has not saved by then is lost, and so is an answer it still waits for
    (SHD-12). Work that is harmless at a stop by hand is too slow here: a full copy, a farewell to a server.

    ## Flagged

    A service whose stop has begun after SHUTDOWN and is not over when the SCM waits no longer. The finding
    stands on the method that took the control.

    ## Not flagged

    - A stop that takes long when somebody stops the service by hand.
    - A handler that is itself still at work: SVC101 and SVC102 speak of its waits.
    - A handler that does nothing to stop the service: SVC601.

    ## Decisions

    - For now only runs are judged.
    - How long the SCM waits is the profile's: 20 s as documented, 5 s with `strict-shutdown`, which is what
      current Windows installs.
    - A signal that nobody heeds looks the same: the stop has begun and does not end.

    ## Fix

    Save while the service runs, so that little is left to write (SHD-10). Do not free memory (SHD-11). Give each
    farewell a short time-out. If the work really needs longer, accept PRESHUTDOWN instead.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC604"
    name = "slow-shutdown"
    severity = Severity.WARNING
    clauses = ("SHD-06", "SHD-10", "SHD-11", "SHD-12")
    properties = ("P53",)
    scope = Scope.RUN
    monitor = ShutdownEnds
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Mirror(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mirror"
    _svc_display_name_ = "Mirror"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):  # SVC604
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=50000)
        self.stop.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        self.stop.wait()
        time.sleep(40)
"""
    good = """\
import threading
import time

import win32service
import win32serviceutil


class Mirror(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mirror"
    _svc_display_name_ = "Mirror"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=50000)
        self.stop.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        while not self.stop.wait(600):
            time.sleep(5)
"""
