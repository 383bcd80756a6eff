"""SVC514: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Unwatched
from svclint.rules.base import Rule, Scope, Severity


class ChildIsWatched(Monitor[None]):
    """The end of the child that does the work is noticed while the service runs."""

    sees = (Unwatched,)

    def start(self) -> None:
        """There is nothing to remember."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """What the source shows of a child is all there is to know."""
        text = f"'{event.at.text}' may end, and the service stays RUNNING: nothing looks for it before the stop"
        return None, [Broken("SVC514", event.at, text)]


class ChildDiesUnnoticed(Rule):
    """The child process that does the work may end, and the service goes on as RUNNING.

    ## Why

    The service is a shell around a program: it starts the child and waits for the stop. If the child crashes, or
    ends because its port is taken, services.msc shows "Running" as before, and nothing is there to do the work
    (HND-08). No recovery action runs, since for the SCM nothing has failed (STS-06).

    ## Flagged

    A class whose main code waits for the stop event alone, without a limit, and the only `subprocess.Popen` of
    the file, whose end nothing looks for before that wait is over: it is only terminated, killed, logged, or
    waited for behind the stop. The finding stands on the call that starts the child.

    ## Not flagged

    - `poll()`, `pid`, `_handle`, `returncode`, or a `wait()` in another thread or before the stop.
    - A child that is handed to other code, or kept in a list.
    - Main code that waits with a limit, or for several handles.

    ## Decisions

    - Only child processes are judged: whether a thread may end, its code rarely tells.
    - A file that starts several children is not judged.
    - A child whose end is no loss looks the same; that is why the rule is off unless asked for.

    ## Fix

    Wait for both, and fail when the child is gone:

        handles = [self.stop_event, int(self.child._handle)]
        if win32event.WaitForMultipleObjects(handles, False, win32event.INFINITE) != win32event.WAIT_OBJECT_0:
            raise RuntimeError("the child has ended")

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC514"
    name = "child-dies-unnoticed"
    severity = Severity.INFO
    clauses = ("HND-08", "STS-06")
    properties = ("P64",)
    scope = Scope.CONTROL
    monitor = ChildIsWatched
    bad = """\
import subprocess
import threading

import win32service
import win32serviceutil


class Proxy(win32serviceutil.ServiceFramework):
    _svc_name_ = "Proxy"
    _svc_display_name_ = "Proxy"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.child = subprocess.Popen(["proxy.exe"])  # SVC514
        self.stop_event.wait()
        self.child.terminate()
        self.child.wait(10)
"""
    good = """\
import subprocess
import threading

import win32service
import win32serviceutil


class Proxy(win32serviceutil.ServiceFramework):
    _svc_name_ = "Proxy"
    _svc_display_name_ = "Proxy"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.child = subprocess.Popen(["proxy.exe"])
        while not self.stop_event.wait(2):
            if self.child.poll() is not None:
                raise RuntimeError("the proxy has ended")
        self.child.terminate()
        self.child.wait(10)
"""
