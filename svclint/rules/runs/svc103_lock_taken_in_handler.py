"""SVC103: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.events import Enter, Event, Leave, Requested, Turn, Wait, WaitKind
from svclint.rules.base import Rule, Scope, Severity

EPSILON: Final = 0.05  # seconds that a handler may wait unnoticed (P11)


class Handling(NamedTuple):
    """Whose turn it is, and on which thread a handler is at work; ``handler`` is its name, None: none is."""

    turn: int | None = None
    thread: int | None = None
    handler: str | None = None


class HandlerKeepsFree(Monitor[Handling]):
    """A control handler neither waits for a lock nor asks the SCM for anything."""

    sees = (Turn, Enter, Leave, Wait, Requested)

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
            case Requested():
                text = f"'{event.at.text}' asks the SCM in '{state.handler}', which the SCM waits for"
                return state, [Broken("SVC104", event.at, text)]
        return state, ()


class LockTakenInHandler(Rule):
    """A control handler waits for a lock that other code holds while it works.

    ## Why

    Handlers run on the one dispatcher thread of the process (HND-01). A lock that a worker holds while it
    sleeps, asks a server or writes a file makes the handler wait as long: no other control is served, and after
    30 s the client is told that the service does not respond. A handler takes no locks and does not wait
    (HND-05). If the worker in turn waits for the handler's signal before it lets go, both wait for ever.

    ## Flagged

    A wait of a handler for a lock, in its own code or below, that lasts. The finding stands on the statement
    that takes the lock.

    ## Not flagged

    - A lock that is free, or held only for a moment.
    - Waits for events, threads and queues, which SVC101 and SVC102 judge.
    - Locks taken on the run side or in workers.

    ## Decisions

    - For now only runs are judged: a lock nobody holds for long in any of them is silent.
    - The bound is 50 ms, beside the 2 s by which the clock of a run may be ahead.
    - A lock inside a library, the one of a log handler say, counts as well: the handler waits all the same.

    ## Fix

    Let the handler report and set an event, and nothing else. What the lock protects is the worker's, which
    sees the event when it comes round.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC103"
    name = "lock-taken-in-handler"
    severity = Severity.INFO
    clauses = ("HND-05",)
    properties = ("P11",)
    scope = Scope.RUN
    monitor = HandlerKeepsFree
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Cache"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.lock = threading.Event(), threading.Lock()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 30000)
        with self.lock:  # SVC103
            self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(1):
            with self.lock:
                time.sleep(9)
"""
    good = """\
import threading
import time

import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Cache"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.lock = threading.Event(), threading.Lock()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 30000)
        self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(1):
            with self.lock:
                time.sleep(9)
"""
