"""SVC202: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc201_stopped_before_join import ThreadsJoined


class HostStoppedBeforeJoin(Rule):
    """SvcDoRun returns, and the host reports SERVICE_STOPPED, while a thread may still run.

    ## Why

    When `SvcDoRun` is over, pywin32 reports SERVICE_STOP_PENDING and SERVICE_STOPPED by itself, whether
    threads run or not. PythonService.exe ends right after that and does not wait for any thread, so the
    thread is cut off in the middle of its work. While the process lingers, the SCM may already start the next
    instance, and both work on the same files and ports (STP-03, STP-14).

    Neither value of `daemon` helps: True ends no thread in time, False is not heeded by PythonService.exe.

    ## Flagged

    A started `Thread`, `Timer` or `multiprocessing.Process` that some path to the end of `SvcDoRun` does not
    join: a forgotten join, an early `return` in front of it, one of several threads left out, a thread per
    connection. Threads that the constructor or a handler starts count too, and so do a `Timer` that renews itself
    and a bare `_thread.start_new_thread` that goes on and tells nobody anything.

    ## Not flagged

    - A join without time-out on every path, `is_alive()` found false, `terminate()`, `cancel()`.
    - In source, a thread with its own short life: no loop, no wait, no unknown call. A run in which STOPPED is
      faster than such a thread does show it.
    - Executors, pools and child processes of `subprocess`.

    ## Decisions

    - The finding stands on the call of `start()`, not on the end of `SvcDoRun`.
    - A target that surely goes on, with a `while` loop or an unlimited wait, makes it *broken*; a target that
      cannot be read, or that calls something unknown, makes it *possible*.
    - A thread that is joined in a handler counts as joined. If the handler gives the stop signal first,
      `SvcDoRun` may return before the join is over: then it is *possible*. SVC101 speaks of the join itself.
    - To have waited for an event (or flag) that the thread sets as its last act is to have joined it.
    - A join of something that may be the thread, or not, makes the finding *possible*; so does a loop that
      joins or asks and ends for a reason that cannot be read.
    - Threads handed to code that cannot be read are silent, and so are exceptions that nobody raises.

    ## Fix

    Make the thread end by the stop signal and join it at the end of `SvcDoRun`: `self.worker.join()`. If it
    may need more than the 5 s of the default wait hint, join in turns of a few seconds as long as
    `is_alive()`, with a report of `SERVICE_STOP_PENDING` in each.

    ## Fix safety

    Unsafe: `SvcDoRun` returns as late as the thread ends. The join goes to every way out behind the start; an
    early return gives the stop signal first, and a thread that may not have been started is asked whether it
    is alive. Threads without a name get one, those of a `for` loop a list. An endless loop is given the event
    or flag that `SvcStop` sets (an auto-reset event becomes a manual-reset one, a sleep a wait for it); where
    there is none, or where the thread waits for a client without limit, nothing is joined.
    """

    code = "SVC202"
    name = "host-stopped-before-join"
    severity = Severity.WARNING
    clauses = ("STP-03", "STP-14")
    properties = ("P35",)
    scope = Scope.LIFE
    monitor = ThreadsJoined
    bad = """\
import threading

import win32event
import win32service
import win32serviceutil


class Backup(win32serviceutil.ServiceFramework):
    _svc_name_ = "Backup"
    _svc_display_name_ = "Backup"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        copier = threading.Thread(target=self.copy)
        copier.start()  # SVC202
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)

    def copy(self):
        while win32event.WaitForSingleObject(self.stop, 1000) != win32event.WAIT_OBJECT_0:
            print("copying one more file")
"""
    good = """\
import threading

import win32event
import win32service
import win32serviceutil


class Backup(win32serviceutil.ServiceFramework):
    _svc_name_ = "Backup"
    _svc_display_name_ = "Backup"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        copier = threading.Thread(target=self.copy)
        copier.start()
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
        copier.join()

    def copy(self):
        while win32event.WaitForSingleObject(self.stop, 1000) != win32event.WAIT_OBJECT_0:
            print("copying one more file")
"""
