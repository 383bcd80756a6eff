"""SVC904: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import CLOCK_SLACK
from svclint.contract.controls import Control
from svclint.contract.events import (
    RAISED,
    Crashed,
    Elapsed,
    Enter,
    Escaped,
    Event,
    GaveUp,
    Leave,
    Report,
    Side,
    Signal,
    Spawn,
    Stands,
)
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity

STOPS = frozenset({Control.STOP.name, Control.SHUTDOWN.name, Control.PRESHUTDOWN.name})


class Stop(NamedTuple):
    """A stop under way: how it began, what the handler has done so far, and what the last report still covers.

    ``begun``: the call of the handler, or the first report of a service that stops by itself. ``done``: the handler
    has left in order, and something came of it. ``covered``: seconds. ``stands``: where threads wait at the moment.
    """

    begun: Enter | Report
    inside: bool = True
    done: bool = False
    covered: float = 0.0
    stands: tuple[Stands, ...] = ()


class Ending(NamedTuple):
    """The stop, if one is under way; ``excused``: this machine may be the reason for whatever goes wrong."""

    stop: Stop | None = None
    excused: bool = False


class StopEnds(Monitor[Ending]):
    """After a stop that was taken, SERVICE_STOPPED comes while somebody still waits for it."""

    sees = (Enter, Leave, Report, Signal, Spawn, Elapsed, Stands, GaveUp, Crashed, Escaped)

    def start(self) -> Ending:
        """Nobody has asked for a stop."""
        return Ending()

    def step(self, state: Ending, event: Event) -> tuple[Ending, Sequence[Verdict]]:
        """Follow the stop; who gives up asks for the verdict."""
        match event:
            case Crashed(excused=True) | Escaped(excused=True):
                return Ending(None, True), ()
            case Enter(control=control) if control in STOPS and state.stop is None:
                return state._replace(stop=Stop(event)), ()
            case Report(state=reported) if reported is STOPPED:
                return state._replace(stop=None), ()
            case Report(state=reported) if reported is STOP_PENDING and state.stop is None and not state.excused:
                return state._replace(stop=_after(Stop(event, inside=False), event)), ()
            case GaveUp(awaited=awaited) if awaited is STOPPED and state.stop:
                return state._replace(stop=None), _judged(state)
        return (state._replace(stop=_after(state.stop, event)) if state.stop else state), ()


def _after(stop: Stop, event: Event) -> Stop | None:
    match event:
        case Leave(result=result) if stop.inside and event.control == getattr(stop.begun, "control", None):
            return None if result is RAISED else stop._replace(inside=False)
        case Signal() | Spawn() if stop.inside:
            return stop._replace(done=True)
        case Report(state=reported) if reported is STOP_PENDING:
            return stop._replace(done=True, covered=(event.wait_hint or 0) / 1000)
        case Elapsed():
            return stop._replace(covered=stop.covered - event.seconds, stands=())
        case Stands():
            return stop._replace(stands=(*stop.stands, event))
    return stop


def _judged(state: Ending) -> Sequence[Verdict]:
    stop = state.stop
    if stop is None or state.excused or stop.inside or not stop.done or stop.covered > -CLOCK_SLACK:
        return ()
    waits = [one for one in stop.stands if one.side is not Side.HANDLER]
    waits.sort(key=lambda one: one.side is not Side.RUN)
    at = waits[0].at if waits else stop.begun.at
    begun = f"{stop.begun.control} is taken" if isinstance(stop.begun, Enter) else "SERVICE_STOP_PENDING is reported"
    text = f"{begun}, but SERVICE_STOPPED never comes: {_told(waits)}"
    return [Broken("SVC904", at, text)]


def _told(waits: Sequence[Stands]) -> str:
    if not waits:
        return "nothing is left that could report it"
    first, *others = (f"the {one.side.value} waits in '{one.at.text}'" for one in waits)
    return ", ".join([first, *dict.fromkeys(one for one in others if one != first)])


class StopNeverEnds(Rule):
    """STOP is taken and answered, but the service does not come to SERVICE_STOPPED.

    ## Why

    A service that accepts STOP stops when it is told (STP-01). One that reports SERVICE_STOP_PENDING and stays
    there can neither be stopped again (1061) nor started (1056): its process has to be killed, and every
    update and every shutdown runs into it. It mostly happens in few schedules: two threads that wait for each
    other, a sentinel that one of two workers takes from the queue, a signal that comes before anybody
    listens and is reset.

    ## Flagged

    A run in which the client that sent STOP gives up waiting (the Services console does after 125 s), while
    the last report of progress is older than its wait hint. The finding stands where `SvcDoRun` waits, else
    where a thread does; the text names the others that wait. A service that reports SERVICE_STOP_PENDING by its
    own decision is held to that, too.

    ## Not flagged

    - A long stop that reports SERVICE_STOP_PENDING again before each wait hint is over.
    - A handler that is still at work (SVC101, SVC902), that was left by an exception (SVC903), or that did
      nothing at all (SVC501).

    ## Decisions

    - Only runs are judged. The schedule that leads there is part of the finding and can be replayed.
    - Silent once an exception has ended a thread for which this machine may be to blame, by a missing file say.

    ## Fix

    See to it that every wait of `SvcDoRun` and of its threads ends with the stop signal: wait for the signal
    and the work together, give waits a limit and look again, put one sentinel in the queue for each worker,
    and take locks in the same order everywhere.

    ## Fix safety

    There is no automatic fix.
    """

    code = "SVC904"
    name = "stop-never-ends"
    severity = Severity.ERROR
    clauses = ("STP-01", "STP-13", "PRG-08")
    properties = ("P31", "P45")
    scope = Scope.RUN
    monitor = StopEnds
    bad = """\
import queue
import threading

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.letters = queue.Queue()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.letters.put(None)

    def SvcDoRun(self):
        senders = [threading.Thread(target=self.send) for _ in range(2)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()  # SVC904

    def send(self):
        while self.letters.get() is not None:
            print("sent")
"""
    good = """\
import queue
import threading

import win32service
import win32serviceutil


class Mailer(win32serviceutil.ServiceFramework):
    _svc_name_ = "Mailer"
    _svc_display_name_ = "Mailer"

    def __init__(self, args):
        super().__init__(args)
        self.letters = queue.Queue()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.letters.put(None)
        self.letters.put(None)

    def SvcDoRun(self):
        senders = [threading.Thread(target=self.send) for _ in range(2)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()

    def send(self):
        while self.letters.get() is not None:
            print("sent")
"""
