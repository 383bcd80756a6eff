"""SVC205: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.events import (
    At,
    By,
    Enter,
    Event,
    Hosted,
    Leave,
    Obeyed,
    Opaque,
    Report,
    Signal,
    Spawn,
    Turn,
    Wait,
    WaitKind,
)
from svclint.contract.states import STOPPED
from svclint.rules.base import Rule, Scope, Severity

GRACE: Final = 0.1  # seconds for the last words (P36)


# A lock is nobody's work, late joins are judged elsewhere, and a loop waits by what is in it.
_SPARED: Final = (WaitKind.LOCK, WaitKind.JOIN, WaitKind.LOOP)
_SET: Final = ".is_set"  # the end of the key of an event, a queue and the like


class Reported(NamedTuple):
    """Whose turn it is; the author's report of STOPPED, the thread that made it, and the handler it is in.

    ``read``: it is source that is judged, where ``obeyed`` are the signals that the main code goes by.
    """

    read: bool = False
    obeyed: frozenset[tuple[str, bool]] = frozenset()
    turn: int | None = None
    thread: int | None = None
    stopped: Report | None = None
    handler: At | None = None


class SilenceAfterStopped(Monitor[Reported]):
    """Whoever reports SERVICE_STOPPED does nothing after it. Each such report is judged once."""

    sees = (Hosted, Obeyed, Turn, Enter, Leave, Report, Wait, Signal, Spawn, Opaque)

    def start(self) -> Reported:
        """STOPPED is not reported."""
        return Reported()

    def step(self, state: Reported, event: Event) -> tuple[Reported, Sequence[Verdict]]:
        """The end of the handler, or of SvcRun, is the end of what is judged."""
        match event:
            case Hosted():
                return state._replace(read=True), ()
            case Obeyed():
                return state._replace(obeyed=state.obeyed | {(event.key, event.value)}), ()
            case Turn():
                return state._replace(turn=event.thread), ()
            case Enter():
                return state._replace(handler=event.at), ()
            case Report(state=reported, by=By.USER) if reported is STOPPED:
                return state._replace(stopped=event, thread=state.turn), ()
        if state.stopped is None or state.turn != state.thread:
            return state, ()
        over = Reported(state.read, state.obeyed, state.turn)
        match event:
            case Leave() | Report(by=By.HOST):
                return over, ()
            case Report() if state.read:
                return over, ()
            case _ if _works(event, state):
                report = state.stopped.at
                where = report.seen_from(event.at)
                text = f"'{event.at.text}' comes after '{report.text}' ({where}): the end was told already"
                return over, [Broken("SVC205", event.at, text, _known(event), Fault.OMITTED)]
        return state, ()


def _known(event: Event) -> bool:
    """Whether it is known what a call does."""
    return not isinstance(event, Opaque) or event.stops


def _works(event: Event, state: Reported) -> bool:
    match event:
        case Wait(kind=WaitKind.SLEEP, asked=float() | int() as asked):
            return asked > GRACE
        case Wait(kind=kind, asked=asked) if state.read:
            return kind not in _SPARED and asked is not None and asked > GRACE
        case Wait():
            return event.took.least > GRACE + CLOCK_SLACK
        case Signal(key=key, value=value) if state.read:  # an attribute may be a mere note
            return event.shared and (key.endswith(_SET) or (key, value) in state.obeyed)
        case Signal():
            return event.shared and event.at != state.handler
    return isinstance(event, (Spawn, Opaque))


class WorkAfterStopped(Rule):
    """Work goes on after SERVICE_STOPPED is reported.

    ## Why

    SERVICE_STOPPED is the last thing a service does (STP-07). From then on the process may be gone at any
    moment, and the SCM may already start the next instance beside it (STP-15). What comes after the report may
    be done, half done or not done at all. If it is the stop signal that comes after it, even `SvcDoRun` has not
    ended yet.

    ## Flagged

    After a report of SERVICE_STOPPED by your own code, on the same thread: a signal that is given, a thread that
    is started, a wait that lasts, a call that stops something. The finding stands on the first.

    ## Not flagged

    - A log entry, and whatever is over within a tenth of a second.
    - What other threads still do, and a late join of them: SVC201, SVC202 and SVC204.
    - What follows the report of the host.

    ## Decisions

    - An attribute that is set counts when the main code was seen to end by it; in runs, any attribute does.
    - Files and library calls that return at once are not judged, and a call that cannot be read is *possible*.
    - Another report after STOPPED is judged by SVC503 and SVC504.
    - A wait other than a sleep has to exceed the 2 s by which the clock of a run may be ahead.

    ## Fix

    Delete the report, since pywin32 makes it after `SvcDoRun`. Where your own code has to report, make the
    report its last statement.

    ## Fix safety

    Unsafe: the report moves behind the last statement of its block, and so does a call of a helper that makes it.
    That the host reports as well, SVC503 and SVC504 say, whose fixes delete the report.
    """

    code = "SVC205"
    name = "work-after-stopped"
    severity = Severity.ERROR
    clauses = ("STP-06", "STP-07", "STP-15")
    properties = ("P34", "P36")
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = SilenceAfterStopped
    bad = """\
import time

import win32event
import win32service
import win32serviceutil


class Spooler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Spooler"
    _svc_display_name_ = "Spooler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)  # SVC504
        time.sleep(2)  # SVC205
"""
    good = """\
import time

import win32event
import win32service
import win32serviceutil


class Spooler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Spooler"
    _svc_display_name_ = "Spooler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        time.sleep(2)
"""
