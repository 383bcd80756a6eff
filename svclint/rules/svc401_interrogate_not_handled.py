"""SVC401: see the rule's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.controls import Control
from svclint.contract.events import RAISED, Enter, Event, Leave
from svclint.rules.base import Rule, Scope, Severity


class InterrogateAnswered(Monitor[str | None]):
    """INTERROGATE is answered with NO_ERROR; None counts as 0 (pywin32)."""

    sees = (Enter, Leave)

    def start(self) -> str | None:
        """No INTERROGATE is under way."""
        return None

    def step(self, state: str | None, event: Event) -> tuple[str | None, Sequence[Verdict]]:
        """The handler's answer is looked at when it leaves."""
        match event:
            case Enter(control=Control.INTERROGATE.name):
                return event.at.text, ()
            case Leave() if state and event.known and event.result not in (None, 0):
                return None, [Broken("SVC401", event.at, _text(state, event))]
            case Leave():
                return None, ()
        return state, ()


def _text(handler: str, leave: Leave) -> str:
    if leave.result is RAISED:
        return f"'{handler}' answers SERVICE_CONTROL_INTERROGATE with an exception: '{leave.at.text}'"
    return f"'{handler}' answers SERVICE_CONTROL_INTERROGATE with {leave.result!r}: '{leave.at.text}'"


class InterrogateNotHandled(Rule):
    """A control handler of the author's own answers INTERROGATE with an error."""

    code = "SVC401"
    name = "interrogate-not-handled"
    severity = Severity.ERROR
    clauses = ("ACC-01", "HND-12")
    properties = ("P20", "P21")
    scope = Scope.CONTROL
    monitor = InterrogateAnswered
    bad = ""
    good = ""
