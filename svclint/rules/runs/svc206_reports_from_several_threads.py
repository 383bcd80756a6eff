"""SVC206: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import By, Ended, Event, Refused, Report, Reporting, Turn
from svclint.rules.base import Rule, Scope, Severity


class UnderWay(NamedTuple):
    """Whose turn it is, and the author's reports that the SCM does not have yet, with their threads."""

    turn: int | None = None
    reports: frozenset[tuple[int | None, Reporting]] = frozenset()


class OneReporter(Monitor[UnderWay]):
    """No two threads of the author's report at the same moment."""

    sees = (Turn, Reporting, Report, Refused, Ended)

    def start(self) -> UnderWay:
        """No report is under way."""
        return UnderWay()

    def step(self, state: UnderWay, event: Event) -> tuple[UnderWay, Sequence[Verdict]]:
        """A report is under way until the SCM takes or refuses it."""
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Ended():
                return UnderWay(state.turn), ()
            case Reporting(by=By.USER):
                others = sorted((one.at for thread, one in state.reports if thread != state.turn), key=str)
                return _more(state, event), [_met(event, others[0].text, others[0].line)] if others else ()
        left = frozenset(one for one in state.reports if one[0] != state.turn)
        return state if len(left) == len(state.reports) else state._replace(reports=left), ()


def _more(state: UnderWay, report: Reporting) -> UnderWay:
    return state._replace(reports=state.reports | {(state.turn, report)})


def _met(report: Reporting, other: str, line: int) -> Verdict:
    text = f"'{report.at.text}' reports while another thread is at '{other}' (line {line})"
    return Broken("SVC206", report.at, text)


class ReportsFromSeveralThreads(Rule):
    """Two threads report the status of the service at the same moment.

    ## Why

    Status reports belong to one thread at a time (HND-20). `ReportServiceStatus` of pywin32 raises its check
    point and then calls the SCM, with no lock around both: of two threads at it at once, the one that counted
    first may be heard last. Then the check point falls, and where the states differ, the one that stays is that
    of whoever was later by chance.

    ## Flagged

    A report by your own code that begins while one of another thread is on its way to the SCM. The finding
    stands on the one that begins later.

    ## Not flagged

    - Reports that follow one another, because an event, a join or a lock is between them: STOP_PENDING in the
      handler, and progress by `SvcDoRun` once the signal is given.
    - A report of the host or of the framework that meets one of yours.

    ## Decisions

    - For now only runs are judged: the two have to meet in one of the schedules that are tried.
    - If a state is lost or a check point falls, SVC505 and SVC301 speak of that beside this finding.

    ## Fix

    Let one thread report, usually the run side: the handler reports STOP_PENDING before it gives its signal,
    and is silent from then on. Else put one lock around every report.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC206"
    name = "reports-from-several-threads"
    severity = Severity.INFO
    clauses = ("HND-20",)
    properties = ("P37",)
    scope = Scope.RUN
    monitor = OneReporter
    bad = """\
import threading
from concurrent.futures import ThreadPoolExecutor

import win32service
import win32serviceutil


class Sorter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sorter"

    def SvcRun(self):
        self.stop, self.both = threading.Event(), threading.Barrier(2)
        with ThreadPoolExecutor() as pool:
            pool.map(self.ready, ["index", "words"])
        super().SvcRun()

    def ready(self, part):
        self.both.wait()
        own, running = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_RUNNING
        win32service.SetServiceStatus(self.ssh, (own, running, 0, 0, 0, 0, 0))  # SVC206

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Sorter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sorter"

    def SvcRun(self):
        self.stop = threading.Event()
        for part in ["index", "words"]:
            self.ready(part)
        super().SvcRun()

    def ready(self, part):
        own, running = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_RUNNING
        win32service.SetServiceStatus(self.ssh, (own, running, 0, 0, 0, 0, 0))

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
