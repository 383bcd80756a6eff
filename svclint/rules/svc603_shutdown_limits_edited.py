"""SVC603: see the rule's docstring."""

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Wrote
from svclint.rules.base import Rule, Scope, Severity

LIMITS = {
    "waittokillservicetimeout": "how long Windows waits for all services when it shuts down",
    "servicespipetimeout": "how long the SCM waits for the start and the handlers of all services",
}
KEY = r"\control"  # of the current control set, or of one by its number


class LimitsUntouched(Monitor[None]):
    """No write of a value with one of the names, unless the key is known to be another one."""

    sees = (Wrote,)

    def start(self) -> None:
        """Nothing is to be remembered."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """Look at what is written where."""
        assert isinstance(event, Wrote)
        meaning = LIMITS.get(event.name.casefold())
        if meaning is None or not (event.key is None or event.key.casefold().endswith(KEY)):
            return None, ()
        text = f"'{event.at.text}' writes {event.name}, which is {meaning}"
        return None, [Broken("SVC603", event.at, text)]


class ShutdownLimitsEdited(Rule):
    """The service changes a time limit of the system for its own sake.

    ## Why

    `WaitToKillServiceTimeout` is how long Windows waits at shutdown, and `ServicesPipeTimeout` how long the SCM
    waits for a process to connect and for handlers to return. They hold for every service on the machine. A
    service that raises them makes each shutdown wait for the slowest of all, and hides the hangs of others; one
    that lowers them gets others killed. Windows asks services not to do it (SHD-09). They are the
    administrator's (CFG-01), and take effect only after the next start of the machine.

    ## Flagged

    A write of a value of that name into `HKLM\\SYSTEM\\CurrentControlSet\\Control`, by `winreg`, `win32api` or the
    command `reg add`, anywhere in the file of a service: its installer is no better than the service itself.

    ## Not flagged

    - Reading the values.
    - A value of that name in a key of the service's own.
    - Texts that only speak of them.

    ## Decisions

    - Where the key cannot be read the name of the value decides: no other program has any use for it.
    - A run has a registry of its own, in memory, so nothing is really changed.
    - A service that needs longer to stop has its own ways: PRESHUTDOWN with a limit of its own
      (`PreshutdownTimeout`), or less to do.

    ## Fix

    Leave the values alone. Make the stop fast, or accept PRESHUTDOWN and set the service's own limit when it is
    installed.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC603"
    name = "shutdown-limits-edited"
    severity = Severity.ERROR
    clauses = ("SHD-09", "CFG-01")
    properties = ("P54",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER | Scope.PROGRAM | Scope.RUN
    monitor = LimitsUntouched
    bad = """\
import threading
import winreg

import win32service
import win32serviceutil

CONTROL = r"SYSTEM\\CurrentControlSet\\Control"


class Backup(win32serviceutil.ServiceFramework):
    _svc_name_ = "Backup"
    _svc_display_name_ = "Backup"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, CONTROL, 0, winreg.KEY_SET_VALUE) as control:
            winreg.SetValueEx(control, "WaitToKillServiceTimeout", 0, winreg.REG_SZ, "600000")  # SVC603
        self.stop.wait()
"""
    good = """\
import threading
import winreg

import win32service
import win32serviceutil

CONTROL = r"SYSTEM\\CurrentControlSet\\Control"


class Backup(win32serviceutil.ServiceFramework):
    _svc_name_ = "Backup"
    _svc_display_name_ = "Backup"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, CONTROL) as control:
            limit, _ = winreg.QueryValueEx(control, "WaitToKillServiceTimeout")
        self.milliseconds_to_save = int(limit) // 2
        self.stop.wait()
"""
