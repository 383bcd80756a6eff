"""SVC511: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import By, Enter, Event, Leave, Obeyed, Opaque, Report, Signal
from svclint.contract.states import STOP_PENDING
from svclint.rules.base import Rule, Scope, Severity

_ENDS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


class Told(NamedTuple):
    """The signals that end the service; whether a handler is at work that has not reported, and its first signal."""

    obeyed: frozenset[tuple[str, bool]] = frozenset()
    silent: bool = False
    given: Signal | None = None


class PendingFirst(Monitor[Told]):
    """A handler reports STOP_PENDING before it lets the service end."""

    sees = (Obeyed, Enter, Leave, Signal, Report, Opaque)

    def start(self) -> Told:
        """Nothing is known yet."""
        return Told()

    def step(self, state: Told, event: Event) -> tuple[Told, Sequence[Verdict]]:
        """The first report decides; a call that may report as well."""
        match event:
            case Obeyed(main=True):
                return state._replace(obeyed=state.obeyed | {(event.key, event.value)}), ()
            case Enter():
                return Told(state.obeyed, event.control in _ENDS), ()
        if not state.silent:
            return state, ()
        match event:
            case Signal() if state.given is None and (event.key, event.value) in state.obeyed:
                return state._replace(given=event), ()
            case Report():
                return Told(state.obeyed), _judged(state.given, event)
            case Leave() | Opaque(reports=True):
                return Told(state.obeyed), ()
        return state, ()


def _judged(given: Signal | None, report: Report) -> Sequence[Verdict]:
    if given is None or report.state is not STOP_PENDING or report.by is not By.USER:
        return ()
    where = report.at.seen_from(given.at)
    text = f"'{given.at.text}' lets the service end, so that STOP_PENDING ({where}) may follow STOPPED"
    return [Broken("SVC511", given.at, text)]


class SignalBeforePending(Rule):
    """The stop signal is given before STOP_PENDING is reported.

    ## Why

    The handler and `SvcDoRun` are on two threads. As soon as the signal is there, `SvcDoRun` may return, and
    pywin32 reports STOP_PENDING and STOPPED. If only then the handler comes to its own report, the last word of
    the service is STOP_PENDING: no legal successor of STOPPED (STP-09, STP-10), and a report after the last one
    (STP-06). The SCM then shows a service that stops for ever, or refuses the handle, and error 6 leaves the
    handler. It happens once in a while, mostly on a machine with a load.

    ## Flagged

    A handler of STOP or of a shutdown that first gives a signal by which the main code, or a thread that it
    started, comes to its end (an event that is waited for, the flag of a loop), and then reports STOP_PENDING.
    The finding stands on the signal.

    ## Not flagged

    - STOP_PENDING before the signal, in a helper too; repeated behind it.
    - Attributes set before the report that end nothing: a time, a note for the log.
    - Handlers that do not report at all (SVC502), or report another state first.

    ## Decisions

    - Only signals count by which the main loop, a wait without a limit or a branch that leaves was seen to go; a
      thread's signals only where the main code waits for threads and for nothing else.
    - A call that cannot be read and can reach the service may have reported: silent from there on.

    ## Fix

    Exchange the two lines:

        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)

    ## Fix safety

    Safe: the report moves in front of the signal, or of the call that leads to it, where both are statements of
    one block and neither needs the other. Between them nothing may leave the block.
    """

    code = "SVC511"
    name = "signal-before-pending"
    severity = Severity.WARNING
    clauses = ("STP-09", "STP-10", "STP-06")
    properties = ("P33", "P34")
    scope = Scope.CONTROL
    monitor = PendingFirst
    bad = """\
import threading

import win32service
import win32serviceutil


class Mill(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mill"
    _svc_display_name_ = "Mill"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.stop_event.set()  # SVC511
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)

    def SvcDoRun(self):
        self.stop_event.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Mill(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mill"
    _svc_display_name_ = "Mill"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.stop_event.wait()
"""
