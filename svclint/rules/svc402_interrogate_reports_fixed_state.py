"""SVC402: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import By, Enter, Event, Leave, Report
from svclint.contract.states import STOP_PENDING, State
from svclint.rules.base import Rule, Scope, Severity


class Before(NamedTuple):
    """The state before INTERROGATE came, and whether it is under way."""

    state: State | None = None
    asked: bool = False


class InterrogateNeutral(Monitor[Before]):
    """Answering INTERROGATE changes no state."""

    sees = (Enter, Leave, Report)

    def start(self) -> Before:
        """Nothing is reported yet."""
        return Before()

    def step(self, state: Before, event: Event) -> tuple[Before, Sequence[Verdict]]:
        """A report made meanwhile is compared with the state before."""
        match event:
            case Enter():
                return state._replace(asked=event.control == Control.INTERROGATE.name), ()
            case Leave():
                return state._replace(asked=False), ()
            case Report() if state.asked:
                return state, _compared(state, event)
            case Report():
                return state._replace(state=event.state), ()
        return state, ()


def _compared(before: Before, report: Report) -> Sequence[Verdict]:
    if before.state is None or report.state in (None, before.state):
        return ()
    # The framework's own answer to an INTERROGATE that meets a stop is its quirk, not the author's (contract D.4).
    if before.state is STOP_PENDING and report.by is By.HOST:
        return ()
    assert report.state is not None
    who = f"'{report.at.text}'" if report.by is By.USER else f"the SvcInterrogate that '{report.at.text}' inherits"
    text = f"{who} reports {report.state.name} whatever the state is, {before.state.name} included"
    return [Broken("SVC402", report.at, text)]


class InterrogateReportsFixedState(Rule):
    """INTERROGATE is answered by a report of one fixed state."""

    code = "SVC402"
    name = "interrogate-reports-fixed-state"
    severity = Severity.WARNING
    clauses = ("HND-07", "HND-08")
    properties = ("P21", "P15")
    scope = Scope.CONTROL
    monitor = InterrogateNeutral
    bad = ""
    good = ""
