"""SVC201: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import By, Event, Join, Known, Report, Spawn
from svclint.contract.states import STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Running(NamedTuple):
    """A thread that may be alive: what started it, and the join with a time-out that may have ended it."""

    spawn: Spawn
    timed: Join | None = None


Alive: TypeAlias = frozenset[Running]


class ThreadsJoined(Monitor[Alive]):
    """Every thread is over when SERVICE_STOPPED is reported, by the author or by the host."""

    sees = (Spawn, Join, Known, Report)
    fault = Fault.OMITTED

    def start(self) -> Alive:
        """No thread runs yet."""
        return frozenset()

    def step(self, state: Alive, event: Event) -> tuple[Alive, Sequence[Verdict]]:
        """Threads come and go; the report asks who is left."""
        match event:
            case Spawn():
                others = _without(state, event.thread)
                return others if event.ends else others | {Running(event)}, ()
            case Join(complete=True) | Known(alive=False):
                return _without(state, event.thread), ()
            case Join():
                return frozenset(_timed(one, event) for one in state), ()
            case Report(state=reported) if reported is STOPPED:
                left = sorted(state, key=lambda one: (one.spawn.at, one.spawn.thread))
                return frozenset(), [_said(one, event) for one in left]
        return state, ()


def _without(alive: Alive, thread: str) -> Alive:
    return frozenset(one for one in alive if one.spawn.thread != thread)


def _timed(running: Running, join: Join) -> Running:
    return running._replace(timed=join) if running.spawn.thread == join.thread else running


def _said(running: Running, report: Report) -> Verdict:
    spawn, timed = running
    lasts = spawn.ends is False
    if timed:
        return Broken("SVC203", timed.at, f"'{timed.at.text}' may give up, and SERVICE_STOPPED follows all the same")
    started = f"'{spawn.at.text}' (line {spawn.at.line})"
    if report.by is By.USER:
        return Broken("SVC201", report.at, f"'{report.at.text}' while the thread of {started} is not joined", lasts)
    text = f"the thread of '{spawn.at.text}' is not joined when pywin32 reports SERVICE_STOPPED"
    return Broken("SVC202", spawn.at, text, lasts)


class StoppedBeforeJoin(Rule):
    """SERVICE_STOPPED is reported while a thread of the service may still run."""

    code = "SVC201"
    name = "stopped-before-join"
    severity = Severity.ERROR
    clauses = ("STP-03", "STP-04", "STP-08", "STP-14", "HND-21")
    properties = ("P35", "P38")
    scope = Scope.LIFE
    monitor = ThreadsJoined
    bad = ""
    good = ""
