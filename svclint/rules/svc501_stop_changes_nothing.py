"""SVC501: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import At, By, Enter, Event, Leave, Opaque, Quit, Report, Signal, Spawn
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Answer(IntEnum):
    """What the STOP handler has done so far; more counts for less fault."""

    NOTHING = 0
    STOPPED = 1  # reported SERVICE_STOPPED: no stop pending, but not nothing
    SIGNALLED = 2
    UNKNOWN = 3  # something that cannot be read happened
    PENDING = 4  # STOP_PENDING was reported


class Stop(NamedTuple):
    """A STOP handler at work; ``left``: it has returned, and the next report shows what came of it."""

    at: At
    answer: Answer = Answer.NOTHING
    left: bool = False


class StopAnswered(Monitor[Stop | None]):
    """STOP leads to SERVICE_STOP_PENDING: every way through the handler that does not is looked at."""

    sees = (Enter, Leave, Report, Signal, Opaque, Quit, Spawn)
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> Stop | None:
        """No STOP is under way."""
        return None

    def step(self, state: Stop | None, event: Event) -> tuple[Stop | None, Sequence[Verdict]]:
        """The best that was done is remembered until the handler leaves."""
        match event:
            case Enter(control=Control.STOP.name):
                return Stop(event.at), ()
            case Leave() if state and not state.left:
                return _left(state)
            case Report() if state and state.left:
                return None, [_awakened(state, event)]
        if state is None or state.left:
            return state, ()
        return state._replace(answer=max(state.answer, _done(event))), ()


def _done(event: Event) -> Answer:
    match event:
        case Report(state=reported):
            known = {STOP_PENDING: Answer.PENDING, STOPPED: Answer.STOPPED, None: Answer.UNKNOWN}
            return known.get(reported, Answer.NOTHING)
        case Signal(shared=True):
            return Answer.SIGNALLED
        case Opaque(stops=True, reports=False):
            return Answer.SIGNALLED
        case Opaque() | Quit() | Spawn():  # a thread may do the rest (HND-03)
            return Answer.UNKNOWN
    return Answer.NOTHING


def _left(stop: Stop) -> tuple[Stop | None, Sequence[Verdict]]:
    if stop.answer is Answer.NOTHING:
        return None, [Broken("SVC501", stop.at, f"'{stop.at.text}' takes the STOP and changes nothing")]
    if stop.answer is Answer.SIGNALLED:
        return stop._replace(left=True), ()
    return None, [Kept(stop.at)]


def _awakened(stop: Stop, report: Report) -> Verdict:
    """A run side that the signal wakes may report STOP_PENDING itself."""
    if report.by is By.USER and report.state in (STOP_PENDING, None):
        return Kept(stop.at)
    end = "SvcDoRun is over" if report.by is By.HOST else f"'{report.at.text}'"
    text = f"'{stop.at.text}' gives the stop signal, and nobody reports SERVICE_STOP_PENDING before {end}"
    return Broken("SVC502", stop.at, text)


class StopChangesNothing(Rule):
    """STOP is accepted, but the handler neither reports nor signals anything.

    ## Why

    With a method `SvcStop` pywin32 accepts STOP for the service. After STOP the next state has to be
    STOP_PENDING or STOPPED (STP-01). If nothing happens, the service goes on as RUNNING, but the SCM has sent
    its one STOP: from now on every control, a second STOP and INTERROGATE included, fails with 1061 (STP-02).
    Only killing the process helps.

    ## Flagged

    `SvcStop`, or the STOP branch of an own `ServiceCtrlHandlerEx` or of a handler that you register yourself,
    that does nothing anybody else could notice: `pass`, only a log entry, only local variables or a counter,
    only an exception, all of it under a switch that is off, a nested function that nobody calls, a report of
    RUNNING. The finding stands on the `def`.

    ## Not flagged

    - A report of STOP_PENDING or STOPPED, or of a state that cannot be read. If it is the wrong one, SVC503
      or SVC505 speaks.
    - A signal: an event set or cleared, something put into a queue, an attribute or a global assigned, a call
      that stops something by its name (`self.server.shutdown()`). If no report goes with it, SVC502 speaks.
    - A call that cannot be read: it may do either.
    - `sys.exit()` and the like, which SVC105 judges.
    - What is not reported without a status handle: only a service that is debugged has none.
    - A second STOP that finds a flag set which nobody but the STOP handler sets: the SCM sends one (STP-02).

    ## Decisions

    - An assignment to any attribute counts as a signal. Whether anybody reads it is another question.
    - Where one path through the handler answers the STOP and another does not, the finding is *possible*: a
      service may have reasons to refuse.
    - A demand on subclasses is silent: `raise NotImplementedError` alone, or `@abstractmethod`.
    - A `GetAcceptedControls` that folds to a mask without STOP is silent: the SCM never sends it.
    - Bases from outside the file: a `SvcStop` that may come from there is not judged.

    ## Fix

        def SvcStop(self):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            win32event.SetEvent(self.stop_event)

    Create the event in the constructor, let `SvcDoRun` wait for it and return.

    ## Fix safety

    Unsafe: a service that refused to stop does stop, at the next look that `SvcDoRun` takes at its event.
    What has to be cleaned up then, nobody has written yet.

    The handler reports at its end and gives the signal that `SvcDoRun` has: the one event that it waits for, or
    the flag of its one loop. Where that loop sleeps instead, it gets an event, made in the constructor, and
    waits for it as long as it slept. A `SvcStop` that hides one which works calls that. A handler that does
    nothing but refuse by an exception keeps it, and STOP is no longer accepted.
    """

    code = "SVC501"
    name = "stop-changes-nothing"
    severity = Severity.ERROR
    clauses = ("STP-01", "HND-06", "MAI-18")
    properties = ("P30", "P31")
    scope = Scope.CONTROL
    monitor = StopAnswered
    yields_to = ("SVC502", "SVC507")
    bad = """\
import logging

import win32event
import win32serviceutil


class Importer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Importer"
    _svc_display_name_ = "Importer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):  # SVC501
        logging.info("stop requested")

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
    good = """\
import logging

import win32event
import win32service
import win32serviceutil


class Importer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Importer"
    _svc_display_name_ = "Importer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        logging.info("stop requested")
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
