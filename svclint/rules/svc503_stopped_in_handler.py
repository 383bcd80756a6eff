"""SVC503: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc505_illegal_transition import Transitions


class StoppedInHandler(Rule):
    """SERVICE_STOPPED is reported in a control handler, though pywin32 reports it after SvcDoRun.

    ## Why

    While `SvcStop` runs, `SvcDoRun` has not ended yet. When it does, pywin32 reports STOP_PENDING and
    STOPPED. With your own report the SCM hears STOPPED, STOP_PENDING, STOPPED. STOPPED has to be the last
    word (STP-06). After the first one the service counts as gone: its process may be ended before `SvcDoRun`
    has cleaned up, and a new start may be let in while the old process still works. The reports behind it
    turn the record of a finished run back into a pending one, which refuses every control with 1061. The SCM
    stores each of them and returns no error.

    ## Flagged

    A report of SERVICE_STOPPED in `SvcStop`, `SvcShutdown`, `SvcOtherEx` or another handler, or in what they
    call, when another report follows. The finding stands on the report of STOPPED, and the message says which
    report comes after it. By which call it is made does not matter: `ReportServiceStatus`,
    `SetServiceStatus`, a wrapper.

    ## Not flagged

    - Comparing a state with SERVICE_STOPPED, logging or storing it.
    - A report that no path reaches, or after which no other can come: a `SvcDoRun` that never returns.
    - A handler that ends the process behind the report; SVC105 speaks of that.

    ## Decisions

    - When handler and run side share the reporting helper, SVC503 and SVC504 fit the same statement: SVC503
      alone speaks.
    - If the handler also gives a signal and never reports STOP_PENDING, SVC502 stands beside this finding.

    ## Fix

    Delete the report. Let `SvcStop` begin with `SERVICE_STOP_PENDING` and give the stop signal; `SvcDoRun`
    returns, and pywin32 reports STOPPED at the right time. Clean-up belongs at the end of `SvcDoRun`.

    ## Fix safety

    Safe for a last statement but log entries, and for a first one, which becomes STOP_PENDING: the SCM hears of
    the end when `SvcDoRun` returns. Unsafe elsewhere, as more code runs before that, and where nobody sees that
    `SvcDoRun` waits for the handler's signal: then STOPPED may be what ends the process. There is no fix where
    it certainly is, as nobody reads the signal or the handler does nothing else; none with exit codes; and no
    STOP_PENDING is put into a handler that may refuse the STOP. A helper that takes the state is not called.
    """

    code = "SVC503"
    name = "stopped-in-handler"
    severity = Severity.ERROR
    clauses = ("STP-06", "STP-09", "STP-10")
    properties = ("P33", "P34")
    scope = Scope.LIFE
    monitor = Transitions
    bad = """\
import win32event
import win32service
import win32serviceutil


class Relay(win32serviceutil.ServiceFramework):
    _svc_name_ = "Relay"
    _svc_display_name_ = "Relay"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)
        self.ReportServiceStatus(win32service.SERVICE_STOPPED)  # SVC503

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
    good = """\
import win32event
import win32service
import win32serviceutil


class Relay(win32serviceutil.ServiceFramework):
    _svc_name_ = "Relay"
    _svc_display_name_ = "Relay"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
