"""SVC409: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import Defined, Event
from svclint.contract.framework import CALLED, CALLERS
from svclint.rules.base import Rule, Scope, Severity

Own: TypeAlias = "frozenset[str]"  # methods by which the framework calls others, and which the author has replaced


class CallsFit(Monitor[Own]):
    """What the framework calls can be called in that way."""

    sees = (Defined,)

    def start(self) -> Own:
        """The framework makes all calls itself."""
        return frozenset()

    def step(self, state: Own, event: Event) -> tuple[Own, Sequence[Verdict]]:
        """Each method by itself; those that call others are told first."""
        if not isinstance(event, Defined) or event.name not in CALLED:
            return state, ()
        after = state | {event.name} if event.name in CALLERS.values() else state
        if not state.isdisjoint(_callers(event.name)):
            return after, ()
        wrong = _wrong(event, CALLED[event.name])
        return after, [Broken("SVC409", event.at, f"'{event.name}' {wrong}")] if wrong else ()


def _callers(name: str) -> Iterator[str]:
    """The methods through which the framework comes to this one."""
    while name in CALLERS:
        name = CALLERS[name]
        yield name


def _wrong(method: Defined, given: int) -> str:
    """What does not fit, empty when all does."""
    if method.coroutine:
        return "is a coroutine function: pywin32 calls it and awaits nothing, so none of it runs"
    call = f"pywin32 calls it with {_arguments(given)}"
    if given < method.least:
        return f"needs {_arguments(method.least)}, and {call}"
    if method.most is not None and given > method.most:
        return f"takes {_arguments(max(method.most, 0))}, and {call}"
    return ""


def _arguments(number: int) -> str:
    return "1 argument" if number == 1 else f"{number or 'no'} arguments"


class HandlerSignatureMismatch(Rule):
    """A method that pywin32 calls does not take the arguments it is called with.

    ## Why

    The framework calls the methods of a service by position: `SvcStop()`, `SvcOther(control)`,
    `SvcOtherEx(control, event_type, data)`. A method with other parameters raises TypeError at that moment. In a
    handler the exception is written to the event log and the control is answered with 120 (HND-17): the stop
    never happens, and nobody has called the method before to see it fail. In `__init__` or `SvcDoRun` the
    service does not even start.

    A coroutine function does not raise. The call makes a coroutine object, and nothing of the method runs.

    ## Flagged

    - `SvcStop`, `SvcPause`, `SvcContinue`, `SvcShutdown`, `SvcInterrogate`, `SvcRun` or `SvcDoRun` with a
      parameter beside `self` that has no default.
    - `SvcOtherEx` or `ServiceCtrlHandlerEx` that cannot take three arguments, `SvcOther` that cannot take one.
    - `__init__` that cannot take the list of arguments, and a `ReportServiceStatus` without the state.
    - A static method among them that expects `self`.
    - Any of these written with `async def`.

    ## Not flagged

    - Parameters with defaults, and `*args`.
    - Methods behind a decorator that is not known: it may change the arguments.
    - What an own `ServiceCtrlHandlerEx`, `SvcOtherEx` or `SvcRun` calls in place of the framework.
    - A class method with the right arguments: it can be called.

    ## Decisions

    - The finding stands on the `def`, also where that is in a base class of yours.
    - Of a class that others of the file derive from, what counts is what those make of it.

    ## Fix

    Take the arguments as pywin32 gives them. Let a coroutine run in the loop of `SvcDoRun`, and give it the word
    by `loop.call_soon_threadsafe(...)` from a plain `SvcStop`.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC409"
    name = "handler-signature-mismatch"
    severity = Severity.ERROR
    clauses = ("HND-17",)
    properties = ("P14",)
    scope = Scope.LIFE
    monitor = CallsFit
    bad = """\
import threading

import win32service
import win32serviceutil


class Kiln(win32serviceutil.ServiceFramework):
    _svc_name_ = "Kiln"
    _svc_display_name_ = "Kiln"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self, control):  # SVC409
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Kiln(win32serviceutil.ServiceFramework):
    _svc_name_ = "Kiln"
    _svc_display_name_ = "Kiln"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self, reason="asked to"):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait()
"""
