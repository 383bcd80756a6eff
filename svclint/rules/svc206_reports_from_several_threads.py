"""SVC206: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import (
    SOME_THREAD,
    By,
    Ended,
    Event,
    Join,
    Known,
    Refused,
    Report,
    Reporting,
    Side,
    Speaker,
    Turn,
)
from svclint.contract.states import RUNNING
from svclint.rules.base import Rule, Scope, Severity


class UnderWay(NamedTuple):
    """In runs, whose turn it is, and the author's reports that the SCM does not have yet, with their threads.

    In source, ``speakers``: the threads that may be alive and report whenever they like.
    """

    turn: int | None = None
    reports: frozenset[tuple[int | None, Reporting]] = frozenset()
    speakers: frozenset[Speaker] = frozenset()


class OneReporter(Monitor[UnderWay]):
    """No two threads of the author's report at the same moment."""

    sees = (Turn, Reporting, Report, Refused, Ended, Speaker, Join, Known)
    about = (Speaker, Reporting)

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
            case Speaker() | Join() | Known():
                return state._replace(speakers=_speaking(state.speakers, event)), ()
        left = frozenset(one for one in state.reports if one[0] != state.turn)
        return state._replace(reports=left), _beside(state, event) if isinstance(event, Report) else ()


def _more(state: UnderWay, report: Reporting) -> UnderWay:
    return state._replace(reports=state.reports | {(state.turn, report)})


def _met(report: Reporting, other: str, line: int) -> Verdict:
    text = f"'{report.at.text}' reports while another thread is at '{other}' (line {line})"
    return Broken("SVC206", report.at, text)


def _speaking(speakers: frozenset[Speaker], event: Speaker | Join | Known) -> frozenset[Speaker]:
    """Who may be alive afterwards; a join that may give up leaves the thread as it was."""
    if isinstance(event, Speaker):
        return speakers | {event}
    if event.complete is False if isinstance(event, Join) else event.alive:
        return speakers
    return frozenset(one for one in speakers if event.thread not in (one.thread, SOME_THREAD))


def _beside(state: UnderWay, report: Report) -> Sequence[Verdict]:
    """What the handler or the run side reports meanwhile; RUNNING said again by the run side tells nothing new."""
    again = report.side is Side.RUN and report.state is RUNNING
    if report.by is not By.USER or report.side is Side.WORKER or again:
        return ()
    other = f"'{report.at.text}' (line {report.at.line})"
    return [
        Broken("SVC206", one.at, f"'{one.at.text}' reports on a thread of its own, and nothing keeps {other} from it")
        for one in sorted(state.speakers, key=lambda one: one.at)
    ]


class ReportsFromSeveralThreads(Rule):
    """Two threads report the status of the service at the same moment.

    ## Why

    Status reports belong to one thread at a time (HND-20). `ReportServiceStatus` of pywin32 raises its check
    point and then calls the SCM, with no lock around both: of two threads at it at once, the one that counted
    first may be heard last. Then the check point falls, and where the states differ, the one that stays is that
    of whoever was later by chance.

    ## Flagged

    - A report in a thread that the service starts, made again and again, if the handler or the run side also
      reports while the thread may be alive. The finding stands on the thread's report.
    - In runs, a report by your own code that begins while one of another thread is on its way to the SCM. The
      finding stands on the one that begins later.

    ## Not flagged

    - Reports that follow one another, because an event, a join or a lock is between them: STOP_PENDING in the
      handler, and progress by `SvcDoRun` or a worker once the signal is given.
    - A report of the host or of the framework that meets one of yours.

    ## Decisions

    - RUNNING that `SvcDoRun` says again is no second report: nothing can come before it.
    - A thread that takes a signal, a lock or a job, or calls what cannot be read, before it reports is silent. So
      is one that reports once, or as often as is written down: it may have ended.
    - If a state is lost or a check point falls in a run, SVC505 and SVC301 speak of that beside this finding.

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
    scope = Scope.LIFE | Scope.RUN
    monitor = OneReporter
    bad = """\
import threading

import win32service
import win32serviceutil


class Sorter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sorter"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        sorter = threading.Thread(target=self.sort)
        sorter.start()
        self.stop.wait()
        sorter.join()

    def sort(self):
        while not self.stop.wait(2):
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)  # SVC206
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Sorter(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sorter"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        sorter = threading.Thread(target=self.sort)
        sorter.start()
        self.stop.wait()
        sorter.join()

    def sort(self):
        while not self.stop.wait(2):
            self.sorted = True
"""
