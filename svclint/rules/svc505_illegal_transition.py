"""SVC505: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import By, Event, Opaque, Report, Side
from svclint.contract.states import EDGES, STOPPED, State
from svclint.rules.base import Rule, Scope, Severity


class Transitions(Monitor[Report | None]):
    """Every two reports in a row are an edge of the state diagram, the host's reports included."""

    sees = (Report, Opaque)

    def start(self) -> Report | None:
        """Nothing is known of the state."""
        return None

    def step(self, state: Report | None, event: Event) -> tuple[Report | None, Sequence[Verdict]]:
        """The table does the work."""
        match event:
            case Opaque():
                keeps = state is None or not event.reports or state.state is STOPPED
                return state if keeps else None, ()
            case Report(state=None):
                return None, ()
            case Report():
                return event, _judged(state, event)
        return state, ()


def _judged(last: Report | None, report: Report) -> Sequence[Verdict]:
    if last is None or last.state is None or report.state is None or report.state in EDGES[last.state]:
        return ()
    ended = last.state is STOPPED and last.by is By.USER
    blamed = last if ended or last.by is By.USER and report.by is By.HOST else report
    if blamed.by is By.HOST:
        return ()
    if ended:
        code = "SVC503" if last.side is Side.HANDLER else "SVC504"
        return [Broken(code, last.at, f"'{last.at.text}' is not the last report: {_who(report, report.state)} follows it")]
    text = f"'{blamed.at.text}' makes {last.state.name} -> {report.state.name}, which the contract does not allow"
    return [Broken("SVC505", blamed.at, text)]


def _who(report: Report, state: State) -> str:
    return f"pywin32's {state.name}" if report.by is By.HOST else f"{state.name} (line {report.at.line})"


class IllegalTransition(Rule):
    """Two reports in a row are no edge of the state diagram."""

    code = "SVC505"
    name = "illegal-transition"
    severity = Severity.ERROR
    clauses = ("STP-09", "STP-10", "HND-08")
    properties = ("P33", "P32")
    scope = Scope.LIFE
    monitor = Transitions
    yields_to = ("SVC503", "SVC504")
    bad = ""
    good = ""
