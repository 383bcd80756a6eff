"""SVC807: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Event, Installed
from svclint.contract.framework import SERVICE_NAME
from svclint.rules.base import Rule, Scope, Severity


class ClassIsFound(Monitor[None]):
    """The class that is installed can be found again by the host that is to run it."""

    sees = (Installed,)

    def start(self) -> None:
        """Nothing has to be remembered."""

    def step(self, state: None, event: Event) -> tuple[None, Sequence[Verdict]]:
        """One look at the class."""
        return state, [Broken("SVC807", event.at, text) for text in _wrong(event)] if isinstance(
            event, Installed
        ) else ()


def _wrong(event: Installed) -> Iterator[str]:
    name = event.at.text
    if event.hidden:
        yield f"'{name}' {event.hidden}, and pythonservice.exe asks its module for a class of its name"
    elif SERVICE_NAME in event.lacks:
        yield f"'{name}' is installed without {' and '.join(event.lacks)}"


class ClassNotFound(Rule):
    """The host cannot find the class that was installed, or the class has no name for the service.

    ## Why

    `HandleCommandLine` writes two words into the registry: the module and the `__name__` of the class. When the
    SCM starts the service, `pythonservice.exe` imports the module and asks it for that name. A class that only
    exists in a function, in another class or below `if __name__ == "__main__":` is not there. Installing works
    all the same, and so does running the class in tests. What people see:

    - "Error 1053: The service did not respond to the start or control request in a timely fashion."
    - "AttributeError: module 'myservice' has no attribute 'MyService'", in the event log.
    - "AttributeError: type object 'MyService' has no attribute '_svc_name_'", for every command, or the same
      with `_svc_display_name_`.
    - "The specified service name is invalid", 123, for an empty name (CFG-04).

    ## Flagged

    - A service class in a function, in another class or below the test for `__main__`, where the file itself
      gives it to `HandleCommandLine`.
    - The same for a class whose `__name__` the file changes to one that the module does not have.
    - A class without `_svc_name_`, or with an empty one, that is given to `HandleCommandLine` or
      `PrepareToHostSingle`.

    The finding stands on the class line.

    ## Not flagged

    - Classes below `if sys.platform == "win32":`, in a `try` or a `with`.
    - A class that is declared `global`, or assigned to the same name of the module.
    - A file that hosts its class itself, by `StartServiceCtrlDispatcher`, and a class with `_exe_name_`.
    - A class string given to `HandleCommandLine`, which says where the class is.
    - Names assigned later, and classes with bases from elsewhere, which may have them.

    ## Decisions

    - Bases without a name are silent: nobody installs them.
    - A missing `_svc_display_name_` alone is silent: the first command that anybody gives fails, and says so.
    - Names that are too long or have a slash in them are not looked at.

    ## Fix

    Put the class at the top level of its module, and give it both names. Leave the call below the test:

        if __name__ == "__main__":
            win32serviceutil.HandleCommandLine(MyService)

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC807"
    name = "class-not-found"
    severity = Severity.ERROR
    clauses = ("MAI-01", "CFG-04")
    properties = ("P03", "P07")
    scope = Scope.LIFE
    monitor = ClassIsFound
    bad = """\
import threading

import win32service
import win32serviceutil


def main():
    class Herald(win32serviceutil.ServiceFramework):  # SVC807
        _svc_name_ = "Herald"
        _svc_display_name_ = "Herald"

        def __init__(self, args):
            super().__init__(args)
            self.stop = threading.Event()

        def SvcStop(self):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            self.stop.set()

        def SvcDoRun(self):
            self.stop.wait()

    win32serviceutil.HandleCommandLine(Herald)


if __name__ == "__main__":
    main()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Herald(win32serviceutil.ServiceFramework):
    _svc_name_ = "Herald"
    _svc_display_name_ = "Herald"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()


if __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Herald)
"""
