"""SVC201: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import (
    SOME_THREAD,
    By,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Raised,
    Report,
    Side,
    Signal,
    Spawn,
)
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Running(NamedTuple):
    """A thread that may be alive: what started it, and the join with a time-out that may have ended it.

    ``patience`` grows while the join is repeated, STOP_PENDING reported and ``is_alive()`` asked in between.
    ``doubtful``: it may have been joined: by something that we cannot tell from it, or by a handler that had
    let the run side go before, so that SvcDoRun may return first.
    """

    spawn: Spawn
    timed: Join | None = None
    patience: int = 0
    doubtful: bool = False


class Threads(NamedTuple):
    """The threads that may be alive; ``released``: the handler that runs (None: none does) has given its signal."""

    alive: frozenset[Running] = frozenset()
    released: bool | None = None


class ThreadsJoined(Monitor[Threads]):
    """Every thread is over when SERVICE_STOPPED is reported, by the author or by the host."""

    sees = (Spawn, Join, Known, Report, Enter, Leave, Signal)
    about = (Spawn,)
    fault = Fault.OMITTED

    def start(self) -> Threads:
        """No thread runs yet."""
        return Threads()

    def step(self, state: Threads, event: Event) -> tuple[Threads, Sequence[Verdict]]:
        """Threads come and go; the report asks who is left."""
        match event:
            case Enter():
                return state._replace(released=False), ()
            case Leave(control="SvcRun", result=Raised.RAISED):  # a failure is shown: nobody ignores the outcome
                return Threads(frozenset(one for one in state.alive if not one.timed)), ()
            case Signal(shared=True) if state.released is False:
                return state._replace(released=True), ()
            case Leave():
                return state._replace(released=None), ()
            case Report(state=reported) if reported is STOPPED:
                left = sorted(state.alive, key=lambda one: (one.spawn.at, one.spawn.thread))
                return state._replace(alive=frozenset()), [_said(one, event) for one in left]
        if not state.alive and not isinstance(event, Spawn):
            return state, ()
        alive = frozenset(_alive(state, event))
        return state if alive == state.alive else state._replace(alive=alive), ()


def _alive(threads: Threads, event: Event) -> Iterator[Running]:
    """The threads that may be alive after the event."""
    for one in threads.alive:
        after = _after(one, event, threads.released is True)
        if after is not None:
            yield after
    if isinstance(event, Spawn) and not event.ends:
        yield Running(event)


# How far a loop of join, is_alive and STOP_PENDING has come: asked, reported, joined again.
_ASKED, _REPORTED, _PATIENT = 1, 2, 3


def _after(running: Running, event: Event, released: bool) -> Running | None:
    """The thread after the event; None when it is over."""
    if isinstance(event, (Spawn, Join, Known)) and event.thread not in (running.spawn.thread, SOME_THREAD):
        return running
    match event:
        case Join(complete=None):
            return running._replace(doubtful=True)
        case Join(complete=True) if released:
            return running._replace(doubtful=True)
        case Spawn() | Join(complete=True) | Known(alive=False):
            return None
        case Join():
            return running._replace(timed=event, patience=_PATIENT + 1 if running.patience >= _PATIENT else 0)
        case Known():
            return running._replace(patience=running.patience | _ASKED)
        case Report(state=reported) if reported is STOP_PENDING and (running.timed or running.patience):
            return running._replace(patience=running.patience | _REPORTED)
    return running


def _said(running: Running, report: Report) -> Verdict:
    spawn, timed, patience, doubtful = running
    surely = spawn.ends is False and not doubtful
    if timed:
        text = f"'{timed.at.text}' may give up, and SERVICE_STOPPED follows all the same"
        return Broken("SVC203", timed.at, text, patience <= _PATIENT and timed.complete is False and not doubtful)
    if report.by is By.USER:
        started = f"'{spawn.at.text}' ({spawn.at.seen_from(report.at)})"
        text = f"'{report.at.text}' while the thread of {started} is not joined"
        return Broken("SVC201", report.at, text, surely)
    if report.side is Side.HANDLER and report.at.line:  # cx_Freeze's host: STOPPED follows the return of stop()
        busy = f"'{spawn.at.text}' ({spawn.at.seen_from(report.at)}) is at work"
        text = f"'{report.at.text}' returns, and the host reports SERVICE_STOPPED, while {busy}"
        return Broken("SVC201", report.at, text, surely)
    text = f"the thread of '{spawn.at.text}' is not joined when the host reports SERVICE_STOPPED"
    return Broken("SVC202", spawn.at, text, surely)


class StoppedBeforeJoin(Rule):
    """SERVICE_STOPPED is reported while a thread of the service may still run.

    ## Why

    SERVICE_STOPPED tells the SCM that all is over (STP-03). From then on the process may be ended at any
    moment, and the next start may already have made a new one. A thread that is left either loses its work
    half-way or goes on beside the new instance, on the same files and ports. If it reports a status later,
    the SCM stores it: a service without a process that answers every control with 1061 (STP-04).

    `daemon=True` ends no thread before the report, and `daemon=False` is no protection: PythonService.exe
    does not wait for threads when it ends.

    ## Flagged

    A report of SERVICE_STOPPED by your own code (`ReportServiceStatus`, `SetServiceStatus`, a helper around
    them) that some path reaches while a started `Thread`, `Timer` or `multiprocessing.Process` is not over.
    Under pywin32 the report is wrong in itself, so SVC503 or SVC504 stands on the same line.

    A `stop()` of cx_Freeze that gives a signal and does not wait: its host reports STOPPED as soon as it returns,
    while `run()` is still at work. The finding stands on the `def`.

    ## Not flagged

    - A thread that every path joins without time-out, one by one or in a loop over a list.
    - A thread that `is_alive()` has found dead, a process that was terminated, a timer that was cancelled.
    - The report of the host (SVC202), and a join with a time-out (SVC203).

    ## Decisions

    - A target that provably ends soon, without loop, wait or unknown call, is silent. One that surely goes
      on, with a `while` loop or an unlimited wait, makes it *broken*; any other *possible*.
    - A thread that a handler joins counts as joined. If the handler gives the stop signal first, the run side
      may be over before the join is: then it is *possible*. What the join does to the handler is SVC101's.
    - To have waited for an event (or flag) that the thread sets as its last act is to have joined it.
    - A join of something that may be the thread, or not, makes the finding *possible*.
    - Threads handed to code that cannot be read are silent: it may join them.
    - An exception that might skip the join, but that nobody raises, is not held against you.

    ## Fix

    Delete the report, since pywin32 makes it, and join the thread at the end of `SvcDoRun`, after the stop
    signal. If that can take longer than the wait hint, join in a loop with `is_alive()` and report
    `SERVICE_STOP_PENDING` in each turn.

    ## Fix safety

    Unsafe: SERVICE_STOPPED comes as late as the thread ends. All threads on the way are joined at once, in
    the place of the report where that can go, else in front of it. An endless loop is given the event or flag
    that `SvcStop` sets (an auto-reset event becomes a manual-reset one, a sleep a wait for it); where there is
    none, or where the thread waits for a client without limit, nothing is joined.
    """

    code = "SVC201"
    name = "stopped-before-join"
    severity = Severity.ERROR
    clauses = ("STP-03", "STP-04", "STP-08", "STP-14", "HND-21")
    properties = ("P35", "P38")
    scope = Scope.LIFE
    monitor = ThreadsJoined
    bad = """\
import threading

import win32service
import win32serviceutil


class Sampler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sampler"
    _svc_display_name_ = "Sampler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        sampler = threading.Thread(target=self.sample, daemon=True)
        sampler.start()
        self.stop.wait()
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)  # SVC201, SVC504

    def sample(self):
        while not self.stop.wait(10):
            print("reading the sensor")
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Sampler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sampler"
    _svc_display_name_ = "Sampler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        sampler = threading.Thread(target=self.sample, daemon=True)
        sampler.start()
        self.stop.wait()
        sampler.join()

    def sample(self):
        while not self.stop.wait(10):
            print("reading the sensor")
"""
