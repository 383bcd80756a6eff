"""SVC515: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import At, By, Enter, Event, Inattentive, Leave, Obeyed, Opaque, Report, Signal
from svclint.contract.states import STOP_PENDING
from svclint.rules.base import Rule, Scope, Severity


class Stop(NamedTuple):
    """The loops that look at no signal, and those signals that the service ends by; the hint that a handler gave."""

    loops: frozenset[Inattentive] = frozenset()
    obeyed: frozenset[tuple[str, bool]] = frozenset()
    active: bool = False
    hint: int | None = None
    given: bool = False


class LooksInTime(Monitor[Stop]):
    """Within the wait hint of a stop, the main code comes to look at the signal."""

    sees = (Inattentive, Obeyed, Enter, Leave, Report, Signal, Opaque)
    about = (Inattentive,)

    def start(self) -> Stop:
        """Nothing is known yet."""
        return Stop()

    def step(self, state: Stop, event: Event) -> tuple[Stop, Sequence[Verdict]]:
        """A handler that does anything else may end the loops by it."""
        match event:
            case Inattentive():
                return state._replace(loops=state.loops | {event}), ()
            case Obeyed():
                return state._replace(obeyed=state.obeyed | {(event.key, event.value)}), ()
            case Enter(control=Control.STOP.name):
                return Stop(state.loops, state.obeyed, bool(state.loops)), ()
        if not state.active:
            return state, ()
        match event:
            case Signal() if (event.key, event.value) in state.obeyed:
                return state._replace(given=True), ()
            case Report(state=reported, by=By.USER) if reported is STOP_PENDING and event.wait_hint is not None:
                return state._replace(hint=max(event.wait_hint, state.hint or 0)), ()
            case Report() | Opaque():
                return state._replace(active=False), ()
            case Leave():
                return Stop(state.loops, state.obeyed), _judged(state)
        return state, ()


def _judged(stop: Stop) -> Sequence[Verdict]:
    if not stop.given or stop.hint is None:
        return ()
    found: dict[At, Broken] = {}
    for one in stop.loops:
        broken = _broken(one, stop.hint / 1000)
        if broken and (one.at not in found or broken.sure):
            found[one.at] = broken
    return list(found.values())


def _broken(loop: Inattentive, hint: float) -> Broken | None:
    if loop.seconds is not None and loop.seconds <= hint:
        return None
    lasts = "without a limit" if loop.seconds is None else f"{'for' if loop.sure else 'up to'} {loop.seconds:g} s"
    text = f"'{loop.at.text}' is in a loop that waits {lasts} and looks at no stop signal; the hint is {hint:g} s"
    return Broken("SVC515", loop.at, text, loop.sure)


class InnerWaitIgnoresStop(Rule):
    """A loop inside the main loop waits longer than the wait hint without a look at the stop signal.

    ## Why

    The main loop asks for the stop signal at its head and hands over to a second loop that sleeps: between two
    items, between two attempts, until the next hour. A STOP that comes meanwhile waits until the second loop is
    done. The handler has reported STOP_PENDING with a hint, 5 s by default, and when it is over without progress
    the client takes the service for hung (STP-05, PRG-01); `net stop` gives up, and a system shutdown kills it.

    ## Flagged

    On the run side, a loop inside one that goes by a signal of the STOP handler: it sleeps longer than the hint
    that the handler reports, in one turn or in all its counted turns, and neither it nor what it calls looks at
    any of these signals. The finding stands on the longest wait.

    ## Not flagged

    - Loops that ask for the signal, wait on it, or report on the way.
    - Loops that are done within the hint, and loops behind the signal, which clean up.
    - A sleep in the main loop itself: that is a matter of the hint alone.

    ## Decisions

    - A `while` whose end does not depend on time and whose turns are short is *possible*: a retry loop may end
      at once, or never. So is a loop that may be left before all its turns are done.
    - A call in the loop that cannot be read and can reach the service may look for it: silent.
    - Handlers that do more than report and give signals are silent: a closed connection may end the loop.

    ## Fix

    Wait on the stop event instead of sleeping, and leave when it comes:

        for item in items:
            handle(item)
            if self.stop_event.wait(60):
                return

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC515"
    name = "inner-wait-ignores-stop"
    severity = Severity.WARNING
    clauses = ("STP-05", "PRG-01", "HND-09")
    properties = ("P31", "P42")
    scope = Scope.CONTROL
    monitor = LooksInTime
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Rounds(win32serviceutil.ServiceFramework):
    _svc_name_ = "Rounds"
    _svc_display_name_ = "Rounds"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        while not self.stop_event.is_set():
            for _ in range(10):
                time.sleep(30)  # SVC515
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Rounds(win32serviceutil.ServiceFramework):
    _svc_name_ = "Rounds"
    _svc_display_name_ = "Rounds"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        while not self.stop_event.is_set():
            for _ in range(10):
                self.stop_event.wait(30)
"""
