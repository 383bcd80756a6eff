"""The states of a monitor in one search: one object per state, so that they are compared by identity."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, TypeAlias

from svclint.checking.monitor import Monitor, Verdict
from svclint.contract.events import Event

Said: TypeAlias = "tuple[Known, Sequence[Verdict]]"


class Known:
    """One state that was come to, and where events lead from it."""

    __slots__ = ("moves", "state")

    def __init__(self, state: Hashable) -> None:
        """Made by ``States`` only."""
        self.state = state
        self.moves: dict[Event, Said] = {}


class States:
    """All states of one monitor that a search comes to."""

    def __init__(self, monitor: Monitor[Any]) -> None:
        """None is known yet."""
        self.monitor = monitor
        self.known: dict[Hashable, Known] = {}

    def of(self, state: Hashable) -> Known:
        """The one object for a state."""
        found = self.known.get(state)
        if found is None:
            found = self.known[state] = Known(state)
        return found

    def after(self, known: Known, event: Event) -> Said:
        """The state after an event, and what the monitor says of it."""
        found = known.moves.get(event)
        if found is None:
            state, verdicts = self.monitor.step(known.state, event)
            found = known.moves[event] = (known if state is known.state else self.of(state)), verdicts
        return found

    def widened(self, known: Known) -> Known:
        """A state that covers what more turns of a loop can make of it."""
        return self.of(self.monitor.widen(known.state))
