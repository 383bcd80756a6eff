"""SVC103: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc104_scm_request_from_handler import HandlerKeepsFree


class LockTakenInHandler(Rule):
    """A control handler waits for a lock that other code holds while it works.

    ## Why

    Handlers run on the one dispatcher thread of the process (HND-01). A lock that a worker holds while it
    sleeps, asks a server or writes a file makes the handler wait as long: no other control is served, and after
    30 s the client is told that the service does not respond. A handler takes no locks and does not wait
    (HND-05). If the worker in turn waits for the handler's signal before it lets go, both wait for ever.

    ## Flagged

    `with self.lock` or `lock.acquire()` without a time-out of 1 s or less, in a handler or below, if other code
    of the service holds the same lock, by `with`, while it sleeps, asks a server, waits for a child, a thread or
    an event. In runs, a wait of a handler for a lock that lasts. The finding stands on the statement that takes
    it.

    ## Not flagged

    - A lock that is held only for a moment wherever it is held.
    - Conditions: who waits on one has let go of its lock.
    - Waits for events, threads and queues, which SVC101 and SVC102 judge.
    - Locks taken on the run side or in workers.

    ## Decisions

    - A wait counts that has no limit, or one of a second or more.
    - In runs the bound is 50 ms, beside the 2 s by which the clock of a run may be ahead; there a lock inside a
      library, that of a log handler say, counts as well.

    ## Fix

    Let the handler report and set an event, and nothing else. What the lock protects is the worker's, which
    sees the event when it comes round.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC103"
    name = "lock-taken-in-handler"
    severity = Severity.INFO
    clauses = ("HND-05",)
    properties = ("P11",)
    scope = Scope.CONTROL | Scope.RUN
    monitor = HandlerKeepsFree
    yields_to = ("SVC902",)
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Cache"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.lock = threading.Event(), threading.Lock()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 30000)
        with self.lock:  # SVC103
            self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(1):
            with self.lock:
                time.sleep(9)
"""
    good = """\
import threading
import time

import win32service
import win32serviceutil


class Cache(win32serviceutil.ServiceFramework):
    _svc_name_ = "Cache"
    _svc_display_name_ = "Cache"

    def __init__(self, args):
        super().__init__(args)
        self.stop, self.lock = threading.Event(), threading.Lock()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 30000)
        self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(1):
            with self.lock:
                time.sleep(9)
"""
