"""SVC204: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import AtWork, Event, Report
from svclint.contract.states import STOPPED
from svclint.rules.base import Rule, Scope, Severity


class PoolsAtRest(Monitor["frozenset[AtWork]"]):
    """No executor or pool is at work when SERVICE_STOPPED is reported; the state is what was said of them just now."""

    sees = (AtWork, Report)
    fault = Fault.OMITTED

    def start(self) -> frozenset[AtWork]:
        """Nothing is at work."""
        return frozenset()

    def step(self, state: frozenset[AtWork], event: Event) -> tuple[frozenset[AtWork], Sequence[Verdict]]:
        """What is at work is told right before the report."""
        match event:
            case AtWork():
                return state | {event}, ()
            case Report(state=reported) if reported is STOPPED:
                left = sorted({one.at for one in state})
                text = "work that '{}' began goes on when SERVICE_STOPPED is reported"
                return frozenset(), [Broken("SVC204", at, text.format(at.text)) for at in left]
        return frozenset(), ()


class PoolOutlivesStopped(Rule):
    """An executor or pool still works when SERVICE_STOPPED is reported.

    ## Why

    SERVICE_STOPPED says that all is over (STP-03). The threads of a `ThreadPoolExecutor` or of a `ThreadPool`
    are threads of the service like any other: what they still write, send or hold open goes on beside the next
    instance, or is cut off in the middle. PythonService.exe waits for none of them when it ends.

    ## Flagged

    A thread of `concurrent.futures.ThreadPoolExecutor` or of `multiprocessing.pool` that has a job in hand when
    SERVICE_STOPPED is reported, by your code or by the host. The finding stands on the call that made the pool
    start the thread, the first `submit` say.

    ## Not flagged

    - Idle threads, which wait for a job that does not come: nothing is lost with them.
    - Executors in a `with` block, or shut down with `wait=True`, and pools that are joined.
    - Threads that the service starts itself: SVC201 and SVC202.

    ## Decisions

    - For now only runs are judged.
    - A job whose result is out does not count, even if its thread needs a moment more to come to rest.
    - Child processes, and executors made of them, are not seen: a run may start no process.

    ## Fix

    At the end of `SvcDoRun`, after the stop signal: `self.pool.shutdown(wait=True)`, with the jobs looking at
    the signal as well. Cancel what has not begun with `cancel_futures=True`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC204"
    name = "pool-outlives-stopped"
    severity = Severity.WARNING
    clauses = ("STP-03",)
    properties = ("P35",)
    scope = Scope.RUN
    monitor = PoolsAtRest
    bad = """\
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.pool = ThreadPoolExecutor()
        self.pool.submit(self.send)  # SVC204
        self.stop.wait()

    def send(self):
        while not self.stop.wait(1):
            time.sleep(5)
"""
    good = """\
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        with ThreadPoolExecutor() as pool:
            pool.submit(self.send)
            self.stop.wait()

    def send(self):
        while not self.stop.wait(1):
            time.sleep(5)
"""
