"""SVC902: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.budgets import BUDGETS
from svclint.contract.events import Elapsed, Enter, Event, Late, Leave, Side, Stands
from svclint.rules.base import Rule, Scope, Severity

LIMIT = BUDGETS["HandlerTimeout"].seconds


class Work(NamedTuple):
    """A control handler at work, for how long, and where it stands when the SCM loses patience."""

    enter: Enter
    seconds: float = 0.0
    stands: Stands | None = None
    late: bool = False


class HandlerInTime(Monitor[Work | None]):
    """A control handler returns within the limit, whatever it does meanwhile."""

    sees = (Enter, Leave, Elapsed, Stands, Late)

    def start(self) -> Work | None:
        """No handler runs."""
        return None

    def step(self, state: Work | None, event: Event) -> tuple[Work | None, Sequence[Verdict]]:
        """Time passes; a handler is judged once."""
        match event:
            case Enter():
                return Work(event), ()
            case Leave():
                return None, ()
            case Stands(side=Side.HANDLER) if state:
                return state._replace(stands=event), ()
            case Late() if state:
                return state._replace(late=True), ()
            case Elapsed() if state:
                work = state._replace(seconds=state.seconds + event.seconds)
                placed = work.late or work.stands
                return (None, [_late(work)]) if placed and work.seconds > LIMIT + CLOCK_SLACK else (work, ())
        return state, ()


def _late(work: Work) -> Verdict:
    enter, stands = work.enter, work.stands
    where = f", in '{stands.at.text}'" if stands else ""
    text = f"'{enter.at.text}' is still at work on {enter.control} after {LIMIT:g} s{where}"
    return Broken("SVC902", stands.at if stands else enter.at, text)


class HandlerTooLate(Rule):
    """A control handler does not return within 30 s.

    ## Why

    The SCM waits 30 s for a control handler (HND-02). After that the client's request fails with 1053 and event
    7011 is logged. The handler is not interrupted: it works on, and as all controls of the process are served
    by the same thread, the next ones queue behind it (HND-01). Who watches the service takes it for hung, and
    if the control was SHUTDOWN, Windows goes down without waiting for it.

    ## Flagged

    A run in which a control handler needs more than 30 s of virtual time. The finding stands where the handler
    waits as the SCM loses patience, or on the handler when it does not wait then.

    ## Not flagged

    - A handler that returns in time, even if only just.
    - Work that the handler has handed to a thread.
    - A request that had to queue for 30 s behind other handlers, or that a busy machine held up: the time
      counts from the call of this one, as long as somebody waits for it.

    ## Decisions

    - Only runs are judged. Where SVC101 or SVC102 stand at the same place, they say more and this finding is
      left out. SVC103 is a hint, and left out where this finding stands.
    - Up to two seconds more are given: the simulated clock may run ahead by as much.
    - What a handler computes takes no virtual time; only waiting and asking the clock do.

    ## Fix

    Report the pending state, give the signal and return. What takes long belongs into `SvcDoRun` or a thread.
    A lock that the handler needs must be held for moments only, never around a wait.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC902"
    name = "handler-too-late"
    severity = Severity.ERROR
    clauses = ("HND-02", "HND-01", "HND-09")
    properties = ("P10",)
    scope = Scope.RUN
    monitor = HandlerInTime
    yields_to = ("SVC101", "SVC102")
    bad = """\
import socket
import time

import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Printer"

    def __init__(self, args):
        super().__init__(args)
        self.asks, self.obeys = socket.socketpair()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=100_000)
        self.asks.send(b"stop")
        self.asks.recv(2)  # SVC902

    def SvcDoRun(self):
        self.obeys.recv(4)
        time.sleep(90)
        self.obeys.send(b"ok")
"""
    good = """\
import socket
import time

import win32service
import win32serviceutil


class Printer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Printer"
    _svc_display_name_ = "Printer"

    def __init__(self, args):
        super().__init__(args)
        self.asks, self.obeys = socket.socketpair()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=100_000)
        self.asks.send(b"stop")

    def SvcDoRun(self):
        self.obeys.recv(4)
        time.sleep(90)
"""
