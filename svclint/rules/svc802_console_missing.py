"""SVC802: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken
from svclint.checking.surroundings import Around, Lacking
from svclint.contract.effects import quits
from svclint.contract.events import Need, Needs, Side
from svclint.rules.base import Rule, Scope, Severity


class NoConsole(Lacking):
    """The service asks nobody at a console, and does not take for granted that its streams are there."""

    needs = frozenset((Need.CONSOLE,))

    def said(self, event: Needs, around: Around) -> Sequence[Broken]:
        """Whoever waits for a key waits in vain. A stream may have been put in place of the one that is missing."""
        asks = quits(event.name) is not None
        if event.minded or around.imported or (asks and event.side is Side.HANDLER):
            return ()
        what = "asks at a console, and a service has none" if asks else "uses a stream that a service does not have"
        return [Broken("SVC802", event.at, f"'{event.at.text}' {what}", asks and not event.chosen)]


class ConsoleMissing(Rule):
    """The service reads from a console, or uses a standard stream that is not there.

    ## Why

    A service has no console. Python sets `sys.stdin`, `sys.stdout` and `sys.stderr` to None then. `print()`
    knows that and prints nothing; all that uses a stream itself fails. `input()` finds nothing to read from,
    and where a console does exist, in session 0, it waits for keys that nobody presses (ENT-08): the service
    starts and does nothing, and no stop gets through to its run side. What people see:

    - "RuntimeError: input(): lost sys.stdin"
    - "AttributeError: 'NoneType' object has no attribute 'write'"
    - "AttributeError: 'NoneType' object has no attribute 'isatty'"

    ## Flagged

    - `input()`, `getpass.getpass()`, `msvcrt.getch()` and its like in the constructor, on the run side and in
      threads of the service.
    - *Possible*: a method of `sys.stdin`, `sys.stdout` or `sys.stderr`: `write`, `flush`, `isatty`, `fileno`,
      `reconfigure`, `read`, `readline`, `buffer.write`.

    ## Not flagged

    - `print()` and `logging.StreamHandler()`: what they write is lost, nothing fails.
    - Whatever follows a test that names a standard stream, or asks pywin32 for its debug mode
      (`servicemanager.Debugging()`).
    - A call whose error is caught: `except (AttributeError, RuntimeError, EOFError, OSError)`.
    - Files that give the streams another value (`sys.stdout = ...`, `redirect_stdout`, `win32traceutil`).
    - What only `__main__` does, and control handlers that ask, of which SVC105 speaks.

    ## Decisions

    - The streams are *possible* only: another module may have replaced them. So is a question about which a
      test decides that cannot be read: it may ask how the program was started.

    ## Fix

    Read settings from a file or the registry, and log to a file or the event log:

        servicemanager.LogInfoMsg("watching")

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC802"
    name = "console-missing"
    severity = Severity.ERROR
    clauses = ("ENT-08",)
    properties = ("P31", "P64")
    scope = Scope.LIFE | Scope.CONTROL | Scope.WORKER
    monitor = NoConsole
    bad = """\
import threading

import win32service
import win32serviceutil


class Concierge(win32serviceutil.ServiceFramework):
    _svc_name_ = "Concierge"
    _svc_display_name_ = "Concierge"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        guest = input("Who is there? ")  # SVC802
        while not self.stop.wait(60):
            print("still waiting for", guest)
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Concierge(win32serviceutil.ServiceFramework):
    _svc_name_ = "Concierge"
    _svc_display_name_ = "Concierge"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.guest = win32serviceutil.GetServiceCustomOption(self, "guest")

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        while not self.stop.wait(60):
            print("still waiting for", self.guest)
"""
