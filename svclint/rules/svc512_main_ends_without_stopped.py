"""SVC512: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import Event, Leave, Opaque, Report, Spawn
from svclint.contract.states import STOPPED, State
from svclint.rules.base import Rule, Scope, Severity

MAIN = "ServiceMain"  # the Leave of a main function that nobody reports after


class MainReportsStopped(Monitor[State | None]):
    """The main function of a program without a host reports STOPPED before it ends."""

    sees = (Report, Opaque, Spawn, Leave)
    fault = Fault.OMITTED

    def start(self) -> State | None:
        """Nothing is reported yet."""
        return None

    def step(self, state: State | None, event: Event) -> tuple[State | None, Sequence[Verdict]]:
        """The last state that was reported; None when there may be another by now, or none."""
        match event:
            case Report():
                return event.state, ()
            case Opaque(reports=True) | Spawn(reports=True):
                return None, ()
            case Leave(control=control) if control == MAIN and state is not None and state is not STOPPED:
                return None, [Broken("SVC512", event.at, _text(event, state))]
        return state, ()


def _text(leave: Leave, state: State) -> str:
    return f"the main function can end at '{leave.at.text}' after {state.name}, and nobody reports SERVICE_STOPPED"


class MainEndsWithoutStopped(Rule):
    """The main function of a program without a host can end without a report of SERVICE_STOPPED.

    ## Why

    A program that registers its control handler itself has no framework to report for it. When its main function
    is over, the SCM knows nothing of that: the last state stands, RUNNING or STOP_PENDING. The dispatcher of the
    process goes on, for it returns only when every service is STOPPED (ENT-06). So the process stays as well, the
    client that sent STOP waits until it gives up, and the service can be neither stopped nor started again
    (STP-01).

    ## Flagged

    Programs that call `RegisterServiceCtrlHandler` or `RegisterServiceCtrlHandlerEx`, through ctypes or pywin32:
    a path through the main function, from a report of another state to its end, on which nobody reports STOPPED.
    The finding stands on the `return` or `raise`, or, where the path ends at the last statement, on the `def`.

    ## Not flagged

    - STOPPED reported on every way out: in `finally`, in a helper, in every `except`.
    - Paths on which nothing was reported at all, an early `return` when registering failed say.
    - Services whose handler, or a thread of theirs, reports STOPPED: the main function may end early (MAI-16).
    - Classes that a host runs: it reports STOPPED by itself.

    ## Decisions

    - Exceptions that nobody raises are not looked at outside of `try`; inside, they make the finding *possible*.
    - After a call that cannot be read and may report, nothing is known.
    - The main function is the one that registers the handler, or the only caller of the one that does. A comment
      `# svclint: host=raw` on the `def` names another.

    ## Fix

    Report SERVICE_STOPPED as the last thing, in a `finally` around all that follows the registration; with an
    exit code if the service ends by a failure.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC512"
    name = "main-ends-without-stopped"
    severity = Severity.ERROR
    clauses = ("STP-01", "MAI-17", "MAI-18", "ENT-06")
    properties = ("P31",)
    scope = Scope.LIFE
    monitor = MainReportsStopped
    bad = """\
import threading

import servicemanager
import win32service

stop = threading.Event()
handle = None


def report(state, accepted, hint):
    own = win32service.SERVICE_WIN32_OWN_PROCESS
    win32service.SetServiceStatus(handle, (own, state, accepted, 0, 0, 0, hint))


def handler(control, event_type, data):
    if control == win32service.SERVICE_CONTROL_STOP:
        report(win32service.SERVICE_STOP_PENDING, 0, 5000)
        stop.set()
    return 0


def service_main(args):  # SVC512
    global handle
    handle = servicemanager.RegisterServiceCtrlHandler(args[0], handler, True)
    report(win32service.SERVICE_RUNNING, win32service.SERVICE_ACCEPT_STOP, 0)
    stop.wait()
"""
    good = """\
import threading

import servicemanager
import win32service

stop = threading.Event()
handle = None


def report(state, accepted, hint):
    own = win32service.SERVICE_WIN32_OWN_PROCESS
    win32service.SetServiceStatus(handle, (own, state, accepted, 0, 0, 0, hint))


def handler(control, event_type, data):
    if control == win32service.SERVICE_CONTROL_STOP:
        report(win32service.SERVICE_STOP_PENDING, 0, 5000)
        stop.set()
    return 0


def service_main(args):
    global handle
    handle = servicemanager.RegisterServiceCtrlHandler(args[0], handler, True)
    report(win32service.SERVICE_RUNNING, win32service.SERVICE_ACCEPT_STOP, 0)
    stop.wait()
    report(win32service.SERVICE_STOPPED, 0, 0)
"""
