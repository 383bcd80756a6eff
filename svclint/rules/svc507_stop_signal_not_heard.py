"""SVC507: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import (
    At,
    Enter,
    Event,
    Known,
    Leave,
    Opaque,
    Quit,
    Renewed,
    Report,
    Signal,
    Spawn,
    Test,
    Unheard,
)
from svclint.contract.states import STOP_PENDING
from svclint.rules.base import Rule, Scope, Severity

_SET = ".is_set"


class Stop(NamedTuple):
    """What is known of the signals; the handler at work, what it has looked at, and what it has done so far.

    ``why``: the reason for which its first signal may reach nobody.
    """

    unheard: frozenset[Unheard] = frozenset()
    renewed: frozenset[Renewed] = frozenset()
    handler: At | None = None
    looked: frozenset[str] = frozenset()
    pending: bool = False
    given: Signal | None = None
    why: Unheard | Renewed | None = None
    heard: bool = False


class StopHeard(Monitor[Stop]):
    """The STOP handler gives a signal that somebody goes by, or may go by."""

    sees = (Unheard, Renewed, Enter, Leave, Report, Signal, Test, Opaque, Quit, Spawn, Known)
    about = (Unheard, Renewed)
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> Stop:
        """Nothing is known yet."""
        return Stop()

    def step(self, state: Stop, event: Event) -> tuple[Stop, Sequence[Verdict]]:
        """What a handler has done is judged when it leaves."""
        match event:
            case Unheard():
                return state._replace(unheard=state.unheard | {event}), ()
            case Renewed():
                return state._replace(renewed=state.renewed | {event}), ()
            case Enter(control=Control.STOP.name) if state.unheard or state.renewed:
                return Stop(state.unheard, state.renewed, event.at), ()
        if state.handler is None:
            return state, ()
        if isinstance(event, Leave):
            return Stop(state.unheard, state.renewed), _left(state, state.handler)
        return _done(state, event), ()


def _done(stop: Stop, event: Event) -> Stop:
    match event:
        case Test(key=key, value=True):
            return stop._replace(looked=stop.looked | {key}) if _by(stop.renewed, f"{key}{_SET}") else stop
        case Signal(key=key, shared=False) if "@" in key:
            return stop
        case Signal(shared=True) if why := _fact(stop, event):
            return stop if stop.given else stop._replace(given=event, why=why)
        case Report(state=state):
            return stop._replace(pending=True) if state is STOP_PENDING else stop._replace(heard=True)
        case Signal() | Opaque() | Quit() | Spawn() | Known():
            return stop._replace(heard=True)
    return stop


def _by(facts: frozenset[Renewed], key: str) -> Renewed | None:
    return next((one for one in facts if one.key == key), None)


def _fact(stop: Stop, given: Signal) -> Unheard | Renewed | None:
    """Why a signal may reach nobody; None when it may reach somebody."""
    late = _by(stop.renewed, given.key)
    if late is not None and given.key.removesuffix(_SET) not in stop.looked:
        return late
    return next((one for one in stop.unheard if one.key == given.key), None)


def _left(stop: Stop, handler: At) -> Sequence[Verdict]:
    """Which signal failed, or that there was none."""
    if stop.heard:
        return [Kept(stop.given.at if stop.given else handler)]
    if stop.given and stop.why:
        return [_lost(stop.why, stop.given)]
    silent = next((one for one in stop.unheard if not one.key), None)
    if silent is None or not stop.pending:
        return ()
    text = f"'{handler.text}' reports STOP_PENDING and tells nobody to stop: {_stays(silent, handler)}"
    return [Broken("SVC507", handler, text, silent.sure)]


def _stays(fact: Unheard, seen: At) -> str:
    return f"the service stays at {fact.at.seen_from(seen)}"


def _lost(fact: Unheard | Renewed, given: Signal) -> Broken:
    if isinstance(fact, Unheard):
        text = f"nobody goes by '{given.at.text}': {_stays(fact, given.at)}"
        return Broken("SVC507", given.at, text, fact.sure)
    lost = "finds nothing to signal" if fact.first else "signals an object that is replaced"
    text = f"'{given.at.text}' {lost} if STOP comes before {fact.at.seen_from(given.at)}, after pywin32's RUNNING"
    return Broken("SVC507", given.at, text)


class StopSignalNotHeard(Rule):
    """The stop signal does not reach the code that should stop.

    ## Why

    `SvcStop` runs on the dispatcher's thread and can only leave a message for `SvcDoRun`. If that looks at
    something else, or at nothing, the service stays in STOP_PENDING for good: the SCM has sent its one STOP, and
    every further control fails with 1061 (STP-02). pywin32 reports RUNNING, and with it accepts STOP, before it
    calls `SvcDoRun` (STP-11). What is made there comes too late for a STOP that follows at once.

    ## Flagged

    - A signal of the STOP handler that no other code goes by, while the service waits or loops on: the event
      is set and never waited for, or the wait has a limit and its answer is dropped, the flag is misspelt, or the
      loop goes by a copy that was made before it. The finding stands on the signal.
    - STOP_PENDING is reported and no signal is given at all: on the `def`.
    - The event is made in `SvcDoRun` only, so that an early STOP ends in an AttributeError, or it is made
      there again, so that an early signal is lost: on the signal.

    ## Not flagged

    - A signal that anything else in the file reads, by whatever object, under whatever condition.
    - Several signals, if one of them is read; a call that cannot be read, or that stops something.
    - Services that end by themselves: a job of some steps.
    - An event made in an own `SvcRun`, or when START_PENDING is reported first.

    ## Decisions

    - Where `self` is handed to other code, or a method waits for subclasses to fill it, nothing is known.
    - A file written or deleted, a registry value: any call may be the signal, only logging is none.
    - A flag that `SvcDoRun` sets to its first value is not judged, nor one event that several threads wait for.
    - Where the service waits in code that cannot be read, the finding is *possible*.

    ## Fix

    Make the event in the constructor, behind the base call, and wait for that very event:

        self.stop_event = threading.Event()

    ## Fix safety

    Unsafe: an event that is made too late is made in the constructor instead, behind the base call, where it may
    be of no use yet. Where it was made before, the second one goes. What a loop is to do when it is told to stop,
    only the author knows: there is no fix for a signal that nobody reads.
    """

    code = "SVC507"
    name = "stop-signal-not-heard"
    severity = Severity.ERROR
    clauses = ("STP-01", "STP-11")
    properties = ("P30", "P31")
    scope = Scope.CONTROL
    monitor = StopHeard
    bad = """\
import time

import win32event
import win32service
import win32serviceutil


class Sampler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sampler"
    _svc_display_name_ = "Sampler"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = win32event.CreateEvent(None, True, False, None)
        self.samples = 0

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)  # SVC507

    def SvcDoRun(self):
        while True:
            self.samples += 1
            time.sleep(5)
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Sampler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sampler"
    _svc_display_name_ = "Sampler"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = win32event.CreateEvent(None, True, False, None)
        self.samples = 0

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)

    def SvcDoRun(self):
        while win32event.WaitForSingleObject(self.stop_event, 5000) != win32event.WAIT_OBJECT_0:
            self.samples += 1
"""
