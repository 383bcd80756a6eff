"""SVC601: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Control
from svclint.contract.events import Elapsed, Ended, Enter, Event, Late, Leave, OutOfTime, Report, Signal, Turn
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity

_TOLD: Final = (Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


class Ending(NamedTuple):
    """Whose turn it is, and how far a shutdown has come.

    ``acted``: its handler gave a signal, or the stop was reported. ``late``: seconds since the SCM went on.
    """

    turn: int | None = None
    told: Enter | None = None
    thread: int | None = None
    inside: bool = False
    acted: bool = False
    late: float | None = None


class ShutdownEnds(Monitor[Ending]):
    """A service that is told of the shutdown has stopped when the SCM goes on."""

    sees = (Turn, Enter, Leave, Late, Signal, Report, OutOfTime, Elapsed, Ended)
    fault = Fault.OMITTED

    def start(self) -> Ending:
        """Nothing is shut down."""
        return Ending()

    def step(self, state: Ending, event: Event) -> tuple[Ending, Sequence[Verdict]]:
        """The SCM says when its patience ends: that depends on the system and on how the service is installed."""
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Enter() if event.control in _TOLD:
                return Ending(state.turn, event, state.turn, True), ()
            case Ended() | Late():  # how long a handler may wait is judged elsewhere
                return Ending(state.turn), ()
            case Report(state=reported) if reported is STOPPED:
                return Ending(state.turn), ()
        return _judged(_after(state, event)) if state.told else (state, ())


def _after(state: Ending, event: Event) -> Ending:
    assert state.told is not None
    match event:
        case Signal() if state.inside and state.turn == state.thread:
            return state._replace(acted=state.acted or event.shared)
        case Leave() if state.turn == state.thread:
            return state._replace(inside=False)
        case Report(state=reported) if reported is STOP_PENDING:
            return state._replace(acted=True)
        case OutOfTime() if event.control == state.told.control:
            return state._replace(late=0.0)
        case Elapsed() if state.late is not None:
            return state._replace(late=state.late + event.seconds)
    return state


def _judged(state: Ending) -> tuple[Ending, Sequence[Verdict]]:
    if state.told is None or state.inside or state.late is None or state.late <= CLOCK_SLACK:
        return state, ()
    at, control = state.told.at, state.told.control
    code = "SVC602" if control == Control.PRESHUTDOWN.name else "SVC604" if state.acted else "SVC601"
    done = "is still stopping" if state.acted else "has not begun to stop"
    text = f"'{at.text}' took {control}; when the shutdown waits no longer, the service {done}"
    return Ending(state.turn), [Broken(code, at, text)]


class ShutdownDoesNotStop(Rule):
    """SHUTDOWN is accepted, but the service does not stop.

    ## Why

    With a method `SvcShutdown` pywin32 accepts SHUTDOWN, and an accepted SHUTDOWN is a stop (SHD-17). A handler
    that only notes it down makes Windows wait for the service until the time is over, some seconds that every
    shutdown of the machine takes longer. Then the process is ended with everything it has not written.

    ## Flagged

    A handler that takes SHUTDOWN and gives no signal, if no stop is reported until the shutdown goes on without
    the service. The finding stands on the `def`.

    ## Not flagged

    - `SvcShutdown = SvcStop`, and a `SvcShutdown` that calls `SvcStop` or sets the same signal.
    - A class without `SvcShutdown`: it is not told, and stopped with the machine.
    - A stop that has begun and takes too long: SVC604.

    ## Decisions

    - For now only runs are judged.
    - Whatever the handler sets counts as a signal. If nobody heeds it, SVC604 speaks.
    - A handler that is still at work when the SCM waits no longer is judged by SVC101 and SVC102 first.

    ## Fix

        SvcShutdown = SvcStop

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC601"
    name = "shutdown-does-not-stop"
    severity = Severity.WARNING
    clauses = ("SHD-17", "SHD-07")
    properties = ("P51",)
    scope = Scope.RUN
    monitor = ShutdownEnds
    bad = """\
import threading

import win32service
import win32serviceutil


class Ledger(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ledger"
    _svc_display_name_ = "Ledger"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcShutdown(self):  # SVC601
        print("the machine goes down")

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Ledger(win32serviceutil.ServiceFramework):
    _svc_name_ = "Ledger"
    _svc_display_name_ = "Ledger"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcShutdown(self):
        print("the machine goes down")
        self.SvcStop()

    def SvcDoRun(self):
        self.stop.wait()
"""
