"""SVC607: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Ranked
from svclint.rules.base import Rule, Scope, Severity

APPLICATIONS: Final = range(0x100, 0x400)  # the levels that applications may take; the rest is the system's
SCM: Final = 0x1E0


class RankIsAnApplications(Monitor[None]):
    """The level of a process in a shutdown is one of those for applications."""

    sees = (Ranked,)

    def start(self) -> None:
        """Nothing is to be remembered."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """Look at the level."""
        assert isinstance(event, Ranked)
        if event.level in APPLICATIONS:
            return None, ()
        text = f"'{event.at.text}' asks for level {event.level:#x}, and applications have 0x100 to 0x3FF"
        return None, [Broken("SVC607", event.at, text)]


class ShutdownLevelOutOfRange(Rule):
    """The process asks for a shutdown level that is not for applications.

    ## Why

    Windows ends processes from the highest level to the lowest. Applications may take levels from 0x100 to 0x3FF;
    what is above or below is the system's. The SCM itself stands at 0x1E0 and waits for its services before its
    handler returns (SHD-15): who wants to be there when services stop has to stay below it, and who has to be
    gone before they do above it. A level of another range is refused, or takes the process out of that order.

    ## Flagged

    `SetProcessShutdownParameters` of `win32process` or of kernel32, with a level outside that range, anywhere in
    the file of a service.

    ## Not flagged

    - Levels inside the range, on either side of the SCM: it takes the purpose to judge them.
    - A level that cannot be read.

    ## Decisions

    - Only the level counts. The flags say what happens to a process that does not end by itself.

    ## Fix

    Choose a level above 0x1E0 for what needs its services until the end, and one below it for what has to outlast
    them. 0x280 is what every process begins with.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC607"
    name = "shutdown-level-out-of-range"
    severity = Severity.INFO
    clauses = ("SHD-15",)
    properties = ("P53",)
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER | Scope.PROGRAM
    monitor = RankIsAnApplications
    bad = """\
import win32event
import win32process
import win32service
import win32serviceutil


class Lift(win32serviceutil.ServiceFramework):
    _svc_name_ = "Lift"
    _svc_display_name_ = "Lift"

    def __init__(self, args):
        super().__init__(args)
        self.done = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.done)

    def SvcDoRun(self):
        win32process.SetProcessShutdownParameters(0x4FF, 0)  # SVC607
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)
"""
    good = """\
import win32event
import win32process
import win32service
import win32serviceutil


class Lift(win32serviceutil.ServiceFramework):
    _svc_name_ = "Lift"
    _svc_display_name_ = "Lift"

    def __init__(self, args):
        super().__init__(args)
        self.done = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.done)

    def SvcDoRun(self):
        win32process.SetProcessShutdownParameters(0x1D0, 0)
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)
"""
