"""SVC204: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import (
    SOME_THREAD,
    AtWork,
    Employs,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Opaque,
    Report,
    Signal,
    Test,
    Unread,
    Wait,
    WaitKind,
)
from svclint.contract.states import STOPPED
from svclint.rules.base import Rule, Scope, Severity

_STOPS = (Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


class Crews(NamedTuple):
    """Who may be at work: ``busy`` by source, ``seen`` in a run, told just now.

    ``stopping``: a handler has begun the stop; ``told``: what handlers have set; ``inside``: one of them is at work.
    """

    busy: frozenset[Employs] = frozenset()
    seen: frozenset[AtWork] = frozenset()
    stopping: bool = False
    told: frozenset[str] = frozenset()
    inside: bool = False


class PoolsAtRest(Monitor[Crews]):
    """No executor or pool is at work, and no child process left, when SERVICE_STOPPED is reported."""

    sees = (AtWork, Report, Employs, Join, Known, Enter, Leave, Signal, Test, Unread, Opaque, Wait)
    about = (AtWork, Employs)
    fault = Fault.OMITTED

    def start(self) -> Crews:
        """Nobody is at work."""
        return Crews()

    def step(self, state: Crews, event: Event) -> tuple[Crews, Sequence[Verdict]]:
        """In runs, what is at work is told right before the report; in source it is what nobody has waited for."""
        match event:
            case AtWork():
                return state._replace(seen=state.seen | {event}), ()
            case Report(state=reported) if reported is STOPPED:
                return Crews(), _left(state)
            case Enter():
                return state._replace(inside=True, stopping=state.stopping or event.control in _STOPS), ()
            case Signal() if state.inside and state.busy:
                return state._replace(told=state.told | {event.key}), ()
            case Leave():
                return state._replace(inside=False), ()
            case Employs() if not event.ends:
                others = frozenset(one for one in state.busy if one.crew != event.crew or not one.child)
                return state._replace(busy=others | {event}), ()
        busy = frozenset(one for one in state.busy if not _over(one, event, state))
        return state._replace(busy=busy, seen=frozenset()), ()


def _over(one: Employs, event: Event, crews: Crews) -> bool:
    """Whether it may be over, for all we know, after the event."""
    match event:
        case Join(thread=thread, complete=complete):
            theirs = thread == one.crew and (one.child or complete is not False)
            return theirs or thread == SOME_THREAD or thread.startswith(f"{one.crew}.")
        case Known(thread=thread, alive=alive):
            return thread == one.crew and not alive
        case Test(key=key, value=value):
            return (key == one.crew and not value) or (crews.stopping and key not in crews.told)
        case Wait():
            return event.asked != 0 and _about(one, event, crews)
        case Opaque():
            return (event.stops and event.reports) or (crews.stopping and (one.child or event.reports))
        case Unread():
            return crews.stopping
    return False


def _about(one: Employs, wait: Wait, crews: Crews) -> bool:
    """Whether the wait may be for what is at work, or for a child to obey."""
    match wait.kind:
        case WaitKind.JOIN:  # by a future, or by all of them
            return not one.child and ("(" in wait.subject or wait.subject.startswith(f"{one.crew}."))
        case WaitKind.LOOP:
            return crews.stopping
        case WaitKind.QUEUE:
            return crews.stopping and wait.asked == math.inf
        case WaitKind.PROCESS | WaitKind.NETWORK:
            return crews.stopping and one.child
    return False


def _left(crews: Crews) -> Sequence[Verdict]:
    seen = sorted({one.at for one in crews.seen})
    text = "work that '{}' began goes on when SERVICE_STOPPED is reported"
    said = [Broken("SVC204", at, text.format(at.text)) for at in seen]
    return said or [_kept(one) for one in sorted(crews.busy, key=lambda one: (one.at, one.crew))]


def _kept(one: Employs) -> Verdict:
    whose = (
        "the child process of '{}' is neither waited for nor ended"
        if one.child
        else "nobody waits for the work of '{}'"
    )
    return Broken("SVC204", one.at, f"{whose.format(one.at.text)} when SERVICE_STOPPED is reported", not one.tended)


class PoolOutlivesStopped(Rule):
    """An executor, pool or child process outlives SERVICE_STOPPED.

    ## Why

    SERVICE_STOPPED says that all is over (STP-03). The threads of a `ThreadPoolExecutor` or of a `ThreadPool`
    are threads of the service: what they still write goes on beside the next instance, or is cut off in the
    middle, as PythonService.exe waits for none of them. A child process lives on, with its files and ports.

    ## Flagged

    When SERVICE_STOPPED is reported, by your code or by the host:

    - a job that was handed to an executor or pool (`submit()`, `apply_async()`, `map_async()`), if that is not
      shut down and nobody waits for the result;
    - a child process that the service keeps (`self.child = subprocess.Popen(...)`, or a variable of `SvcDoRun`),
      if it is neither waited for nor ended;
    - in runs, a thread of an executor or pool that has a job in hand.

    ## Not flagged

    - Idle threads, which wait for a job that does not come, and jobs that are over at once.
    - Executors in a `with` block, or shut down with `wait=True`, and pools that are joined or terminated.
    - Children that get `wait()`, `terminate()` or `kill()` anywhere.
    - Children meant to survive: `DETACHED_PROCESS`, or any flags that cannot be read; and those nobody keeps.
    - Executors that code out of sight is given, and children of files that use their `pid`, psutil or taskkill.

    ## Decisions

    - If nothing in the service ever waits for the work, it is broken; if only some path does not, *possible*.
    - A command or a request that is sent once the stop has begun may be what ends the child: silent.
    - `shutdown(wait=False)` waits for nothing; neither does `close()` of a pool.
    - Threads and processes that the service starts itself are judged by SVC201 and SVC202.
    - A run starts no process: children are seen by reading alone.

    ## Fix

    At the end of `SvcDoRun`, after the stop signal: `self.pool.shutdown(wait=True)`, with the jobs looking at
    the signal as well. Cancel what has not begun with `cancel_futures=True`.

    ## Fix safety

    Unsafe: `SvcDoRun` waits until the work is done, or ends the child. An executor is shut down at the end of
    `SvcDoRun`, or `wait=False` goes away; a pool is closed and joined; a child gets `terminate()` and `wait()`.
    Only where it begins on the straight way through `SvcDoRun`, and where a job with a loop looks at what
    `SvcStop` sets.
    """

    code = "SVC204"
    name = "pool-outlives-stopped"
    severity = Severity.WARNING
    clauses = ("STP-03",)
    properties = ("P35",)
    scope = Scope.LIFE | Scope.RUN
    monitor = PoolsAtRest
    bad = """\
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.pool = ThreadPoolExecutor()
        self.pool.submit(self.send)  # SVC204
        self.stop.wait()

    def send(self):
        while not self.stop.wait(1):
            time.sleep(5)
"""
    good = """\
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        with ThreadPoolExecutor() as pool:
            pool.submit(self.send)
            self.stop.wait()

    def send(self):
        while not self.stop.wait(1):
            time.sleep(5)
"""
