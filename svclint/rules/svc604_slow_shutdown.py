"""SVC604: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.budgets import BUDGETS
from svclint.contract.controls import Control
from svclint.contract.events import (
    At,
    Elapsed,
    Ended,
    Enter,
    Event,
    Late,
    Leave,
    OutOfTime,
    Report,
    Signal,
    Toils,
    Turn,
    Wait,
    WaitKind,
)
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc101_blocking_work_in_handler import LIMIT as HANDLER_LIMIT

LIMIT: Final = BUDGETS["ShutdownDocumented"].seconds
_NAP: Final = 5.0  # seconds from which a sleep of the run side is worth counting
_TOLD: Final = (Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)
_ELSEWHERE: Final = (WaitKind.LOCK, WaitKind.UI, WaitKind.SCM)


class Going(NamedTuple):
    """A shutdown under way: ``told`` is the handler that took it, ``inside``: it is still at work.

    ``asked``: seconds that its waits ask for, None when that is not known or SVC101 speaks of it; ``crossed``: where
    they become too many. ``naps``: where the run side sleeps afterwards. In runs ``turn`` is whose turn it is,
    ``thread`` the handler's; ``acted``: the stop has begun; ``late``: seconds since the SCM went on.
    """

    turn: int | None = None
    told: Enter | None = None
    thread: int | None = None
    inside: bool = False
    asked: float | None = 0.0
    crossed: At | None = None
    naps: frozenset[Wait] = frozenset()
    acted: bool = False
    late: float | None = None


class ShutdownIsShort(Monitor[Going]):
    """A service that is told of the shutdown is done when Windows waits no longer."""

    sees = (Turn, Enter, Leave, Late, Signal, Report, Wait, Toils, OutOfTime, Elapsed, Ended)
    about = (OutOfTime, Toils, Wait)

    def start(self) -> Going:
        """Nothing is shut down."""
        return Going()

    def step(self, state: Going, event: Event) -> tuple[Going, Sequence[Verdict]]:
        """Source tells what the work asks for; runs show whether it was over in time."""
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Enter() if event.control in _TOLD:
                return Going(state.turn, event, state.turn, True), ()
            case Ended() | Late():  # how long a handler may wait is judged elsewhere
                return Going(state.turn), ()
            case Report(state=reported) if reported is STOPPED:
                return Going(state.turn), _overslept(state)
        if state.told is None:
            return state, ()
        if state.inside and state.turn == state.thread:
            return _handled(state, state.told, event)
        if state.turn is None:
            return (_napped(state, event) if isinstance(event, Wait) else state), ()
        return _judged(_later(state, event), state.told)


def _handled(going: Going, told: Enter, event: Event) -> tuple[Going, Sequence[Verdict]]:
    """What the handler does itself."""
    match event:
        case Toils():
            text = f"'{told.at.text}' takes {told.control}, and '{event.at.text}' {event.chore.value}"
            return going, [Broken("SVC604", event.at, text)]
        case Wait() if event.kind not in _ELSEWHERE:
            return _waited(going, event), ()
        case Leave():
            return going._replace(inside=False, crossed=None), _crossed(going, told)
    return _later(going, event), ()


def _waited(going: Going, wait: Wait) -> Going:
    if wait.asked is None:
        return going._replace(asked=None) if wait.kind is WaitKind.LOOP else going
    if going.asked is None:
        return going
    seconds = round(going.asked + wait.asked, 6)
    if seconds >= HANDLER_LIMIT:
        return going._replace(asked=None, crossed=None)
    return going._replace(asked=seconds, crossed=going.crossed or (wait.at if seconds > LIMIT else None))


def _crossed(going: Going, told: Enter) -> Sequence[Verdict]:
    if going.crossed is None or going.asked is None:
        return ()
    waits = f"waits up to {going.asked:g} s in all, '{going.crossed.text}' included"
    text = f"'{told.at.text}' takes {told.control} and {waits}; Windows waits about {LIMIT:g} s"
    return [Broken("SVC604", going.crossed, text)]


def _napped(going: Going, wait: Wait) -> Going:
    """Each sleep of the run side counts once: who knows how often a loop turns that a signal ends."""
    shut_down = going.told is not None and going.told.control == Control.SHUTDOWN.name
    if not shut_down or not going.acted or wait in going.naps:
        return going
    if not _NAP <= wait.took.least < math.inf or wait.kind is not WaitKind.SLEEP:
        return going
    naps = going.naps | {wait}
    crossed = going.crossed or (wait.at if _length(naps) > LIMIT else None)
    return going._replace(naps=naps, crossed=crossed)


def _length(naps: frozenset[Wait]) -> float:
    return sum(one.took.least for one in naps)


def _overslept(going: Going) -> Sequence[Verdict]:
    if going.crossed is None or not going.naps:
        return ()
    text = f"'{going.crossed.text}' after SHUTDOWN: the stop lasts {_length(going.naps):g} s or more"
    return [Broken("SVC604", going.crossed, f"{text}, and Windows waits about {LIMIT:g} s")]


def _later(going: Going, event: Event) -> Going:
    assert going.told is not None
    match event:
        case Signal() if going.inside and going.turn == going.thread:
            return going._replace(acted=going.acted or event.shared)
        case Report(state=reported) if reported is STOP_PENDING:
            return going._replace(acted=True)
        case OutOfTime() if event.control == going.told.control:
            return going._replace(late=0.0)
        case Elapsed() if going.late is not None:
            return going._replace(late=going.late + event.seconds)
    return going


def _judged(going: Going, told: Enter) -> tuple[Going, Sequence[Verdict]]:
    if going.inside or going.late is None or going.late <= CLOCK_SLACK:
        return going, ()
    if not going.acted or told.control != Control.SHUTDOWN.name:
        return Going(going.turn), ()
    text = f"'{told.at.text}' took SHUTDOWN; when the shutdown waits no longer, the service is still stopping"
    return Going(going.turn), [Broken("SVC604", told.at, text)]


class SlowShutdown(Rule):
    """A service takes longer to stop than a shutdown of Windows leaves to it.

    ## Why

    When Windows shuts down, a service has about twenty seconds for its clean-up (SHD-06). Reports of
    STOP_PENDING ask for more, but the wait is capped (SHD-08): then the shutdown goes on and the process is
    ended where it stands. What it has not saved by then is lost, and so is an answer it still waits for
    (SHD-12). Work that is harmless at a stop by hand is too slow here: a full copy, a farewell to a server.

    ## Flagged

    In a service that accepts SHUTDOWN, by `SvcShutdown`, or PRESHUTDOWN:

    - waits of the handler that ask for more than 20 s in all, on the call that makes them too many;
    - a copy of a whole folder (`shutil.copytree()`, `shutil.make_archive()`) or `gc.collect()` in the handler;
    - sleeps of `SvcDoRun` that go on for more than 20 s when SHUTDOWN has come;
    - in runs, a stop that began after SHUTDOWN and is not over when the SCM waits no longer, on the method that
      took the control.

    ## Not flagged

    - A stop that takes long when somebody stops the service by hand.
    - Waits of the handler without a limit or of 30 s in all: there SVC101 alone speaks.
    - A handler that does nothing to stop the service: SVC601.

    ## Decisions

    - `SvcShutdown = SvcStop` makes the stop handler a shutdown handler, too.
    - On the run side only sleeps count, each once. They may be those of a loop that looks for the stop signal
      too seldom: the control may come when a nap has just begun.
    - How long a run waits is the profile's: 20 s as documented, 5 s with `strict-shutdown`, which is what
      current Windows installs.
    - A signal that nobody heeds looks the same in a run: the stop has begun and does not end.

    ## Fix

    Save while the service runs, so that little is left to write (SHD-10). Do not free memory (SHD-11). Give each
    farewell a short time-out. If the work really needs longer, accept PRESHUTDOWN instead.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC604"
    name = "slow-shutdown"
    severity = Severity.WARNING
    clauses = ("SHD-06", "SHD-10", "SHD-11", "SHD-12")
    properties = ("P53",)
    scope = Scope.CONTROL | Scope.LIFE | Scope.RUN
    monitor = ShutdownIsShort
    yields_to = ("SVC101",)
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Mirror(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mirror"
    _svc_display_name_ = "Mirror"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=50000)
        self.stop.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        self.stop.wait()
        time.sleep(40)  # SVC604
"""
    good = """\
import threading
import time

import win32service
import win32serviceutil


class Mirror(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mirror"
    _svc_display_name_ = "Mirror"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=50000)
        self.stop.set()

    SvcShutdown = SvcStop

    def SvcDoRun(self):
        while not self.stop.wait(600):
            time.sleep(5)
"""
