"""SVC105: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.effects import Exit, quits
from svclint.contract.events import Enter, Event, Leave, Quit, Report, Side
from svclint.contract.states import RUNNING
from svclint.rules.base import Rule, Scope, Severity


class Where(NamedTuple):
    """Which handler runs, if one does, and whether the service has reported RUNNING."""

    handler: str | None = None
    running: bool = False


class NoExit(Monitor[Where]):
    """Nothing ends the process, or opens a window, in a handler or on the run side."""

    sees = (Enter, Leave, Quit, Report)
    about = (Quit,)

    def start(self) -> Where:
        """The constructor may still refuse to go on."""
        return Where()

    def step(self, state: Where, event: Event) -> tuple[Where, Sequence[Verdict]]:
        """Only Quit is judged; the rest says where it happens."""
        match event:
            case Enter():
                return state._replace(handler=event.at.text), ()
            case Leave():
                return state._replace(handler=None), ()
            case Report(state=reported):
                return state._replace(running=state.running or reported is RUNNING), ()
            case Quit() if event.side is not Side.WORKER and (state.handler or state.running):
                return state, _said(state, event)
        return state, ()


def _said(where: Where, event: Quit) -> Sequence[Verdict]:
    shows = quits(event.how) is Exit.SHOWS
    if shows and not where.handler:
        return ()
    what = "opens a user interface that nobody sees" if shows else "asks for the end of the process"
    return [Broken("SVC105", event.at, f"'{event.at.text}' {what} {_place(where)}")]


def _place(where: Where) -> str:
    if where.handler:
        return f"while the SCM waits for '{where.handler}'"
    return "on the run side, where only a return ends the service in order"


class ExitInHandler(Rule):
    """The process ends in a control handler or in SvcDoRun, or a handler opens a window.

    ## Why

    `sys.exit()` in a handler raises SystemExit. pywin32 logs it and answers 120, so nothing has stopped, but
    the SCM has sent its STOP and sends nothing else: every later control fails with 1061. `os._exit()` ends
    the process before SERVICE_STOPPED is reported. The SCM books an aborted process (1067, event 7031 or
    7034) and may start the service again. In `SvcDoRun`, `sys.exit()` is one more exception to the host, and
    a planned end is booked as an error (1066).

    Services live in session 0, where nobody sees a window (ENT-08). A handler that opens one waits for a
    click that never comes, and after 30 s the client gets 1053.

    ## Flagged

    - In a handler, or on the run side once RUNNING is reported, and in what they call: `sys.exit()`,
      `exit()`, `quit()`, `raise SystemExit`, `os._exit()`, `os.abort()`, `ExitProcess()`.
    - In a handler: `input()`, `MessageBox`, `getpass()`, tkinter, Qt and similar dialogs.

    ## Not flagged

    - Another exception raised in `SvcDoRun`: that is how a failure is made known.
    - `sys.exit()` in code that only `__main__` reaches, and in a worker thread, where it ends that thread
      alone.
    - A method of yours that is merely called `exit`.
    - A user interface outside of the handlers; `TerminateProcess()` and `os.kill()` of other processes.

    ## Decisions

    - The constructor is silent, and so is an own `SvcRun` before it reports RUNNING: a service may refuse to
      start.
    - An exit that the service catches itself, with `except SystemExit`, is flagged all the same.

    ## Fix

    In a handler report `SERVICE_STOP_PENDING`, set the stop signal and return. In `SvcDoRun` write `return`,
    or raise an exception when the service has failed: pywin32 then reports SERVICE_STOPPED with an error, and
    recovery actions can run. Write a log entry instead of opening a window.

    ## Fix safety

    Safe for `sys.exit()` as the last statement of `SvcDoRun`: the service ends at the same place, as planned
    and no longer as a failure (1066), so recovery actions do not run any more.

    Unsafe for the rest, which guesses what was meant. In a stop handler the exit goes away, or becomes the
    signal that `SvcDoRun` waits for. Another control gives that signal; if its exit told of a failure,
    `SvcDoRun` raises RuntimeError at its end. On the run side a planned exit becomes `return`, one with a code
    or a text an exception, unless an `except` on the way would catch it. Message boxes become entries of the
    event log. Left alone is an exit whose code may or may not be 0, and one that both sides reach.
    """

    code = "SVC105"
    name = "exit-in-handler"
    severity = Severity.ERROR
    clauses = ("HND-17", "ENT-08", "MAI-16")
    properties = ("P14", "P66")
    scope = Scope.CONTROL | Scope.LIFE
    monitor = NoExit
    bad = """\
import sys
import threading

import win32service
import win32serviceutil


class Gatekeeper(win32serviceutil.ServiceFramework):
    _svc_name_ = "Gatekeeper"
    _svc_display_name_ = "Gatekeeper"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        sys.exit(0)  # SVC105

    def SvcDoRun(self):
        while not self.stop.wait(5):
            print("the gate is shut")
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Gatekeeper(win32serviceutil.ServiceFramework):
    _svc_name_ = "Gatekeeper"
    _svc_display_name_ = "Gatekeeper"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(5):
            print("the gate is shut")
"""
