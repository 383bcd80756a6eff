"""SVC304: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.events import At, By, Elapsed, Ended, Event, Report, Turn, Wait
from svclint.rules.base import Rule, Scope, Severity

TOLERANCE: Final = 1.1  # times the hint (P42)
SHORT: Final = 1.0  # seconds in which a pending state needs no hint (P43)


class Longest(NamedTuple):
    """The longest wait of a thread since the last report."""

    thread: int | None
    wait: Wait
    seconds: float


class Pending(NamedTuple):
    """Whose turn it is; the pending report that was last, the seconds since, and what threads waited for."""

    turn: int | None = None
    report: Report | None = None
    seconds: float = 0.0
    waits: tuple[Longest, ...] = ()


class HintsKept(Monitor[Pending]):
    """A pending report is followed by the next within its wait hint, and has one."""

    sees = (Turn, Elapsed, Wait, Report, Ended)

    def start(self) -> Pending:
        """Nothing is pending."""
        return Pending()

    def step(self, state: Pending, event: Event) -> tuple[Pending, Sequence[Verdict]]:
        """The time since the report is added up."""
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Report():
                pending = event if event.state is not None and event.state.pending else None
                return Pending(state.turn, pending), _judged(state, event)
            case Ended():
                return Pending(state.turn), ()
        if state.report is None:
            return state, ()
        match event:
            case Elapsed():
                return _later(state, event.seconds)
            case Wait():
                return state._replace(waits=_waited(state, event)), ()
        return state, ()


def _later(state: Pending, seconds: float) -> tuple[Pending, Sequence[Verdict]]:
    assert state.report is not None
    after = state._replace(seconds=state.seconds + seconds)
    at = _unhinted(state.report)
    if at is None or after.seconds <= SHORT + CLOCK_SLACK:
        return after, ()
    return Pending(state.turn), [_no_hint(at, state.report)]


def _waited(state: Pending, wait: Wait) -> tuple[Longest, ...]:
    """What a thread waited for before the report does not count."""
    here = Longest(state.turn, wait, min(wait.took.least, state.seconds))
    known = next((one for one in state.waits if one.thread == state.turn), None)
    if known is not None and known.seconds >= here.seconds:
        return state.waits
    return (*(one for one in state.waits if one is not known), here)


def _judged(state: Pending, report: Report) -> Sequence[Verdict]:
    """The report that is awaited has come; whoever makes it is whom it waited for."""
    before = state.report
    if before is None or before.wait_hint is None:
        return ()
    if not before.wait_hint:
        at = _unhinted(before)
        return [_no_hint(at, before)] if at and report.state is before.state else ()
    if state.seconds <= before.wait_hint / 1000 * TOLERANCE + CLOCK_SLACK:
        return ()
    waited = next((one for one in state.waits if one.thread == state.turn), None)
    at = waited.wait.at if waited and waited.seconds > CLOCK_SLACK else before.at if before.by is By.USER else None
    return [_late(at, before, state.seconds)] if at else ()


def _late(at: At, before: Report, seconds: float) -> Verdict:
    assert before.state is not None and before.wait_hint is not None
    promised = f"{before.state.name} promised news within {before.wait_hint / 1000:g} s"
    return Broken("SVC304", at, f"{promised}; with '{at.text}' it takes {seconds:.3g} s")


def _unhinted(report: Report) -> At | None:
    """The author's call that leaves the hint out."""
    if report.wait_hint != 0:
        return None
    if report.by is By.USER:
        return report.at
    return report.built if report.built.line else None


def _no_hint(at: At, report: Report) -> Verdict:
    assert report.state is not None
    return Broken(
        "SVC303", at, f"'{at.text}' reports {report.state.name} with no wait hint, and it is not over at once"
    )


class HintTooShort(Rule):
    """A pending report promises the next one sooner than it comes.

    ## Why

    The wait hint says until when the next report comes (PRG-04). A program that watches the service, and the
    SCM while the machine shuts down, takes it at its word: when the hint has passed and neither the state nor
    the check point has changed, it may assume an error and give up (PRG-05). pywin32 gives each report 5 s. A
    join of a minute behind it is far beyond that, although everything is in order.

    ## Flagged

    A pending report, yours or the framework's, after which the next report comes later than the hint. The
    finding stands on what the thread that makes the next report waited for longest, else on the pending report.

    ## Not flagged

    - Waits in turns shorter than the hint, with a report of the pending state in each.
    - Waits while the service is RUNNING or PAUSED.
    - A hint of 0: SVC303.

    ## Decisions

    - For now only runs are judged. A tenth of the hint is tolerated, and the 2 s by which the clock of a run
      may be ahead.
    - The first report after the start is measured against nothing: the hint before it is the SCM's own.
    - If no report follows at all, nothing is late: that is a service that hangs.

    ## Fix

    Wait in turns, `while worker.is_alive(): self.ReportServiceStatus(SERVICE_STOP_PENDING); worker.join(3)`, or
    give the time that is needed with the report: `waitHint=70000`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC304"
    name = "hint-too-short"
    severity = Severity.WARNING
    clauses = ("PRG-01", "PRG-04", "STP-05", "SHD-07")
    properties = ("P42",)
    scope = Scope.RUN
    monitor = HintsKept
    yields_to = ("SVC506",)
    bad = """\
import time

import win32event
import win32service
import win32serviceutil


class Archiver(win32serviceutil.ServiceFramework):
    _svc_name_ = "Archiver"
    _svc_display_name_ = "Archiver"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        time.sleep(20)  # SVC304
"""
    good = """\
import time

import win32event
import win32service
import win32serviceutil


class Archiver(win32serviceutil.ServiceFramework):
    _svc_name_ = "Archiver"
    _svc_display_name_ = "Archiver"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=25000)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        time.sleep(20)
"""
