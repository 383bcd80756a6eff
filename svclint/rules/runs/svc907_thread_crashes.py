"""SVC907: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.budgets import BUDGETS
from svclint.contract.events import At, Crashed, Elapsed, Enter, Event, Report, Spawn
from svclint.contract.states import RUNNING
from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.runs.svc904_stop_never_ends import STOPS

LIMIT = BUDGETS["ConsoleLimit"].seconds


class Crash(NamedTuple):
    """A thread that an exception has ended, and the seconds that have passed since."""

    at: At
    error: str
    seconds: float = 0.0


class Watched(NamedTuple):
    """Whether the service says that it runs, where its threads were started, and which one has crashed."""

    running: bool = False
    started: tuple[tuple[str, At], ...] = ()
    crash: Crash | None = None


class CrashShows(Monitor[Watched]):
    """When an exception ends a thread, the service notices."""

    sees = (Report, Enter, Spawn, Crashed, Elapsed)

    def start(self) -> Watched:
        """The service starts."""
        return Watched()

    def step(self, state: Watched, event: Event) -> tuple[Watched, Sequence[Verdict]]:
        """A new thread, another state or a stop: the crash has been noticed, or does not matter any more."""
        match event:
            case Report(state=reported):
                return state._replace(running=reported is RUNNING, crash=None), ()
            case Enter(control=control) if control in STOPS:
                return state._replace(running=False, crash=None), ()
            case Spawn():
                return state._replace(started=(*state.started, (event.thread, event.at)), crash=None), ()
            case Crashed(excused=False) if state.running and not state.crash:
                at = event.at if event.at.line else dict(state.started).get(event.thread, event.at)
                return state._replace(crash=Crash(at, event.error)), ()
            case Elapsed() if state.crash:
                crash = state.crash._replace(seconds=state.crash.seconds + event.seconds)
                late = crash.seconds > LIMIT + CLOCK_SLACK
                return state._replace(crash=None if late else crash), [_said(crash)] if late else ()
        return state, ()


def _said(crash: Crash) -> Verdict:
    text = f"{crash.error} at '{crash.at.text}' ends the thread, and the service stays RUNNING without it"
    return Broken("SVC907", crash.at, text)


class ThreadCrashes(Rule):
    """An exception ends a thread of the service, and the service goes on as if nothing had happened.

    ## Why

    An exception that nobody catches ends the thread it is raised in, and no other. Python prints it to a
    standard error that a service does not have. From then on the service does not do its work, or a part of
    it, while everybody sees RUNNING (HND-08). A failure that shows is better: with an error in STOPPED, or a
    process that ends, the SCM writes an event and recovery actions can start the service again (STS-06,
    STS-07).

    ## Flagged

    A run in which an exception leaves a thread that the service has started while it is RUNNING, and for 125 s
    after that nothing follows: no other state, no new thread. The finding stands on your innermost line that
    the exception comes through.

    ## Not flagged

    - A service that notices: it stops, reports another state, or starts a thread anew.
    - A crash while the service stops, and one that a STOP follows soon.
    - Exceptions that the thread catches, and tasks of an executor: their results carry them.
    - A service that does not tell of the failure at its end either: SVC703 stands at the same line then.

    ## Decisions

    - Only runs are judged. 125 s is the longest that anybody waits for a service by the contract.
    - What this machine may be to blame for is silent: OSError and ImportError, errors of databases and of
      libraries that do not come with Python, and whatever is raised because of one of these.

    ## Fix

    Catch the exception at the top of the thread, log it and tell `SvcDoRun` by its event, which then raises:
    pywin32 reports STOPPED with 1066, and recovery actions can run. If the thread can go on, catch it inside
    its loop.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC907"
    name = "thread-crashes"
    severity = Severity.WARNING
    clauses = ("HND-08", "STS-06", "STS-07")
    properties = ("P64",)
    scope = Scope.RUN
    monitor = CrashShows
    yields_to = ("SVC703",)
    bad = """\
import threading

import win32service
import win32serviceutil


class Meter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Meter"
    _svc_display_name_ = "Meter"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.complete, self.samples = threading.Event(), False, []

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        reader = threading.Thread(target=self.read)
        reader.start()
        self.stop.wait()
        reader.join()
        if not self.complete:
            raise RuntimeError("the reader has failed")

    def read(self):
        while not self.stop.wait(10):
            print(sum(self.samples) / len(self.samples))  # SVC907
        self.complete = True
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Meter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Meter"
    _svc_display_name_ = "Meter"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.complete, self.samples = threading.Event(), False, []

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        reader = threading.Thread(target=self.read)
        reader.start()
        reader.join()
        if not self.complete:
            raise RuntimeError("the reader has failed")

    def read(self):
        while not self.stop.wait(10):
            print(sum(self.samples) / len(self.samples))
        self.complete = True
"""
