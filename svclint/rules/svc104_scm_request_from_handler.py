"""SVC104: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.events import Contended, Enter, Event, Leave, Requested, Turn, Wait, WaitKind
from svclint.rules.base import Rule, Scope, Severity

EPSILON: Final = 0.05  # seconds that a handler may wait unnoticed (P11)


class Handling(NamedTuple):
    """Whose turn it is, and on which thread a handler is at work; ``handler`` is its name, None: none is."""

    turn: int | None = None
    thread: int | None = None
    handler: str | None = None


class HandlerKeepsFree(Monitor[Handling]):
    """A control handler neither waits for a lock nor asks the SCM for anything."""

    sees = (Turn, Enter, Leave, Wait, Contended, Requested)
    about = (Wait, Contended, Requested)

    def start(self) -> Handling:
        """No handler is at work."""
        return Handling()

    def step(self, state: Handling, event: Event) -> tuple[Handling, Sequence[Verdict]]:
        """Only what happens on the handler's own thread counts."""
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Enter():
                return Handling(state.turn, state.turn, event.at.text), ()
        if state.handler is None or state.turn != state.thread:
            return state, ()
        match event:
            case Leave():
                return Handling(state.turn), ()
            case Wait(kind=WaitKind.LOCK) if event.took.least > EPSILON + CLOCK_SLACK:
                text = f"'{state.handler}' waits {event.took.least:.3g} s for a lock at '{event.at.text}'"
                return state, [Broken("SVC103", event.at, text)]
            case Contended():
                text = f"'{state.handler}' waits at '{event.at.text}' for a lock that other code holds while it waits"
                return state, [Broken("SVC103", event.at, text)]
            case Requested():
                text = f"'{event.at.text}' asks the SCM in '{state.handler}', which the SCM waits for"
                return state, [Broken("SVC104", event.at, text)]
        return state, ()


class ScmRequestFromHandler(Rule):
    """A control handler starts, stops or controls a service.

    ## Why

    The SCM delivers controls one after another and waits for each handler to return (HND-10). A request that a
    handler makes meanwhile waits in the same queue: a control for the own service waits for the very handler
    that sends it, until 30 s have passed and it fails with 1053 (HND-19). A request for another service can
    wait for a third one, and every client of the machine waits behind it.

    ## Flagged

    - `StartService`, `StopService`, `StopServiceWithDeps`, `ControlService`, `RestartService` and
      `WaitForServiceStatus` of `win32serviceutil`, `StartService` and `ControlService` of `win32service` or of
      advapi32, in a handler or in what it calls in this file.
    - `net start`, `net stop`, `sc start`, `sc stop` and their like, also `Stop-Service` of PowerShell, run by
      `os.system()`, `subprocess.run()` or another call that waits for the child process.

    It does not matter whether the service exists or what is answered. The finding stands on the call.

    ## Not flagged

    - `QueryServiceStatus` and `sc query`: they read what is stored and call nobody.
    - `SetServiceStatus`, which tells and does not ask.
    - The same calls in a worker thread or in `SvcDoRun`.
    - A child process that nobody waits for: `subprocess.Popen(["net", "stop", name])` asks when the handler has
      returned.

    ## Decisions

    - Of a command line the program and its first word have to be written down: text, f-strings, `%`, `format`,
      a list of arguments. What is put together elsewhere is silent.
    - A child process that is waited for without a limit is SVC101's business as well.
    - Runs see requests as they are made; they start no child process.

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
    scope = Scope.CONTROL | Scope.RUN
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
