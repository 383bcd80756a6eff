"""SVC002: see the rule's docstring. The comments are read in ``svclint.directives``."""

from __future__ import annotations

from svclint.rules.base import Rule, Scope, Severity, Unjudged


class MalformedSuppression(Rule):
    """A comment speaks to svclint, and svclint does not understand it.

    ## Why

    Whoever wrote it believes that something is suppressed, or explained.

    ## Flagged

    A comment that begins with `svclint:` and is neither `ignore[SVC101] reason` (several codes with commas),
    nor `skip-file`, nor names a host; a code that no rule has; and, where the setting `require-reason` is on, an
    `ignore` without a reason.

    ## Not flagged

    `# noqa` in whatever form: flake8 reads that.

    ## Decisions

    A comment that is flagged suppresses nothing, unless all that it lacks is the reason.

    ## Fix

    Write it as `# svclint: ignore[SVC101] why it is right here`.

    ## Fix safety

    Safe for codes without brackets or in small letters. Everything else is yours to say.
    """

    code = "SVC002"
    name = "malformed-suppression"
    severity = Severity.WARNING
    clauses = ()
    properties = ()
    scope = Scope.COMMENTS
    monitor = Unjudged
    bad = """\
import threading

import win32service
import win32serviceutil


class Reader(win32serviceutil.ServiceFramework):
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
        self.reader.join()  # svclint: ignore SVC101, it is quick

    def SvcDoRun(self):
        self.stop = threading.Event()
        self.reader = threading.Thread(target=self.stop.wait)
        self.reader.start()
        self.reader.join()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Reader(win32serviceutil.ServiceFramework):
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
        self.reader.join()  # svclint: ignore[SVC101] it is quick

    def SvcDoRun(self):
        self.stop = threading.Event()
        self.reader = threading.Thread(target=self.stop.wait)
        self.reader.start()
        self.reader.join()
"""
