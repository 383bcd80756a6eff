"""SVC903: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Escaped, Event
from svclint.rules.base import Rule, Scope, Severity


class NothingEscapes(Monitor[None]):
    """No exception leaves a control handler."""

    sees = (Escaped,)

    def start(self) -> None:
        """Each exception stands for itself."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """One that this machine may be to blame for proves nothing."""
        if isinstance(event, Escaped) and not event.excused:
            text = f"{event.error} leaves the handler of {event.control} at '{event.at.text}'"
            return None, [Broken("SVC903", event.at, text)]
        return None, ()


class HandlerRaises(Rule):
    """An exception leaves a control handler, and the control is lost.

    ## Why

    Nobody is there to catch it (HND-17). pywin32 logs the traceback and answers 120, "not implemented"; the
    client that sent the control is told that all went well. What the handler had still to do is not done: a
    STOP whose signal is given behind the faulty line never arrives, and the SCM sends no other (1061 from
    then on), so that only killing the process helps. A handler of a raw service takes the process down.

    ## Flagged

    A run in which an exception leaves a control handler, whatever the control. The finding stands on your
    innermost line that it comes through. Often the schedule is the reason: the control arrives before
    `SvcDoRun` has made what the handler uses.

    ## Not flagged

    - Exceptions that are caught in the handler, and those in a thread that it starts (SVC907).
    - `SystemExit`, which is SVC105's.

    ## Decisions

    - Only runs are judged: whether a name is bound when the control comes, reading does not tell.
    - What this machine may be to blame for is silent: OSError and ImportError, errors of databases and of
      libraries that do not come with Python, what a module does not have on this system, and whatever is
      raised because of one of these.
    - A refusal by exception is flagged too: a handler refuses by its answer, or by the accept mask.

    ## Fix

    Make in the constructor what handlers use, so that it is there with the first control. In the handler,
    report and give the signal first; put what may fail behind it, in a thread, or into `try` with a log entry.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC903"
    name = "handler-raises"
    severity = Severity.ERROR
    clauses = ("HND-17",)
    properties = ("P14",)
    scope = Scope.RUN
    monitor = NothingEscapes
    bad = """\
import threading

import win32service
import win32serviceutil


class Scanner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Scanner"
    _svc_display_name_ = "Scanner"

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()  # SVC507, SVC903

    def SvcDoRun(self):
        self.stop = threading.Event()
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Scanner(win32serviceutil.ServiceFramework):
    _svc_name_ = "Scanner"
    _svc_display_name_ = "Scanner"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
