"""SVC601: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Accept, Control
from svclint.contract.events import (
    Elapsed,
    Ended,
    Enter,
    Event,
    Handles,
    Hosted,
    Late,
    Leave,
    Masked,
    Opaque,
    OutOfTime,
    Quit,
    Report,
    Requested,
    Signal,
    Spawn,
    Turn,
    Wait,
    WaitKind,
)
from svclint.contract.states import STOP_PENDING, STOPPED, State
from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc405_wrong_mask_constants import is_control

# Waits for others, which may be told by it to end the service.
_REACHES: Final = (WaitKind.PROCESS, WaitKind.NETWORK, WaitKind.DATABASE, WaitKind.SCM, WaitKind.FILE, WaitKind.SERVE)
_TOLD: Final = (Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


class Ending(NamedTuple):
    """Whose turn it is, and how far a shutdown has come.

    ``acted``: its handler gave a signal, or the stop was reported. ``late``: seconds since the SCM went on.
    ``read``: this is source, and the handler has to begin the stop before it returns. ``strange``: it is, and no
    framework of pywin32's tells what comes. ``unheard``: nothing takes PRESHUTDOWN.
    """

    read: bool = False
    strange: bool = False
    unheard: bool = False
    turn: int | None = None
    told: Enter | None = None
    thread: int | None = None
    inside: bool = False
    acted: bool = False
    late: float | None = None


class ShutdownEnds(Monitor[Ending]):
    """A service that is told of the shutdown has stopped when the SCM goes on."""

    sees = (
        *(Hosted, Handles, Masked, Enter, Leave, Signal, Report, Opaque, Spawn, Quit, Requested, Wait),
        *(Turn, Late, OutOfTime, Elapsed, Ended),
    )
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> Ending:
        """Nothing is shut down."""
        return Ending()

    def step(self, state: Ending, event: Event) -> tuple[Ending, Sequence[Verdict]]:
        """The SCM says when its patience ends: that depends on the system and on how the service is installed."""
        match event:
            case Hosted():
                return state._replace(read=True, strange=not event.framed), ()
            case Handles():
                return state._replace(unheard=Control.PRESHUTDOWN.name not in event.controls), ()
            case Masked(bits=int() as bits) if state.unheard and bits & Accept.PRESHUTDOWN:
                return state, _masked(state, event)
            case Turn():
                return state._replace(turn=event.thread), ()
            case Enter() if event.control in _TOLD and not state.strange:
                return _idle(state)._replace(told=event, thread=state.turn, inside=True), ()
            case Ended() | Late():  # how long a handler may wait is judged elsewhere
                return _idle(state), ()
        if state.told is None:
            return state, ()
        if state.read:
            return _read(state, state.told, event)
        if isinstance(event, Report) and event.state is STOPPED:
            return _idle(state), ()
        return _judged(_after(state, event))


def _idle(state: Ending) -> Ending:
    """No shutdown is under way."""
    return Ending(state.read, state.strange, state.unheard, state.turn)


def _masked(state: Ending, masked: Masked) -> Sequence[Verdict]:
    """Of what is no bit of a mask another rule speaks."""
    if not state.read or is_control(masked, None):
        return ()
    text = f"'{masked.at.text}' accepts PRESHUTDOWN, which nothing takes: every shutdown waits for the service"
    return [Broken("SVC602", masked.at, text)]


def _read(state: Ending, told: Enter, event: Event) -> tuple[Ending, Sequence[Verdict]]:
    """What the handler does: whatever others may notice can be the stop, or lead to it."""
    match event:
        case Leave():
            return _idle(state), [Kept(told.at) if state.acted else _left(told)]
        case Signal(shared=False, key=key) if "@" in key:
            return state, ()
        case Report(state=State.SERVICE_RUNNING):
            return state, ()
        case Wait(kind=kind) if kind not in _REACHES:
            return state, ()
        case Signal() | Report() | Opaque() | Spawn() | Quit() | Requested() | Wait():
            return state._replace(acted=True), ()
    return state, ()


def _left(told: Enter) -> Broken:
    code = "SVC602" if told.control == Control.PRESHUTDOWN.name else "SVC601"
    return Broken(code, told.at, f"'{told.at.text}' takes {told.control}, and nothing is told to stop")


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
    if state.acted and control == Control.SHUTDOWN.name:  # SVC604 speaks of that
        return _idle(state), ()
    code = "SVC602" if control == Control.PRESHUTDOWN.name else "SVC601"
    done = "is still stopping" if state.acted else "has not begun to stop"
    text = f"'{at.text}' took {control}; when the shutdown waits no longer, the service {done}"
    return _idle(state), [Broken(code, at, text)]


class ShutdownDoesNotStop(Rule):
    """SHUTDOWN is accepted, but the service does not stop.

    ## Why

    With a method `SvcShutdown` pywin32 accepts SHUTDOWN, and an accepted SHUTDOWN is a stop (SHD-17). A handler
    that only notes it down makes Windows wait for the service until the time is over, some seconds that every
    shutdown of the machine takes longer. Then the process is ended with everything it has not written.

    ## Flagged

    - `SvcShutdown`, or the SHUTDOWN branch of your own `ServiceCtrlHandlerEx`, that does nothing anybody else
      could notice: `pass`, only a log entry, only local variables.
    - In runs: a handler that takes SHUTDOWN and gives no signal, if no stop is reported until the shutdown goes
      on without the service.

    The finding stands on the `def`.

    ## Not flagged

    - `SvcShutdown = SvcStop`, and a `SvcShutdown` that calls `SvcStop` or sets the same signal.
    - A class without `SvcShutdown`: it is not told, and stopped with the machine.
    - A call that cannot be read, a thread or a program that is started, a request to somebody: they may do it.
    - A stop that has begun and takes too long: SVC604.

    ## Decisions

    - Whatever the handler sets counts as a signal. Whether anybody heeds it is another question.
    - Where one path begins the stop and another does not, the finding is *possible*.
    - Source is judged where pywin32's framework calls the methods.
    - A demand on subclasses is silent: `raise NotImplementedError` alone, or `@abstractmethod`.
    - A handler that is still at work when the SCM waits no longer is judged by SVC101 and SVC102 first.

    ## Fix

        SvcShutdown = SvcStop

    ## Fix safety

    Safe where the method only logs, or is empty: it calls `SvcStop` at its end, as the shutdown of the machine
    demands. Unsafe where it does more, since what it has done may not go with a stop.
    """

    code = "SVC601"
    name = "shutdown-does-not-stop"
    severity = Severity.WARNING
    clauses = ("SHD-17", "SHD-07")
    properties = ("P51",)
    scope = Scope.CONTROL | Scope.RUN
    monitor = ShutdownEnds
    yields_to = ("SVC501",)
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
