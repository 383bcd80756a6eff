"""SVC703: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Control
from svclint.contract.events import (
    At,
    By,
    Crashed,
    Elapsed,
    Ended,
    Enter,
    Event,
    Leave,
    Opaque,
    Quit,
    Raised,
    Report,
    Shield,
    Shielded,
    Signal,
    Spawn,
    Test,
    Unread,
    Wait,
    WaitKind,
)
from svclint.contract.states import RUNNING, STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity

# Seconds in which a service that watches over its threads may find out.
TIME_TO_ANSWER: Final = CLOCK_SLACK
_STOPS: Final = (Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name)


class Failed(NamedTuple):
    """A failure that nobody has answered, and how long ago it was (seconds, up to what is enough to answer it)."""

    crashed: Crashed
    ago: float = 0.0


class Caught(NamedTuple):
    """What a broad ``except`` has caught, and what was set since: it may be how the failure is put down."""

    by: Shielded
    noted: frozenset[str] = frozenset()


class Fate(NamedTuple):
    """What may yet become known as a failure.

    In runs ``failed`` is a thread's, or whether one could still count: not once a stop began, nor if one follows at
    once. In source ``caught`` is the run side's, by one of ``guards``: broad clauses that it came to when RUNNING was
    reported (``works``), before it had ``rested`` anywhere or was asked to stop.
    """

    failed: Failed | bool = True
    caught: Caught | None = None
    guards: frozenset[At] = frozenset()
    works: bool = False
    rested: bool = False


class FailureShown(Monitor[Fate]):
    """Who fails says so at the end, by an exit code, or else goes on."""

    sees = (
        *(Crashed, Spawn, Enter, Leave, Report, Ended, Elapsed),
        *(Shielded, Wait, Signal, Test, Unread, Opaque, Quit),
    )
    about = (Crashed, Shielded)
    fault = Fault.OMITTED

    def start(self) -> Fate:
        """Nothing has failed."""
        return Fate()

    def step(self, state: Fate, event: Event) -> tuple[Fate, Sequence[Verdict]]:
        """Runs show threads that end by an exception, source shows what is caught and forgotten."""
        failed, said = _in_a_run(state.failed, event)
        if failed is not state.failed:
            state = state._replace(failed=failed)
        if isinstance(event, Report):
            more = _forgotten(state, event) if event.state is STOPPED else ()
            known = event.state is not None and not event.exit_code and event.exit_code is not None
            works = state.works or _lets_fail(event)
            return state._replace(works=works, caught=state.caught if known and not more else None), [*said, *more]
        return _in_source(state, event), said


def _lets_fail(report: Report) -> bool:
    """Whether the service works from now on and failures would be shown: cx_Freeze, which gives no hint, hides them."""
    return report.state is RUNNING and (report.by is By.USER or report.wait_hint != 0)


def _in_a_run(state: Failed | bool, event: Event) -> tuple[Failed | bool, Sequence[Verdict]]:
    """The first failure of a thread counts."""
    match event:
        case Crashed(excused=False) if state is True and event.at.line:
            return Failed(event), ()
        case Elapsed(seconds=seconds) if isinstance(state, Failed):
            return state._replace(ago=min(state.ago + seconds, TIME_TO_ANSWER)), ()
        case Report(state=reported) if reported is STOPPED:
            return True, _shown(state, event)
        case Spawn() | Ended() if state is not False:
            return True, ()
        case Enter() | Report() if _stops(event) and (state is True or _just_now(state)):
            return False, ()
    return state, ()


def _stops(event: Enter | Report) -> bool:
    return event.control in _STOPS if isinstance(event, Enter) else event.state is STOP_PENDING


def _just_now(state: Failed | bool) -> bool:
    return isinstance(state, Failed) and state.ago < TIME_TO_ANSWER


def _shown(state: Failed | bool, report: Report) -> Sequence[Verdict]:
    if isinstance(state, bool) or report.exit_code != 0:
        return ()
    crashed = state.crashed
    text = f"{crashed.error} at '{crashed.at.text}' ends a thread, and SERVICE_STOPPED says that all went well"
    return [Broken("SVC703", crashed.at, text)]


def _in_source(state: Fate, event: Event) -> Fate:
    match event:
        case Enter() if event.control in _STOPS:
            return state._replace(rested=state.works, guards=frozenset(), caught=None)
        case Leave(control="SvcRun", result=Raised.RAISED):
            return state._replace(caught=None)
        case Shielded():
            return _shielded(state, event)
        case Wait() if _rests(event):
            return state._replace(rested=state.works, caught=None)
    return state if state.caught is None else state._replace(caught=_kept(state.caught, event))


def _shielded(state: Fate, event: Shielded) -> Fate:
    match event.step:
        case Shield.BEGINS if state.works and not state.rested:
            return state._replace(guards=state.guards | {event.at}, caught=None)
        case Shield.CATCHES if event.at in state.guards and state.caught is None:
            return state._replace(caught=Caught(event))
        case Shield.AGAIN:
            return state._replace(caught=None)
    return state


def _rests(wait: Wait) -> bool:
    """Whether the service works here: it may stay for as long as nobody ends it."""
    return wait.asked == math.inf or wait.kind is WaitKind.LOOP


def _kept(caught: Caught, event: Event) -> Caught | None:
    """What was caught, unless the code may answer it, for all we know."""
    match event:
        case Signal():
            return caught._replace(noted=caught.noted | {event.key})
        case Test(key=key) if key in caught.noted:
            return None
        case Opaque() if event.reports or event.stops:
            return None
        case Unread() | Quit() | Spawn():
            return None
    return caught


def _forgotten(state: Fate, report: Report) -> Sequence[Verdict]:
    if state.caught is None or report.exit_code != 0:
        return ()
    by = state.caught.by
    text = f"'{by.at.text}' keeps what has failed, and SERVICE_STOPPED says that all went well"
    return [Broken("SVC703", by.at, text, by.main, Fault.DONE)]


class FailureSwallowed(Rule):
    """Something fails, and the service ends as if all had gone well.

    ## Why

    The exit code of STOPPED is how a service tells that it has failed: with an error the SCM writes an event
    (STS-06), and the recovery actions that the administrator has set run (STS-07). pywin32 reports an error when
    an exception leaves `SvcDoRun`. One that is caught there, or that ends a thread, becomes a clean stop: nobody
    is told, nothing is restarted.

    ## Flagged

    - A broad `except` (bare, `Exception`, `BaseException`) around the main body of `SvcDoRun` or what it calls,
      after which the service comes to its normal end. That it logs, tidies up or calls `SvcStop` changes nothing.
      The finding stands on the `except`, or on `contextlib.suppress(Exception)`, which is one.
    - In runs, an exception that leaves a thread of the service while it runs, if STOPPED is reported later with
      exit code 0 and no other thread was started in its place: on your line that it came through last.

    ## Not flagged

    - A handler that raises, ends the process, or reports an exit code.
    - One that puts the failure down where it is looked at afterwards.
    - The next turn of a loop that retries, and work that goes on behind the `try`.
    - An `except` that is met when the stop has been asked for, and a narrow one.
    - Handlers of cx_Freeze, which hides failures itself.

    ## Decisions

    - The main body is where the service waits without limit or serves, or the last statement of `SvcDoRun`.
    - A broad `except` around something else, the start-up say, from which `SvcDoRun` returns, is *possible*.
    - After a call that cannot be read and may stop or report something, nothing is known.
    - A failed job of an executor is kept in its future. Threads that fail within two seconds of a stop, or for
      lack of a file or a library of the machine, do not count.

    ## Fix

    Log and `raise`. Let a thread put down its failure and give the stop signal; `SvcDoRun` joins it and raises
    what it finds.

    ## Fix safety

    Unsafe: `raise` is put at the end of the `except` clause, or takes the place of a `return` or `break` there.
    The service then ends with an error, the recovery actions run, and what stands behind the `try` does not.
    There is no fix where the clause returns a value, or where somebody catches the exception again.
    """

    code = "SVC703"
    name = "failure-swallowed"
    severity = Severity.WARNING
    clauses = ("STS-06", "STS-07", "MAI-17")
    properties = ("P64",)
    scope = Scope.LIFE | Scope.RUN
    monitor = FailureShown
    bad = """\
import threading

import win32service
import win32serviceutil


class Poller(win32serviceutil.ServiceFramework):
    _svc_name_ = "Poller"
    _svc_display_name_ = "Poller"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.open = threading.Event(), {}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        try:
            while not self.stop.wait(2):
                self.open.pop("order")
        except Exception:  # SVC703
            self.open.clear()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Poller(win32serviceutil.ServiceFramework):
    _svc_name_ = "Poller"
    _svc_display_name_ = "Poller"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.open = threading.Event(), {}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        try:
            while not self.stop.wait(2):
                self.open.pop("order")
        except Exception:
            self.open.clear()
            raise
"""
