"""SVC801: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.contract.events import At, Begun, Event, Opaque, Over, Report, Serves, Serving, Unread
from svclint.rules.base import Rule, Scope, Severity


class Way(NamedTuple):
    """A frozen program that the SCM has started, on its way: what it shows of being frozen, and what it prepared.

    ``read``: every test on the way could be read, so that this is where it leads.
    """

    frozen: bool | None
    read: bool = True
    prepared: At | None = None


class Connects(Monitor[Way | None]):
    """A frozen program that is started without arguments connects to the SCM."""

    sees = (Begun, Serves, Opaque, Report, Unread, Over)
    fault = Fault.OMITTED
    quantifier = Quantifier.EVERY

    def start(self) -> Way | None:
        """No program has begun; nor is one looked at any more that has served, or done what cannot be read."""
        return None

    def step(self, state: Way | None, event: Event) -> tuple[Way | None, Sequence[Verdict]]:
        """The first step that decides ends the way."""
        match event:
            case Begun():
                return (None if event.imported else Way(event.frozen)), ()
            case _ if state is None:
                return None, ()
            case Unread():
                return state._replace(read=False), ()
            case Opaque() | Report():  # a program that reports runs the service itself
                return None, ()
            case Serves(how=Serving.PREPARES):
                return state._replace(prepared=event.at), ()
            case Serves(how=Serving.DISPATCHES):
                return None, [Kept(state.prepared)] if state.prepared else ()
            case Serves(how=Serving.COMMANDS) if not state.prepared:
                return None, _commands(state, event)
            case Over() if state.prepared:
                return None, [_prepared(state.prepared)]
        return state, ()


def _commands(way: Way, event: Serves) -> Sequence[Verdict]:
    if way.frozen is False or not way.read:
        return ()
    text = f"'{event.at.text}' is all that the frozen program does when the SCM starts it: nothing connects to the SCM"
    return [Broken("SVC801", event.at, text, way.frozen is True, Fault.DONE)]


def _prepared(at: At) -> Verdict:
    return Broken(
        "SVC801", at, f"'{at.text}' names the service to host, and StartServiceCtrlDispatcher is never called"
    )


class NoDispatcher(Rule):
    """A frozen program that the SCM starts does not connect to it.

    ## Why

    A script is hosted by `pythonservice.exe`, which connects to the SCM by itself. A frozen program is its own
    host. The SCM starts it without arguments and waits for 30 s until it calls `StartServiceCtrlDispatcher`
    (ENT-01). `HandleCommandLine` does not: without arguments it prints how to use it and ends the process. So
    the program can install the service and can never be it. What people see:

    - "Error 1053: The service did not respond to the start or control request in a timely fashion."
    - "A timeout was reached (30000 milliseconds) while waiting for the ... service to connect." (event 7009)

    ## Flagged

    - `PrepareToHostSingle` or `PrepareToHostMultiple` on a way to the end of the program that has no
      `StartServiceCtrlDispatcher` on it. The finding stands on the first of them.
    - `HandleCommandLine` where a test of `sys.frozen` leads a frozen program without arguments.

    ## Not flagged

    - A file that shows no sign of being frozen, or asks only to find its folder.
    - A way on which a test or a call that cannot be read decides: `if "--service" in sys.argv:`.
    - A host for debugging that makes the object itself and calls `SvcRun`.
    - `HandleCommandLine` with a class or arguments of its own.

    ## Decisions

    - `sys._MEIPASS` in a file without any dispatcher makes `HandleCommandLine` below `__main__` *possible*:
      PyInstaller's program may have another main file.
    - An exception between the two calls is no finding: the way without one counts.

    ## Fix

        if len(sys.argv) == 1:
            servicemanager.Initialize()
            servicemanager.PrepareToHostSingle(Service)
            servicemanager.StartServiceCtrlDispatcher()
        else:
            win32serviceutil.HandleCommandLine(Service)

    ## Fix safety

    Unsafe: it is guessed that the SCM alone starts the program without arguments. The dispatcher is called behind
    what is prepared; a `HandleCommandLine` becomes the two branches above. Left alone is a file that calls
    the dispatcher somewhere else, and whose tests may mean something else.
    """

    code = "SVC801"
    name = "no-dispatcher"
    severity = Severity.ERROR
    clauses = ("ENT-01",)
    properties = ("P01",)
    scope = Scope.PROGRAM
    monitor = Connects
    bad = """\
import sys
import threading

import servicemanager
import win32service
import win32serviceutil


class Registrar(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Registrar"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()


if __name__ == "__main__" and len(sys.argv) == 1:
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(Registrar)  # SVC801
elif __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Registrar)
"""
    good = """\
import sys
import threading

import servicemanager
import win32service
import win32serviceutil


class Registrar(win32serviceutil.ServiceFramework):
    _svc_name_ = _svc_display_name_ = "Registrar"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()


if __name__ == "__main__" and len(sys.argv) == 1:
    servicemanager.Initialize()
    servicemanager.PrepareToHostSingle(Registrar)
    servicemanager.StartServiceCtrlDispatcher()
elif __name__ == "__main__":
    win32serviceutil.HandleCommandLine(Registrar)
"""
