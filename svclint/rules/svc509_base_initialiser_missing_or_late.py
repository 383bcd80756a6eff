"""SVC509: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import By, Constructed, Event, Opaque, Registered, Report, Signal, Wait, WaitKind
from svclint.contract.states import START_PENDING
from svclint.rules.base import Rule, Scope, Severity

# Other machines, programs or people decide how long these last, and whether they fail.
_OUTSIDE = frozenset([WaitKind.NETWORK, WaitKind.DATABASE, WaitKind.PROCESS, WaitKind.SCM, WaitKind.SERVE, WaitKind.UI])
_BRIEF = 0.1  # seconds that may pass before the handler is registered (P03)


class Made(NamedTuple):
    """The constructor at work; whether the framework's was called, and what had to be waited for before that."""

    constructor: Constructed | None = None
    registered: bool | None = False
    waited: Wait | None = None


class RegistersFirst(Monitor[Made]):
    """The framework's constructor is called, before anything that may last, and its status handle is kept."""

    sees = (Constructed, Registered, Wait, Opaque, Report, Signal)

    def start(self) -> Made:
        """There is no object yet."""
        return Made()

    def step(self, state: Made, event: Event) -> tuple[Made, Sequence[Verdict]]:
        """The host's first report is the end of the constructor."""
        match event:
            case Constructed(registers=registers):
                return Made(event, registers is None), ()
            case Signal() if state.constructor and event.key == state.constructor.handle:
                return state, _clobbered(state, event)
        if state.constructor is None or state.registered:
            return state, ()
        match event:
            case Registered():
                return state._replace(registered=True, waited=None), _late(state.waited, event)
            case Report(state=reported, by=By.HOST) if reported is START_PENDING:
                return state._replace(registered=True), _missing(state, state.constructor)
            case Opaque(reports=True):  # it may have called the framework's
                return state._replace(registered=None), ()
            case Wait() if state.waited is None and _lasts(event):
                return state._replace(waited=event), ()
        return state, ()


def _lasts(wait: Wait) -> bool:
    if wait.kind in _OUTSIDE:
        return wait.asked != 0
    return wait.kind is not WaitKind.LOCK and wait.asked is not None and wait.asked > _BRIEF


def _surely(wait: Wait) -> bool:
    """What one's own threads do may be over at once."""
    return wait.kind in _OUTSIDE or wait.kind is WaitKind.SLEEP


def _late(waited: Wait | None, base: Registered) -> Sequence[Verdict]:
    if waited is None:
        return ()
    last = "may fail or last" if waited.asked in (None, math.inf) else f"may last {waited.asked:g} s"
    text = f"'{base.at.text}' registers the control handler only after '{waited.at.text}', which {last}"
    return [Broken("SVC509", base.at, text, _surely(waited))]


def _missing(made: Made, constructor: Constructed) -> Sequence[Verdict]:
    if made.registered is None or constructor.registers:
        return ()
    text = f"'{constructor.at.text}' ends without a call of the framework's constructor: no control handler is there"
    return [Broken("SVC509", constructor.at, text, fault=Fault.OMITTED)]


def _clobbered(made: Made, given: Signal) -> Sequence[Verdict]:
    """What is given before the framework's constructor, that sets anew."""
    if not made.registered or given.value is True:
        return ()
    text = f"'{given.at.text}' is the handle for status reports: without it pywin32 drops every report in silence"
    return [Broken("SVC509", given.at, text, given.value is False)]


class BaseInitialiserMissingOrLate(Rule):
    """The framework's constructor is not called, or too late, or its status handle is overwritten.

    ## Why

    `ServiceFramework.__init__` registers the control handler with the SCM and keeps the status handle in
    `self.ssh`. Until then the service can report nothing, not even that it failed, and nobody can stop it
    (MAI-01, MAI-02): a constructor that hangs or fails first ends as error 1053. Without the call at all, the
    first report raises an AttributeError. With `self.ssh` set to None every report is dropped without a word:
    the service seems to hang in START_PENDING (MAI-04).

    ## Flagged

    - A constructor, inherited ones included, that ends without a call of the framework's: on the `def`.
    - A base call behind something that waits: a connection, a child process, a request to the SCM, a sleep of
      more than 0.1 s, with or without an `except` around it. On the base call.
    - `self.ssh` set to None or another false value after the base call, anywhere in the class.

    ## Not flagged

    - Attributes, locks, events and queues before the base call; `self.ssh` before it, since the base sets it.
    - Base calls in helpers, through `super()` chains and mixins, by a function that is given `self`.

    ## Decisions

    - `self.ssh` set to an object that is not known is *possible*; a known object may be a handle.
    - A wait for the service's own threads may be over at once: *possible*.
    - Where some path through the constructor calls the base and another does not, the rule is silent.
    - Files, settings and arguments read before the base call may fail as well; that is not judged.
    - `_svc_name_` set later is not judged: a process with one service may register any name.

    ## Fix

    Make the base call the first statement:

        def __init__(self, args):
            super().__init__(args)

    ## Fix safety

    Unsafe: the base call is inserted or becomes the first statement, so that what follows it meets a service that
    is registered; an assignment to `self.ssh` goes. There is no fix for the constructor of a mixin.
    """

    code = "SVC509"
    name = "base-initialiser-missing-or-late"
    severity = Severity.ERROR
    clauses = ("MAI-01", "MAI-02", "MAI-04")
    properties = ("P03",)
    scope = Scope.LIFE
    monitor = RegistersFirst
    bad = """\
import threading

import win32service
import win32serviceutil


class Press(win32serviceutil.ServiceFramework):
    _svc_name_ = "Press"
    _svc_display_name_ = "Press"

    def __init__(self, args):  # SVC509
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.stop_event.wait()
"""
    good = """\
import threading

import win32service
import win32serviceutil


class Press(win32serviceutil.ServiceFramework):
    _svc_name_ = "Press"
    _svc_display_name_ = "Press"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.stop_event.wait()
"""
