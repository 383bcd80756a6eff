"""SVC201: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from svclint.checking.monitor import Broken, Fault, Monitor, Verdict
from svclint.contract.events import By, Event, Join, Known, Report, Spawn
from svclint.contract.states import STOP_PENDING, STOPPED
from svclint.rules.base import Rule, Scope, Severity


class Running(NamedTuple):
    """A thread that may be alive: what started it, and the join with a time-out that may have ended it.

    ``patience`` grows while the join is repeated, STOP_PENDING reported and ``is_alive()`` asked in between.
    """

    spawn: Spawn
    timed: Join | None = None
    patience: int = 0


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
            case Join() | Known():
                return frozenset(_asked(one, event) for one in state), ()
            case Report(state=reported) if reported is STOP_PENDING:
                return frozenset(_reported(one) for one in state), ()
            case Report(state=reported) if reported is STOPPED:
                left = sorted(state, key=lambda one: (one.spawn.at, one.spawn.thread))
                return frozenset(), [_said(one, event) for one in left]
        return state, ()


def _without(alive: Alive, thread: str) -> Alive:
    return frozenset(one for one in alive if one.spawn.thread != thread)


# How far a loop of join, is_alive and STOP_PENDING has come: asked, reported, joined again.
_ASKED, _REPORTED, _PATIENT = 1, 2, 3


def _asked(running: Running, event: Join | Known) -> Running:
    """A join with a time-out, or is_alive() that said yes."""
    if running.spawn.thread != event.thread:
        return running
    if isinstance(event, Known):
        return running._replace(patience=running.patience | _ASKED) if running.timed else running
    return running._replace(timed=event, patience=_PATIENT + 1 if running.patience >= _PATIENT else 0)


def _reported(running: Running) -> Running:
    return running._replace(patience=running.patience | _REPORTED) if running.timed else running


def _said(running: Running, report: Report) -> Verdict:
    spawn, timed, patience = running
    lasts = spawn.ends is False
    if timed:
        text = f"'{timed.at.text}' may give up, and SERVICE_STOPPED follows all the same"
        return Broken("SVC203", timed.at, text, patience <= _PATIENT)
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
