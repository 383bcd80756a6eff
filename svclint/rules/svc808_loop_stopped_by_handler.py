"""SVC808: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Bound, Enter, Event, Leave, Wait, WaitKind
from svclint.rules.base import Rule, Scope, Severity


class Handling(NamedTuple):
    """A handler at work: the calls it made that belong to a loop's thread, and whether it ran a loop itself."""

    calls: frozenset[Bound] = frozenset()
    runs: bool = False


class LoopKeepsItsThread(Monitor[Handling | None]):
    """A handler leaves an event loop's objects to the thread of the loop."""

    sees = (Enter, Leave, Bound, Wait)
    about = (Bound,)

    def start(self) -> Handling | None:
        """No handler is at work."""
        return None

    def step(self, state: Handling | None, event: Event) -> tuple[Handling | None, Sequence[Verdict]]:
        """What was called is judged when the handler leaves."""
        match event:
            case Enter():
                return Handling(), ()
            case Leave() if state:
                return None, () if state.runs else [_broken(one) for one in state.calls]
            case Bound() if state:
                return state._replace(calls=state.calls | {event}), ()
            case Wait(kind=WaitKind.SERVE) if state:
                return state._replace(runs=True), ()
        return state, ()


def _broken(call: Bound) -> Broken:
    text = f"'{call.at.text}' is for the loop's own thread, which does not wake up by it: ask by {call.instead}"
    return Broken("SVC808", call.at, text)


class LoopStoppedByHandler(Rule):
    """A handler calls what only the thread of the event loop may call.

    ## Why

    The service does not stop: `net stop` says "The service could not be stopped", services.msc shows "Stopping"
    for minutes, and it ends only when some other event comes in. Now and then it does stop, or the log has
    "RuntimeError: Non-thread-safe operation invoked on an event loop other than the current one" or, with
    Twisted, "ReactorNotRunning". The handler runs on the dispatcher's thread (HND-01), the loop on the one of
    `SvcDoRun`. `loop.stop()`, `asyncio.Event.set()` and `task.cancel()` only make a note; the loop reads it when
    it wakes up, and from another thread nothing wakes it (STP-01).

    ## Flagged

    In any handler, helpers included: `stop`, `call_soon`, `create_task` of an asyncio loop; `set` of its events,
    `cancel` and `set_result` of its tasks and futures, `put_nowait` of its queues; `reactor.stop()` of Twisted
    and `IOLoop.stop()` of Tornado. The finding stands on the call.

    ## Not flagged

    - The same calls handed to `call_soon_threadsafe`, `callFromThread` or `add_callback`, also in a lambda or
      a method.
    - Events of threading, futures of executors.
    - Loops that the handler itself runs.

    ## Decisions

    - An attribute counts as what a coroutine of the class gives it. What it holds otherwise, or where an object
      comes from that is not known, is not judged.

    ## Fix

    Let the loop make the call:

        self.loop.call_soon_threadsafe(self.loop.stop)

    ## Fix safety

    Safe: the same call is made, by the thread that may make it, where it stands alone as a statement. A task, a
    future or a server is asked for its loop; an event does not know its loop, so that there is no fix.
    """

    code = "SVC808"
    name = "loop-stopped-by-handler"
    severity = Severity.ERROR
    clauses = ("STP-01", "HND-01")
    properties = ("P31",)
    scope = Scope.CONTROL
    monitor = LoopKeepsItsThread
    bad = """\
import asyncio

import win32service
import win32serviceutil


class Radio(win32serviceutil.ServiceFramework):
    _svc_name_ = "Radio"
    _svc_display_name_ = "Radio"

    def __init__(self, args):
        super().__init__(args)
        self.loop = asyncio.new_event_loop()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.loop.stop()  # SVC808

    def SvcDoRun(self):
        self.loop.run_forever()
"""
    good = """\
import asyncio

import win32service
import win32serviceutil


class Radio(win32serviceutil.ServiceFramework):
    _svc_name_ = "Radio"
    _svc_display_name_ = "Radio"

    def __init__(self, args):
        super().__init__(args)
        self.loop = asyncio.new_event_loop()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.loop.call_soon_threadsafe(self.loop.stop)

    def SvcDoRun(self):
        self.loop.run_forever()
"""
