"""SVC803: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken
from svclint.checking.surroundings import Around, Lacking
from svclint.contract.events import Need, Needs, Side
from svclint.rules.base import Rule, Scope, Severity


class OnItsThread(Lacking):
    """What only Python's main thread may do, or a thread with an event loop, is done there."""

    needs = frozenset((Need.MAIN_THREAD, Need.LOOP))

    def said(self, event: Needs, around: Around) -> Sequence[Broken]:
        """The dispatcher has the main thread: a handler runs there, the service does not."""
        if event.minded:
            return ()
        if event.need is Need.LOOP:
            return _without_loop(event, around)
        if event.side is Side.HANDLER:
            return ()
        where = "a thread of its own" if event.side is Side.WORKER else "the service's thread"
        text = f"'{event.at.text}' works in Python's main thread only, and is called on {where}"
        return [Broken("SVC803", event.at, text, not (around.imported or event.chosen))]


def _without_loop(event: Needs, around: Around) -> Sequence[Broken]:
    if around.imported:
        return ()
    text = f"'{event.at.text}' finds no event loop on its thread and makes one in the main thread only"
    return [Broken("SVC803", event.at, text, event.side is Side.WORKER and not (around.unsure or event.chosen))]


class MainThreadMissing(Rule):
    """A call that works in Python's main thread only is made on another thread of the service.

    ## Why

    The main thread of a service process belongs to the dispatcher (ENT-01). Constructor, `SvcRun` and
    `SvcDoRun` run on a thread that the SCM's call has made, workers on theirs. There Python refuses what it
    keeps for its main thread, the exception ends `SvcDoRun`, and pywin32 reports SERVICE_STOPPED with 1066
    right after the start (STS-07). In a console the same code works. What people see:

    - "ValueError: signal only works in main thread of the main interpreter"
    - "ValueError: set_wakeup_fd only works in main thread of the main interpreter"
    - "RuntimeError: There is no current event loop in thread 'Dummy-1'."

    ## Flagged

    - In the constructor, on the run side and in worker threads: `signal.signal()`, `signal.set_wakeup_fd()`,
      and Flask's `run(debug=True)`, whose reloader sets a handler.
    - `asyncio.get_event_loop()` in a worker thread that was given no loop.

    ## Not flagged

    - After a test that names `threading.main_thread()` or `current_thread()`, and where `except ValueError`
      (`RuntimeError` for a loop) is around the call, or a broad `except` around little else.
    - `run(debug=True, use_reloader=False)`, `asyncio.run()`, `new_event_loop()`, and whatever coroutines do.
    - Twisted's `reactor.run()`, which logs the same error and goes on without its signals.
    - Control handlers: they run in the main thread. Children of `multiprocessing`, which have one.

    ## Decisions

    - `asyncio.get_event_loop()` on the service's own thread, or in a handler, is *possible*: which thread asyncio
      takes for the main one depends on the version of Python and on who imported `threading` first.
    - Where a test that cannot be read decides about the call, it is *possible*: the test may ask how the program
      was started.
    - A call at the top level of the file is *possible*: `pythonservice.exe` imports it on the service's
      thread, a frozen program on the main one.
    - Windows have no business in a service on any thread; SVC105 speaks of them.

    ## Fix

    Leave signals out: `SvcStop` is the service's signal. Make an event loop where it runs, with
    `asyncio.run()`, or `new_event_loop()` and `set_event_loop()`.

    ## Fix safety

    Unsafe: code that also runs in a console loses something there. A statement that sets a signal is deleted,
    Flask's call gets `use_reloader=False`, and `get_event_loop()` becomes `new_event_loop()`.
    """

    code = "SVC803"
    name = "main-thread-missing"
    severity = Severity.ERROR
    clauses = ("ENT-01", "STS-07")
    properties = ("P07", "P64")
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER | Scope.PROGRAM
    monitor = OnItsThread
    bad = """\
import signal
import threading

import win32service
import win32serviceutil


class Lighthouse(win32serviceutil.ServiceFramework):
    _svc_name_ = "Lighthouse"
    _svc_display_name_ = "Lighthouse"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        signal.signal(signal.SIGTERM, lambda number, frame: self.stop.set())  # SVC803
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Lighthouse(win32serviceutil.ServiceFramework):
    _svc_name_ = "Lighthouse"
    _svc_display_name_ = "Lighthouse"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
