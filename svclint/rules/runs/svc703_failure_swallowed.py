"""SVC703: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Control
from svclint.contract.events import Crashed, Elapsed, Ended, Enter, Event, Report, Spawn
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity

# Seconds in which a service that watches over its threads may find out.
TIME_TO_ANSWER: Final = CLOCK_SLACK
_STOPS: Final = (Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


class Failed(NamedTuple):
    """A failure that nobody has answered, and how long ago it was (seconds, up to what is enough to answer it)."""

    crashed: Crashed
    ago: float = 0.0


class FailureShown(Monitor["Failed | bool"]):
    """A thread that fails while the service runs is told of at the end: by an exit code, or else by a new thread.

    The state is the failure, or whether one could still count: not once a stop began, nor if one follows at once.
    """

    sees = (Crashed, Spawn, Enter, Report, Ended, Elapsed)
    fault = Fault.OMITTED

    def start(self) -> Failed | bool:
        """Nothing has failed."""
        return True

    def step(self, state: Failed | bool, event: Event) -> tuple[Failed | bool, Sequence[Verdict]]:
        """The first failure counts."""
        match event:
            case Crashed(excused=False) if state is True and event.at.line:
                return Failed(event), ()
            case Elapsed(seconds=seconds) if isinstance(state, Failed):
                return state._replace(ago=min(state.ago + seconds, TIME_TO_ANSWER)), ()
            case Report(state=reported) if reported is STOPPED:
                return True, _shown(state, event)
            case Spawn() | Ended() if state is not False:
                return True, ()
            case Enter() | Report() if _stops(event) and (state is True or _just_now(state)):
                return False, ()
        return state, ()


def _stops(event: Enter | Report) -> bool:
    return event.control in _STOPS if isinstance(event, Enter) else event.state is STOP_PENDING


def _just_now(state: Failed | bool) -> bool:
    return isinstance(state, Failed) and state.ago < TIME_TO_ANSWER


def _shown(state: Failed | bool, report: Report) -> Sequence[Verdict]:
    if isinstance(state, bool) or report.exit_code != 0:
        return ()
    crashed = state.crashed
    text = f"{crashed.error} at '{crashed.at.text}' ends a thread, and SERVICE_STOPPED says that all went well"
    return [Broken("SVC703", crashed.at, text)]


class FailureSwallowed(Rule):
    """Something fails, and the service ends as if all had gone well.

    ## Why

    The exit code of STOPPED is how a service tells that it has failed: with an error the SCM writes an event
    (STS-06), and the recovery actions that the administrator has set run (STS-07). An exception that leaves a
    thread ends only that thread. The service stays RUNNING and does nothing, and when it is stopped at last its
    exit code is 0. Nobody is told, nothing is restarted.

    ## Flagged

    An exception that leaves a thread of the service while it runs, if STOPPED is reported later with exit code
    0 and no other thread was started in its place. The finding stands on your line that the exception came
    through last.

    ## Not flagged

    - A failure that is handled: by `except` in the thread, by a `threading.excepthook` of your own.
    - A service that starts a new thread afterwards.
    - An exception that leaves `SvcDoRun`: pywin32 reports it with an error.
    - Threads that fail when the stop has begun, over a socket that was closed under them say, or just before:
      within two seconds nobody need have found out.

    ## Decisions

    - For now only runs are judged. An exception that is caught and only logged leaves no trace there.
    - A failed job of an executor is kept in its future, where the author may look.
    - What may fail only for lack of a file or a library on the machine of the run does not count.

    ## Fix

    Let the thread put down its failure and give the stop signal; `SvcDoRun` joins it and raises what it finds.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC703"
    name = "failure-swallowed"
    severity = Severity.WARNING
    clauses = ("STS-06", "STS-07", "MAI-17")
    properties = ("P64",)
    scope = Scope.RUN
    monitor = FailureShown
    bad = """\
import threading

import win32service
import win32serviceutil


class Poller(win32serviceutil.ServiceFramework):
    _svc_name_ = "Poller"
    _svc_display_name_ = "Poller"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.open = threading.Event(), {}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        poller = threading.Thread(target=self.poll)
        poller.start()
        self.stop.wait()
        poller.join()

    def poll(self):
        while not self.stop.wait(2):
            self.open.pop("order")  # SVC703
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Poller(win32serviceutil.ServiceFramework):
    _svc_name_ = "Poller"
    _svc_display_name_ = "Poller"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.open = threading.Event(), {}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        poller = threading.Thread(target=self.poll)
        poller.start()
        self.stop.wait()
        poller.join()

    def poll(self):
        while not self.stop.wait(2):
            self.open.pop("order", None)
"""
