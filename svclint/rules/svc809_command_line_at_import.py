"""SVC809: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Begun, Event, Serves, Serving, Unread
from svclint.rules.base import Rule, Scope, Severity


class ImportedQuietly(Monitor[bool]):
    """Importing the file takes no step on the way to the SCM."""

    sees = (Begun, Serves, Unread)

    def start(self) -> bool:
        """Nothing is imported yet."""
        return False

    def step(self, state: bool, event: Event) -> tuple[bool, Sequence[Verdict]]:
        """True while the file is imported, and nothing that could not be read has decided about the way."""
        match event:
            case Begun():
                return event.imported, ()
            case Unread():
                return False, ()
            case Serves() if state:
                return state, _said(event)
        return state, ()


def _said(event: Serves) -> Sequence[Verdict]:
    if event.how is Serving.COMMANDS:
        text = f"'{event.at.text}' is called whenever the file is imported, and pythonservice.exe imports it"
        return [Broken("SVC809", event.at, text)]
    if event.how is Serving.DISPATCHES:
        text = f"'{event.at.text}' connects to the SCM whenever the file is imported"
        return [Broken("SVC809", event.at, text, sure=False)]
    return ()


class CommandLineAtImport(Rule):
    """Importing the service's file takes the command line, or connects to the SCM.

    ## Why

    `pythonservice.exe` hosts a service by importing the file of its class, and only `__main__` is not that
    import. A call of `HandleCommandLine` that stands outside runs in the service process as well. It finds no
    command there, prints how to use it to nobody, and calls `sys.exit(1)` in the middle of the import: there
    is no class, no service, and whoever starts it gets (ENT-02):

    - "Error 1053: The service did not respond to the start or control request in a timely fashion."
    - "Python could not import the service's module", with SystemExit at the end of the traceback, in the
      event log.

    `StartServiceCtrlDispatcher` at import asks for a second connection of one process, which the SCM refuses
    with 1056, "An instance of the service is already running." (ENT-04).

    ## Flagged

    - `HandleCommandLine(C)` at the top level of the file that holds the class `C`, or in a function that the
      top level calls, with no test of `__name__` around it.
    - The same in the branch for programs that are not frozen.

    ## Not flagged

    - Calls below `if __name__ == "__main__":`, and functions that nothing calls at import.
    - A call that another test decides about: `if len(sys.argv) > 1:`.
    - A class from another file, a class string or arguments of its own.
    - A class with `_exe_name_`, which another program hosts.

    ## Decisions

    - `StartServiceCtrlDispatcher()` at import is *possible*: a frozen program is its own host and imports
      nobody's file, but its tests, and the children of `multiprocessing`, do.

    ## Fix

        if __name__ == "__main__":
            win32serviceutil.HandleCommandLine(Service)

    ## Fix safety

    Unsafe: the statement of the top level that leads to the call goes below that test. Whoever imports the
    file to have the command line taken gets nothing done any more. Left alone is a call that several statements
    of the top level lead to.
    """

    code = "SVC809"
    name = "command-line-at-import"
    severity = Severity.ERROR
    clauses = ("ENT-01", "ENT-02", "ENT-04")
    properties = ("P01", "P02")
    scope = Scope.PROGRAM
    monitor = ImportedQuietly
    bad = """\
import threading

import win32service
import win32serviceutil


class Notary(win32serviceutil.ServiceFramework):
    _svc_name_ = "Notary"
    _svc_display_name_ = "Notary"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()


win32serviceutil.HandleCommandLine(Notary)  # SVC809
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Notary(win32serviceutil.ServiceFramework):
    _svc_name_ = "Notary"
    _svc_display_name_ = "Notary"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Notary)
"""
