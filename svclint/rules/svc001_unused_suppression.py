"""SVC001: see the rule's docstring. The comments are read in ``svclint.heeding``."""

from __future__ import annotations

from svclint.rules.base import Rule, Scope, Severity, Unjudged


class UnusedSuppression(Rule):
    """A comment suppresses a finding that is not there.

    ## Why

    A comment that has outlived its finding hides the next one on the same line, and tells readers of a defect
    that is long gone.

    ## Flagged

    `# svclint: ignore[SVC101] reason` and `# noqa: SVC101`, when no finding of that code stands on the line (or
    on the lines of the same statement, as flake8 counts them).

    ## Not flagged

    - `# noqa` without codes, and codes of other tools.
    - Codes that only runs find: reading the file cannot tell.
    - Files that are skipped, by `# svclint: skip-file` or `# flake8: noqa`.

    ## Decisions

    A comment that covers a finding of the service of another file is used; that is seen when both files are
    linted in one run.

    ## Fix

    Delete the comment, or the codes that are idle.

    ## Fix safety

    Safe: a comment changes nothing.
    """

    code = "SVC001"
    name = "unused-suppression"
    severity = Severity.WARNING
    clauses = ()
    properties = ()
    scope = Scope.COMMENTS
    monitor = Unjudged
    bad = """\
import win32event
import win32service
import win32serviceutil


class Reader(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)  # svclint: ignore[SVC101] returns at once
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Reader(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)
"""
