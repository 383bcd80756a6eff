"""SVC301: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import AUTO, By, Count, Event, Report
from svclint.contract.states import START_PENDING, State
from svclint.rules.base import Rule, Scope, Severity


class Last(NamedTuple):
    """The last pending report: its state, its check point, and what has become of the counter since."""

    state: State
    check_point: int | str
    risen: bool = False
    reset: Count | None = None


class CheckPointsRise(Monitor[Last | None]):
    """Within one pending state every report has a greater check point than the one before."""

    sees = (Report, Count)

    def start(self) -> Last | None:
        """Nothing is pending."""
        return None

    def step(self, state: Last | None, event: Event) -> tuple[Last | None, Sequence[Verdict]]:
        """Reports are compared, counters are watched in between."""
        match event:
            case Count() if state:
                return _counted(state, event)
            case Report():
                return _reported(state, event)
        return state, ()


def _counted(last: Last, count: Count) -> tuple[Last | None, Sequence[Verdict]]:
    if not _sent(last.check_point, count.key):
        return last, ()
    back = count.change == "-" or (count.change == "=" and count.value is not None and count.value <= 0)
    if back and last.check_point == AUTO:
        return last._replace(reset=last.reset or count), ()
    if count.change == "-":
        return last, ()
    return (last._replace(risen=True) if count.change == "+" else None), ()


def _sent(check_point: int | str, key: str) -> bool:
    """Whether a report sent a counter; pywin32's own goes by its name where it is sent by hand."""
    return key == check_point or (key == AUTO and str(check_point).endswith(".checkPoint"))


def _reported(last: Last | None, report: Report) -> tuple[Last | None, Sequence[Verdict]]:
    if report.state is None or not report.state.pending or report.check_point is None or _first(report):
        return None, ()
    new = Last(report.state, report.check_point)
    if last is None or last.state is not report.state:
        return new, ()
    if last.reset and report.check_point == AUTO:
        text = f"'{last.reset.at.text}' sets the check point back between two reports of {last.state.name}"
        return new, [Broken("SVC301", last.reset.at, text)]
    if not _stands_still(last, report.check_point):
        return new, ()
    return new, [Broken("SVC301", report.at, _text(last, report))]


def _first(report: Report) -> bool:
    """The host's own START_PENDING, check point 0: it begins anew, and is not the author's (contract D.4)."""
    return report.by is By.HOST and report.state is START_PENDING


def _stands_still(last: Last, check_point: int | str) -> bool:
    if isinstance(check_point, int) and isinstance(last.check_point, int):
        return check_point <= last.check_point
    return check_point == last.check_point != AUTO and not last.risen


def _text(last: Last, report: Report) -> str:
    number = f"check point {report.check_point}" if isinstance(report.check_point, int) else "the same check point"
    before = f" after {last.check_point}" if isinstance(last.check_point, int) else " again"
    return f"'{report.at.text}' reports {last.state.name} with {number}{before}"


class CheckPointsDoNotRise(Rule):
    """The check point of a pending state does not rise from one report to the next.

    ## Why

    Who starts or stops a service watches its check point: if the wait hint runs out and the number has not
    risen, the service counts as hung (PRG-01). The SCM itself stores every number without complaint, 0 after
    5 included, so no call fails and no error number tells you. The watcher just gives up.

    `ReportServiceStatus` of pywin32 counts for you. It goes wrong where the counter is taken back or where
    reports are made by hand.

    ## Flagged

    - `SetServiceStatus`, that of ctypes too, with the same or a smaller number than the report before, in one
      pending state: a literal in a loop, two equal literals, a variable or a field that nobody raises in between.
    - `self.checkPoint` set to a plain number, or lowered, while a pending state is reported.
    - An override of `ReportServiceStatus` that sends a constant check point: it stands on the
      `SetServiceStatus` inside.

    Reports of a handler and of `SvcDoRun` are compared too: STOP_PENDING with 1 in `SvcStop` and again with 1
    after the wait does not rise.

    ## Not flagged

    - Reports of the base class, and an override that hands on to it, or counts as it does.
    - A counter that is raised (`+= 1`, `enumerate`, `itertools.count`) between two reports.
    - A reset while RUNNING or PAUSED, between two operations: a new one may count from the start.
    - Numbers that cannot be read.

    ## Decisions

    - For the same state two reports in a row are compared; a report of another state ends the series.
    - Numbers of your own and the counter of pywin32 are not compared with each other.
    - A value that is not known, given to the counter, is taken to be right.

    ## Fix

    Report through `self.ReportServiceStatus(...)` and leave `self.checkPoint` alone. Where you report by
    hand, keep one counter for the whole operation and raise it once for each finished step, before the
    report.

    ## Fix safety

    Safe: the same reports are made, with other numbers. What sets `self.checkPoint` back is deleted. A number
    in a loop becomes a counter: the first report keeps the number that was written there, 0 becomes 1. Equal
    numbers in a row are raised, also those that a wrapper is given. A method that sends every state with one
    number counts while a state is pending, and sends 0 otherwise. A name that may serve for more than the check
    point is left alone.
    """

    code = "SVC301"
    name = "check-points-do-not-rise"
    severity = Severity.ERROR
    clauses = ("PRG-01", "PRG-02", "PRG-06")
    properties = ("P40",)
    scope = Scope.LIFE
    monitor = CheckPointsRise
    bad = """\
import threading

import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Cache"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
        self.checkPoint = 0  # SVC301
        for shard in range(100):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            print("writing shard", shard)
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Cache"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
        for shard in range(100):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            print("writing shard", shard)
"""
