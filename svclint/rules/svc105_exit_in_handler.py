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
    """A control handler or the run side ends the process, or a handler opens a user interface."""

    code = "SVC105"
    name = "exit-in-handler"
    severity = Severity.ERROR
    clauses = ("HND-17", "ENT-08", "MAI-16")
    properties = ("P14", "P66")
    scope = Scope.CONTROL | Scope.LIFE
    monitor = NoExit
    bad = ""
    good = ""
