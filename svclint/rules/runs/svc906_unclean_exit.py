"""SVC906: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.effects import Exit, quits
from svclint.contract.events import Elapsed, Ended, Event, Known, Quit, Report, Spawn
from svclint.contract.properties import trace_property
from svclint.contract.states import STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Leaving(NamedTuple):
    """How the process comes to its end; ``over``: the seconds since STOPPED, None before it or when it ended."""

    threads: frozenset[str] = frozenset()
    quit: Quit | None = None
    over: float | None = None


class ExitIsClean(Monitor[Leaving]):
    """The process reports SERVICE_STOPPED and then ends soon; it does not end before."""

    sees = (Event,)

    def start(self) -> Leaving:
        """The process is up."""
        return Leaving()

    def step(self, state: Leaving, event: Event) -> tuple[Leaving, Sequence[Verdict]]:
        """What is left of the author's threads at STOPPED is for other rules to say."""
        match event:
            case Spawn():
                return state._replace(threads=state.threads | {event.thread}), ()
            case Known(alive=False):
                return state._replace(threads=state.threads - {event.thread}), ()
            case Report(state=reported):
                over = 0.0 if reported is STOPPED and not state.threads else None
                return Leaving(state.threads, None, over), ()
            case Quit() if quits(event.how) is Exit.ENDS and state.over is None:
                return state._replace(quit=event), ()
            case Ended():
                return Leaving(), _ended(state)
            case Elapsed() if state.over is not None:
                state = state._replace(over=state.over + event.seconds)
        if state.over is not None and state.over > budget() + CLOCK_SLACK and event.at.line:
            text = f"the process is still there {budget():g} s after SERVICE_STOPPED, at '{event.at.text}'"
            return Leaving(), [Broken("SVC906", event.at, text)]
        return state, ()


def _ended(leaving: Leaving) -> Sequence[Verdict]:
    if leaving.quit is None:
        return ()
    at = leaving.quit.at
    return [Broken("SVC906", at, f"'{at.text}' ends the process before SERVICE_STOPPED is reported")]


@cache
def budget() -> float:
    """The seconds that a process has for its end."""
    return float(trace_property("P66").limit.removesuffix(" s"))


class UncleanExit(Rule):
    """The process ends without SERVICE_STOPPED, or does not end after it.

    ## Why

    A process that is gone before SERVICE_STOPPED was reported has crashed, as far as the SCM can tell: the
    service is booked as stopped with 1067, event 7031 or 7034 is logged, and recovery actions run, even if the
    end was meant (STS-08). A process that outlives SERVICE_STOPPED keeps ports and files while the SCM is free
    to start the next one, and installers that wait for the process, not for the state, hang (ENT-06).

    ## Flagged

    In a run:

    - the process ends by `os._exit`, `ExitProcess`, `TerminateProcess` or the like before SERVICE_STOPPED;
      the finding stands on the call;
    - a script that is its own host (`--host python` or `frozen`) is still there 30 s after SERVICE_STOPPED:
      it goes on working behind `StartServiceCtrlDispatcher`, or in a function of `atexit`.

    ## Not flagged

    - A process that is killed from outside, and one that goes down with Windows.
    - A process that a thread of the service keeps up: that is SVC201's, SVC202's or SVC203's finding.
    - `sys.exit()`, which is an exception.

    ## Decisions

    - Only runs are judged. On the run side and in handlers SVC105 says the same of the source and takes this
      finding's place.
    - PythonService.exe ends with the dispatcher, whatever still runs, so only the first kind is found there.

    ## Fix

    Let the service end by its way: give the stop signal and return from `SvcDoRun`; to show a failure, raise.
    Do what is to be done at the end in `SvcDoRun`, and nothing behind the dispatcher.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC906"
    name = "unclean-exit"
    severity = Severity.WARNING
    clauses = ("ENT-06", "STS-08")
    properties = ("P66",)
    scope = Scope.RUN
    monitor = ExitIsClean
    yields_to = ("SVC105",)
    bad = """\
import os
import threading

import win32service
import win32serviceutil


class Watchdog(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watchdog"
    _svc_display_name_ = "Watchdog"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        watch = threading.Thread(target=self.watch)
        watch.start()
        watch.join()

    def watch(self):
        self.stop.wait(60)
        os._exit(1)  # SVC906
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Watchdog(win32serviceutil.ServiceFramework):
    _svc_name_ = "Watchdog"
    _svc_display_name_ = "Watchdog"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        watch = threading.Thread(target=self.watch)
        watch.start()
        watch.join()

    def watch(self):
        self.stop.wait(60)
"""
