"""SVC701: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.fields import FieldsFit


class WrongStatusField(Rule):
    """A field of a status report has a value that no service may report.

    ## Why

    The state is a number from 1 to 7 (STS-02), and the type that of a service process (STS-03). The constants
    of other families look alike and are numbers too: accept bits, controls, error levels. With a value that is
    none of its own the SCM refuses the whole report with ERROR_INVALID_DATA, pywin32 raises `pywintypes.error`,
    and the SCM goes on with what it heard before. In `SvcDoRun` the exception ends the service; in a handler
    it becomes the answer 120, and the stop never happens.

    ## Flagged

    - A constant of another family as state: `ReportServiceStatus(SERVICE_ACCEPT_STOP)`, a SERVICE_CONTROL or
      SERVICE_ERROR constant, the id of an entry in the event log, also where its number happens to be that of a
      state: SERVICE_ERROR_CRITICAL is 3, and the SCM reads SERVICE_STOP_PENDING.
    - A number from outside of 1 to 7 as state, a text, a truth value, None; state and mask exchanged.
    - A tuple for `SetServiceStatus` with other than seven items.
    - A type that no service may have, a driver's say, in a status that your own code puts together.

    The finding stands on the call that reports.

    ## Not flagged

    - Accept masks, of which SVC405 speaks.
    - States whose value is not known, and plain numbers from 1 to 7.
    - Constants that your own `ReportServiceStatus` turns into states.

    ## Decisions

    - In runs the numbers count, and what the SCM refuses: a wrong constant that has the number of a state shows
      there only by what comes of it, SVC505 say.
    - That pywin32 reports the type of an own process in shared ones too is its own affair.

    ## Fix

    Report `win32service.SERVICE_RUNNING` and the other names of states, by `ReportServiceStatus`, which fills
    in the rest.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC701"
    name = "wrong-status-field"
    severity = Severity.ERROR
    clauses = ("STS-01", "STS-02", "STS-03")
    properties = ("P60", "P61")
    scope = Scope.LIFE | Scope.CONTROL | Scope.RUN
    monitor = FieldsFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Importer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Importer"
    _svc_display_name_ = "Importer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcRun(self):
        kind, running = win32service.SERVICE_AUTO_START, win32service.SERVICE_RUNNING
        if self.ssh:
            win32service.SetServiceStatus(self.ssh, (kind, running, 1, 0, 0, 0, 0))  # SVC701
        self.SvcDoRun()

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


class Importer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Importer"
    _svc_display_name_ = "Importer"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcRun(self):
        kind, running = win32service.SERVICE_WIN32_OWN_PROCESS, win32service.SERVICE_RUNNING
        if self.ssh:
            win32service.SetServiceStatus(self.ssh, (kind, running, 1, 0, 0, 0, 0))
        self.SvcDoRun()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
