"""SVC605: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import (
    Begun,
    By,
    Event,
    Opaque,
    Registered,
    Report,
    Requested,
    Serves,
    Turn,
    Wait,
    WaitKind,
)
from svclint.contract.states import START_PENDING
from svclint.rules.base import Rule, Scope, Severity

BRIEF: Final = 1.0  # seconds that initialisation may take beside the reports (MAI-05)

# What one's own threads do may be over at once: nobody can tell from the wait. The others are other rules' business.
_SPARED: Final = (WaitKind.EVENT, WaitKind.QUEUE, WaitKind.JOIN, WaitKind.LOCK, WaitKind.UI, WaitKind.SCM)


class Starting(NamedTuple):
    """A start under way.

    In runs ``turn`` is whose turn it is, ``thread`` the service's own, ``early`` what threads did before it is known.
    ``constructed``: the host has said so. ``seconds`` that the waits have asked for; ``judged``: waits are no more.
    ``imported``: it is the top level of the file.
    """

    turn: int | None = None
    thread: int | None = None
    early: tuple[tuple[int | None, Event], ...] = ()
    constructed: bool = False
    seconds: float = 0.0
    uncounted: bool = False
    judged: bool = False
    imported: bool = False


class StartIsBrief(Monitor[Starting | None]):
    """Until RUNNING is reported, nothing is asked of the SCM, and no long wait goes untold."""

    sees = (Turn, Begun, Serves, Registered, Report, Requested, Wait, Opaque)
    about = (Requested, Wait)

    def start(self) -> Starting | None:
        """The service is started."""
        return Starting()

    def step(self, state: Starting | None, event: Event) -> tuple[Starting | None, Sequence[Verdict]]:
        """Only the service's own thread counts; once it has reported by itself, its wait hints are judged elsewhere."""
        if state is None:
            return None, ()
        match event:
            case Turn():
                return state._replace(turn=event.thread), ()
            case Begun():  # the program that the SCM starts has 30 s of its own to come to its dispatcher (SVC901)
                return (state._replace(imported=True) if event.imported else None), ()
            case Serves():  # a program that hosts itself is not imported, or SVC809 speaks
                return None, ()
            case Registered():
                return _registered(state)
            case Report():
                return _reported(state, event), ()
            case Opaque(reports=True) if state.constructed:
                return None, ()
        if state.turn == state.thread:
            return _done(state, event)
        return (state if state.thread else state._replace(early=(*state.early, (state.turn, event)))), ()


def _registered(starting: Starting) -> tuple[Starting, Sequence[Verdict]]:
    """The thread that registers the handler is the service's own: now what it did before can be judged."""
    state, said = starting._replace(thread=starting.turn, early=()), list[Verdict]()
    for turn, event in starting.early:
        if turn == starting.turn:
            state, verdicts = _done(state, event)
            said += verdicts
    return state, said


def _done(starting: Starting, event: Event) -> tuple[Starting, Sequence[Verdict]]:
    match event:
        case Requested():
            text = f"'{event.at.text}' asks the SCM while it is busy with the start of this service"
            return starting, [Broken("SVC605", event.at, text)]
        case Wait() if not starting.judged and event.kind not in _SPARED:
            return _waited(starting, event)
    return starting, ()


def _reported(starting: Starting, report: Report) -> Starting | None:
    if report.state is not START_PENDING:
        return None
    if report.by is By.HOST:
        return starting._replace(constructed=True)
    return starting._replace(judged=True)


def _waited(starting: Starting, wait: Wait) -> tuple[Starting, Sequence[Verdict]]:
    if wait.asked is None:
        return starting._replace(uncounted=starting.uncounted or wait.kind is WaitKind.LOOP), ()
    seconds = round(wait.asked if starting.uncounted else starting.seconds + wait.asked, 6)
    if seconds <= BRIEF:
        return (starting if starting.uncounted else starting._replace(seconds=seconds)), ()
    long = "without a limit" if seconds == math.inf else f"up to {seconds:g} s in all"
    text = f"'{wait.at.text}' makes the start wait {long}, before SERVICE_RUNNING is reported"
    installs = starting.imported and wait.kind is WaitKind.PROCESS  # perhaps, and only what is missing
    return starting._replace(judged=True), [Broken("SVC605", wait.at, text, not installs)]


class WorkDuringInitialisation(Rule):
    """The service asks the SCM, or waits for long, before SERVICE_RUNNING is reported.

    ## Why

    While a service starts, the SCM holds a lock that other starts need (MAI-14). A request for another service
    waits for that lock, and the start waits for the request, until one of them gives up: 30 s, or the boot of the
    whole machine. Work that only takes long delays every service behind this one. What fits in about one second
    is fine (MAI-05); PythonService.exe reports START_PENDING only when the constructor is done, so from the
    constructor nobody hears anything, and after 80 s the start counts as hung (MAI-11).

    ## Flagged

    At the top level of the service's file, which PythonService.exe imports on the service's thread, in
    `__init__`, in an own `SvcRun` before RUNNING is reported, and in what they call:

    - `StartService`, `ControlService`, `RestartService`, `WaitForServiceStatus` and the other requests of SVC104,
      `net start` and `sc start` in a child process that is waited for included;
    - waits that ask for more than 1 s in all, or have no limit: `time.sleep(15)`, `requests.get(url)`,
      `subprocess.run()`, a loop that naps until the database answers.

    ## Not flagged

    - `SvcDoRun`, which runs when RUNNING is reported, and threads that are started meanwhile.
    - What stands under `if __name__ == "__main__"`.
    - An own `SvcRun` that reports START_PENDING and then waits: that is the way to tell how long it takes.
    - Waits for threads, events, queues and locks of one's own: they may be over at once.
    - `QueryServiceStatus`, and waits of unknown length (most connections to databases).

    ## Decisions

    - A wait stands on the first call at which the limits sum to more than 1 s; the rest of the start is then not
      judged for waits. Each request to the SCM is a finding.
    - A child process at the top level is *possible*: it may run only where something is missing, a library say.
    - A start that hangs in a run is SVC905's as well.

    ## Fix

    Name what has to run first in `_svc_deps_`; Windows then starts it before this service (MAI-15). Do what takes
    long at the beginning of `SvcDoRun`, or in a `SvcRun` of your own that reports `SERVICE_START_PENDING` with a
    wait hint before each step.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC605"
    name = "work-during-initialisation"
    severity = Severity.WARNING
    clauses = ("MAI-05", "MAI-11", "MAI-14", "MAI-15")
    properties = ("P05", "P11")
    scope = Scope.LIFE | Scope.PROGRAM | Scope.RUN
    monitor = StartIsBrief
    bad = """\
import threading
import time

import win32service
import win32serviceutil


class Sampler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sampler"
    _svc_display_name_ = "Sampler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        time.sleep(20)  # SVC605

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


class Sampler(win32serviceutil.ServiceFramework):
    _svc_name_ = "Sampler"
    _svc_display_name_ = "Sampler"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def SvcDoRun(self):
        self.stop.wait(20)
        self.stop.wait()
"""
