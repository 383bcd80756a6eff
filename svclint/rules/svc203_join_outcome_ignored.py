"""SVC203: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc201_stopped_before_join import ThreadsJoined


class JoinOutcomeIgnored(Rule):
    """A join with a time-out goes before SERVICE_STOPPED, and nobody asks whether the thread ended.

    ## Why

    `Thread.join(5)` returns None in both cases: when the thread is over and when it is not. Going on as if it
    were over reports SERVICE_STOPPED with a thread alive, and that is what STP-03 forbids: the work is cut
    off, or goes on beside the next instance. On a fast machine the five seconds suffice, so it breaks first
    where the load is highest.

    ## Flagged

    A join with a time-out that is the last one before SERVICE_STOPPED, reported by your code or by the host,
    with nothing after it that finds the thread dead. This holds in handlers too.

    ## Not flagged

    - `while self.worker.is_alive():` around the join, or a loop that breaks when the thread is gone.
    - A second join without time-out after the first, polite one.
    - A branch that raises when the thread still lives: the stop fails and says so.
    - `join(timeout=None)`, which has no time-out.

    ## Decisions

    - The finding stands on the join. It takes the place of SVC201 and SVC202 for that thread.
    - An `is_alive()` that only leads to a log entry is no check: SERVICE_STOPPED follows all the same.
    - A loop that joins, asks `is_alive()` and reports STOP_PENDING, but gives up after some turns, is
      *possible*: it has shown patience and may know why it goes.
    - A time-out whose value is not known may be None, so the thread may be over: SVC202 is *possible* then.
    - To raise because the thread is still alive is not to ignore it.
    - Threads that provably end soon, and threads handed to code that cannot be read, are silent.

    ## Fix

    Turn the join into a loop that shows progress. Each report must come within the wait hint of the one
    before (5 s by default), so join for less than that:

        while self.worker.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=5000)
            self.worker.join(3)

    ## Fix safety

    Unsafe: the time-out does not hold any more. A thread that hangs keeps the service in STOP_PENDING, with
    progress that nothing stands behind, where it was given up before. A join at the end of a handler moves
    behind the wait of `SvcDoRun`, where the handler is not held up by it. There is no fix where the thread
    might not be told to end before the join, by a class that overrides the handler for one, nor for a join
    that is made before the stop.
    """

    code = "SVC203"
    name = "join-outcome-ignored"
    severity = Severity.WARNING
    clauses = ("STP-03", "PRG-01")
    properties = ("P35", "P42")
    scope = Scope.LIFE
    monitor = ThreadsJoined
    bad = """\
import threading

import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Printer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.spooler = threading.Thread(target=self.spool)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.spooler.start()
        self.stop.wait()
        self.spooler.join(5)  # SVC203

    def spool(self):
        while not self.stop.wait(2):
            print("one more page")
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Printer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.spooler = threading.Thread(target=self.spool)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.spooler.start()
        self.stop.wait()
        while self.spooler.is_alive():
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=5000)
            self.spooler.join(3)

    def spool(self):
        while not self.stop.wait(2):
            print("one more page")
"""
