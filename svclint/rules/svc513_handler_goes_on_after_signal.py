"""SVC513: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import At, By, Enter, Event, Join, Known, Leave, Opaque, Report, Signal, Spawn, Test, Wait
from svclint.rules.base import Rule, Scope, Severity

_ENDS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


class Stopping(NamedTuple):
    """A handler at work, or over (``left``), and what it gave before and after the first thing that it ended.

    ``asked``: where it last asked something to end. ``released``: the main code goes by a signal given before.
    """

    before: frozenset[tuple[str, bool]] = frozenset()
    behind: frozenset[tuple[str, bool]] = frozenset()
    asked: At | None = None
    ended: At | None = None
    left: bool = False
    released: bool = False


class NothingAfterRelease(Monitor[Stopping | None]):
    """A handler ends what the service started before it lets the main code go, or that waits for it."""

    sees = (Enter, Leave, Signal, Opaque, Known, Test, Wait, Join, Spawn, Report)
    about = (Known,)
    fault = Fault.OMITTED

    def start(self) -> Stopping | None:
        """No stop is under way."""
        return None

    def step(self, state: Stopping | None, event: Event) -> tuple[Stopping | None, Sequence[Verdict]]:
        """First the handler, then what the main code does before it is over."""
        if isinstance(event, Enter):
            return (Stopping() if event.control in _ENDS else None), ()
        if state is None:
            return None, ()
        if not state.left:
            return _handled(state, event), ()
        return _went_on(state, event)


def _handled(state: Stopping, event: Event) -> Stopping | None:
    match event:
        case Leave():
            return state._replace(left=True) if state.ended else None
        case Signal(key=key, value=bool() as value, shared=True):
            given = (key, value)
            if state.ended:
                return state._replace(behind=state.behind | {given})
            return state._replace(before=state.before | {given})
        case Opaque(stops=True, reports=False, at=at):
            return state._replace(asked=at)
        case Known(alive=False, at=at) if state.before and state.asked == at and not state.ended:
            return state._replace(ended=at)
    return state


def _went_on(state: Stopping, event: Event) -> tuple[Stopping | None, Sequence[Verdict]]:
    match event:
        case Test(key=key, value=value) if (key, value) in state.behind:
            return None, ()
        case Test(key=key, value=value) if (key, value) in state.before:
            return state._replace(released=True), ()
        case Report(by=By.HOST):
            return None, (_verdict(state.ended) if state.released and state.ended else ())
    if state.released and _waits(event):
        return None, ()
    return state, ()


def _waits(event: Event) -> bool:
    """Whether the main code may wait for what the handler still does."""
    return isinstance(event, (Join, Known, Opaque, Spawn)) or (isinstance(event, Wait) and event.asked != 0)


def _verdict(ended: At) -> Sequence[Verdict]:
    text = f"'{ended.text}' comes after the signal that lets SvcDoRun return: STOPPED may be reported before it"
    return [Broken("SVC513", ended, text)]


class HandlerGoesOnAfterSignal(Rule):
    """The handler ends a child or a timer only after it has let SvcDoRun go.

    ## Why

    With the stop signal the handler gives up control: `SvcDoRun` returns on its own thread, and pywin32 reports
    STOPPED. From then on the service counts as gone (STP-07), and the SCM may start the next instance (STP-15),
    which finds the old child still there, with its port and its files. Whatever the handler still does races
    with that (STP-03).

    ## Flagged

    In a handler of STOP or of a shutdown, after the signal that the main code goes by: a child process that is
    terminated, a timer or a future that is cancelled, a pool that is cut off, when the main code comes to its
    end without a wait for anything. The finding stands on that call.

    ## Not flagged

    - The same calls before the signal, or in `SvcDoRun` behind its loop.
    - Main code that joins, waits or calls what cannot be read after the signal: it may wait for this very call.
    - Other signals, reports and log entries; a socket or server that is closed so that a wait ends.

    ## Decisions

    - Only things count whose end is known from the call. A `stop()` that cannot be read is not judged.
    - Where a later signal may be what lets the main code go, the rule is silent.
    - Waits in the handler are judged by SVC101 and SVC102.

    ## Fix

    Move the call in front of the signal, or behind the wait in `SvcDoRun`:

        win32event.WaitForSingleObject(self.stop_event, win32event.INFINITE)
        self.child.terminate()
        self.child.wait(10)

    ## Fix safety

    Unsafe: the call moves in front of the handler's first signal, so that the main code finds it done. Only where
    both stand in one block, or are called from it.
    """

    code = "SVC513"
    name = "handler-goes-on-after-signal"
    severity = Severity.WARNING
    clauses = ("STP-03", "STP-07", "STP-15")
    properties = ("P35", "P36")
    scope = Scope.LIFE
    monitor = NothingAfterRelease
    bad = """\
import threading

import win32service
import win32serviceutil


class Alarm(win32serviceutil.ServiceFramework):
    _svc_name_ = "Alarm"
    _svc_display_name_ = "Alarm"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()
        self.timer = threading.Timer(600, print, ["ring"])

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()
        self.timer.cancel()  # SVC513

    def SvcDoRun(self):
        self.stop_event.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Alarm(win32serviceutil.ServiceFramework):
    _svc_name_ = "Alarm"
    _svc_display_name_ = "Alarm"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()
        self.timer = threading.Timer(600, print, ["ring"])

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.timer.cancel()
        self.stop_event.set()

    def SvcDoRun(self):
        self.stop_event.wait()
"""
