"""SVC306: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import (
    AUTO,
    Beat,
    Event,
    Heartbeat,
    Held,
    Join,
    Opaque,
    Report,
    Spawn,
    Wait,
    WaitKind,
)
from svclint.rules.base import Rule, Scope, Severity

BEATS = 3  # so many rising reports in a row: one or two may have been on their way


class Counted(NamedTuple):
    """How many reports rose one after another, and the last check point.

    In source: the threads that do nothing but report, and of these the one that was started last.
    """

    beats: int = 0
    last: int = 0
    threads: tuple[Heartbeat, ...] = ()
    started: Heartbeat | None = None


class TruthfulProgress(Monitor[Counted]):
    """While the work is held, no thread goes on reporting progress (P46)."""

    sees = (Held, Beat, Heartbeat, Spawn, Join, Wait, Opaque, Report)
    about = (Beat, Heartbeat)

    def start(self) -> Counted:
        """Nothing was reported."""
        return Counted()

    def step(self, state: Counted, event: Event) -> tuple[Counted, Sequence[Verdict]]:
        """Count what rises from one hold of the work to its end. Source shows who does nothing else."""
        match event:
            case Held():
                return Counted(), ()
            case Beat():
                return _beaten(state, event)
            case Heartbeat(alone=True):
                return state._replace(threads=(*state.threads, event)), ()
            case Heartbeat():
                return state, [_fake(event)]
        return _beside(state, event) if state.threads else (state, ())


def _beaten(state: Counted, beat: Beat) -> tuple[Counted, Sequence[Verdict]]:
    point = state.last + 1 if beat.check_point == AUTO else int(beat.check_point)
    beats = state.beats + 1 if point > state.last else 0
    if beats != BEATS:
        return Counted(beats, point), ()
    text = f"'{beat.at.text}' reports progress, again and again, while the threads that do the work stand still"
    return Counted(beats, point), [Broken("SVC306", beat.at, text)]


def _beside(state: Counted, event: Event) -> tuple[Counted, Sequence[Verdict]]:
    """A thread that the service's own only waits for may well be the work; beside other work it is not."""
    if isinstance(event, Spawn):
        started = next((one for one in state.threads if one.thread == event.thread), None)
        return state._replace(started=started), ()
    if state.started is None:
        return state, ()
    match event:
        case Wait(kind=WaitKind.JOIN, subject=subject) if subject == state.started.thread:
            return state, ()
        case Join(thread=thread) if thread == state.started.thread:
            return state._replace(started=None), ()
        case Join():
            return state, ()
    return state._replace(started=None), [_fake(state.started)]


def _fake(heartbeat: Heartbeat) -> Verdict:
    text = f"'{heartbeat.at.text}' reports progress, again and again, in a thread that looks at nothing"
    return Broken("SVC306", heartbeat.at, text)


class HeartbeatFakesProgress(Rule):
    """A thread or timer reports progress that nobody has made.

    ## Why

    Rising check points tell the SCM that a start or stop goes on, and it keeps waiting as long as they come. A
    thread that reports every few seconds whatever happens takes that meaning away: when the work hangs, the
    service stays "starting" for ever, nobody gets an error, and the whole machine's start may wait for it
    (MAI-08). Pending reports belong to real progress (PRG-06).

    ## Flagged

    A loop of a thread, or a timer that starts itself again, which only waits, reports a pending state, logs and
    counts, while other code of the service works: the service's own thread, or another one. A run shows it when
    all other threads of the service are held, and the check points go on rising. The finding stands on the
    report.

    ## Not flagged

    - A loop that looks at the work: `is_alive()`, the size of a queue, a counter of the worker, an event that
      it sets, or anything else that decides whether the next report is made.
    - Reports of the thread that does the work, and those of the service's own thread.
    - In source, a thread that the service's own starts only to wait for it at once: its naps may be the work.

    ## Decisions

    - Code that cannot be seen, or that decides anything, is given the benefit of the doubt.
    - A loop that ends when the service is told to stop does decide something; it is not flagged, though it says
      nothing of the work either.

    ## Fix

    Report from the code that does the work, after each step of it. If one step takes long, give its report a
    wait hint that covers it.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC306"
    name = "heartbeat-fakes-progress"
    severity = Severity.ERROR
    clauses = ("MAI-08", "PRG-06")
    properties = ("P46",)
    scope = Scope.LIFE | Scope.RUN
    monitor = TruthfulProgress
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Maps(win32serviceutil.ServiceFramework):
    _svc_name_ = "Maps"

    def SvcRun(self):
        self.stop = threading.Event()
        self.ReportServiceStatus(win32service.SERVICE_START_PENDING, 60000)
        heart = threading.Thread(target=self.beat)
        heart.start()
        time.sleep(25)  # loads the maps
        heart.join()
        super().SvcRun()

    def beat(self):
        for _ in range(6):
            time.sleep(2)
            self.ReportServiceStatus(win32service.SERVICE_START_PENDING, 60000)  # SVC306

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading
import time

import win32service
import win32serviceutil


class Maps(win32serviceutil.ServiceFramework):
    _svc_name_ = "Maps"
    _svc_display_name_ = "Maps"

    def SvcRun(self):
        self.stop = threading.Event()
        for _ in range(5):
            self.ReportServiceStatus(win32service.SERVICE_START_PENDING, 15000)
            time.sleep(5)  # loads one map
        super().SvcRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
