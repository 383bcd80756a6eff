"""SVC810: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import At, Enter, Event, Exposed, Leave, Obeyed, Opaque, Quit, Signal, Wait
from svclint.rules.base import Rule, Scope, Severity

_ENDS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


class Stop(NamedTuple):
    """The calls that nothing guards, the signals that the service ends by; the first such call of a handler at work."""

    exposed: frozenset[At] = frozenset()
    obeyed: frozenset[tuple[str, bool]] = frozenset()
    waiting: bool = False
    risk: Wait | None = None


class SignalComesFirst(Monitor[Stop]):
    """No call that may fail or hang stands between a handler and its stop signal."""

    sees = (Exposed, Obeyed, Enter, Leave, Wait, Signal, Opaque, Quit)
    about = (Exposed,)

    def start(self) -> Stop:
        """Nothing is known yet."""
        return Stop()

    def step(self, state: Stop, event: Event) -> tuple[Stop, Sequence[Verdict]]:
        """The first signal counts, or a call that may be one."""
        match event:
            case Exposed():
                return state._replace(exposed=state.exposed | {event.at}), ()
            case Obeyed():
                return state._replace(obeyed=state.obeyed | {(event.key, event.value)}), ()
            case Enter():
                return Stop(state.exposed, state.obeyed, event.control in _ENDS), ()
        if not state.waiting:
            return state, ()
        match event:
            case Wait() if state.risk is None and event.at in state.exposed:
                return state._replace(risk=event), ()
            case Signal() if (event.key, event.value) in state.obeyed:
                return state._replace(waiting=False), _judged(state.risk, event)
            case Leave() | Quit() | Opaque(stops=True):
                return state._replace(waiting=False), ()
        return state, ()


def _judged(risk: Wait | None, given: Signal) -> Sequence[Verdict]:
    if risk is None:
        return ()
    fate = "may never return" if risk.asked == math.inf else "may fail"
    where = risk.at.seen_from(given.at)
    return [Broken("SVC810", given.at, f"'{given.at.text}' is never reached if '{risk.at.text}' ({where}) {fate}")]


class StopSignalAfterRisk(Rule):
    """The stop signal stands behind a call that may fail or hang, so it may never be given.

    ## Why

    The service hangs in STOP_PENDING ("Stopping" in services.msc), `net stop` says "The service could not be
    stopped" or "The service is starting or stopping. Please try again later", `sc stop` fails with 1061 ("The
    service cannot accept control messages at this time") or 1053 ("The service did not respond to the start or
    control request in a timely fashion"), and only taskkill helps. In the event log stands a traceback of
    `SvcStop`: ConnectionRefusedError, TimeoutError, FileNotFoundError. The call in front of the signal has
    failed, pywin32 has caught the exception (HND-17), and nobody has told `SvcDoRun` to end (STP-01).

    ## Flagged

    In a handler of STOP or of a shutdown, before its first signal: a call to a network, a database, a child
    process or the SCM that no `try` surrounds, or a wait without a limit, a join of the very thread say. The
    finding stands on the signal.

    ## Not flagged

    - A signal before the call, or in the `finally` around it; a call in a `try` with an `except`.
    - Handlers whose first signal may be a call that cannot be read (`self.client.stop()`).

    ## Decisions

    - Only signals count that the main code, or a thread of it, was seen to go by.
    - Any `except` counts as a guard, whatever it catches, and any `with` whose manager is not known to let
      exceptions pass. A wait without a limit an `except` does not end.
    - That the call itself is too slow for a handler, SVC101 and SVC102 say.

    ## Fix

    Report, give the signal, and do the rest in `SvcDoRun`, behind its wait:

        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop_event)

    ## Fix safety

    Unsafe: the signal moves in front of the call, where both stand in one block, or are called from it; the main
    code may then end before the call is made.
    """

    code = "SVC810"
    name = "stop-signal-after-risk"
    severity = Severity.ERROR
    clauses = ("STP-01", "HND-05", "HND-17")
    properties = ("P31", "P14")
    scope = Scope.CONTROL
    monitor = SignalComesFirst
    bad = """\
import subprocess
import threading

import win32service
import win32serviceutil


class Tunnel(win32serviceutil.ServiceFramework):
    _svc_name_ = "Tunnel"
    _svc_display_name_ = "Tunnel"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        subprocess.run(["rasdial", "/disconnect"], timeout=0.5)
        self.stop_event.set()  # SVC810

    def SvcDoRun(self):
        self.stop_event.wait()
"""
    good = """\
import subprocess
import threading

import win32service
import win32serviceutil


class Tunnel(win32serviceutil.ServiceFramework):
    _svc_name_ = "Tunnel"
    _svc_display_name_ = "Tunnel"

    def __init__(self, args):
        super().__init__(args)
        self.stop_event = threading.Event()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop_event.set()

    def SvcDoRun(self):
        self.stop_event.wait()
        subprocess.run(["rasdial", "/disconnect"], timeout=0.5)
"""
