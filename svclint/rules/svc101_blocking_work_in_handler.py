"""SVC101: see the rule's docstring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.contract.events import At, Enter, Event, Leave, Wait, WaitKind
from svclint.rules.base import Rule, Scope, Severity

LIMIT = 30.0  # seconds the SCM gives a handler (HND-02)
NOTICEABLE = 1.0  # seconds from which a wait is worth a word (SVC102)

# Other rules speak of these.
_ELSEWHERE = {WaitKind.LOCK, WaitKind.UI, WaitKind.SCM}


class Spent(NamedTuple):
    """The seconds that the waits of one handler run have asked for, and where they became noticeable."""

    handler: str
    seconds: float = 0.0
    noticed: At | None = None
    doubtful: bool = False  # a loop whose turns nobody knows adds to the sum


class HandlerTime(Monitor[Spent | None]):
    """Adds up what the waits of a control handler ask for."""

    sees = (Enter, Leave, Wait)

    def start(self) -> Spent | None:
        """Outside of a handler."""
        return None

    def step(self, state: Spent | None, event: Event) -> tuple[Spent | None, Sequence[Verdict]]:
        """One more wait, or the handler's beginning or end."""
        match event:
            case Enter():
                return Spent(event.at.text), ()
            case Leave():
                return None, _noticed(state)
            case Wait() if state and event.kind not in _ELSEWHERE:
                return _wait(state, event)
        return state, ()


def _wait(spent: Spent, wait: Wait) -> tuple[Spent | None, Sequence[Verdict]]:
    if wait.asked is None:
        return spent._replace(doubtful=spent.doubtful or wait.kind is WaitKind.LOOP), ()
    if wait.asked == math.inf:
        return None, [Broken("SVC101", wait.at, _endless(spent, wait))]
    seconds = round(spent.seconds + wait.asked, 6)
    if seconds >= LIMIT:
        text = f"'{spent.handler}' waits up to {seconds:g} s in all by '{wait.at.text}', before it returns to the SCM"
        return None, [Broken("SVC101", wait.at, text, wait.asked >= LIMIT or not spent.doubtful)]
    noticed = spent.noticed or (wait.at if seconds >= NOTICEABLE else None)
    return spent._replace(seconds=seconds, noticed=noticed), ()


def _endless(spent: Spent, wait: Wait) -> str:
    how = "waits again and again" if wait.kind is WaitKind.LOOP else "waits"
    return f"'{spent.handler}' {how} for '{wait.at.text}' without a limit before it returns to the SCM"


def _noticed(spent: Spent | None) -> Sequence[Verdict]:
    if spent is None or spent.noticed is None:
        return ()
    text = f"'{spent.handler}' waits up to {spent.seconds:g} s, '{spent.noticed.text}' included, before it returns to the SCM"
    return [Broken("SVC102", spent.noticed, text, not spent.doubtful)]


class BlockingWorkInHandler(Rule):
    """A control handler waits without limit, or for 30 s or more."""

    code = "SVC101"
    name = "blocking-work-in-handler"
    severity = Severity.ERROR
    clauses = ("HND-01", "HND-02", "HND-03", "HND-04", "HND-05", "HND-09", "HND-16")
    properties = ("P10", "P11")
    scope = Scope.CONTROL
    monitor = HandlerTime
    bad = ""
    good = ""
