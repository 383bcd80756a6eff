"""The observers of a run, sorted by what they want to hear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from svclint.simulation.kernel.parties import Observer

Told: TypeAlias = "tuple[Callable[..., Any], ...]"


def _listening(observers: Sequence[Observer], event: str) -> Told:
    """The methods that listen to ``event``; those inherited from `Observer` do nothing and are left out."""
    deaf = getattr(Observer, event)
    return tuple(getattr(each, event) for each in observers if getattr(type(each), event, None) is not deaf)


class Witnesses:
    """For each event the methods to call."""

    __slots__ = ("blocked", "ended", "point", "resumed", "started")

    def __init__(self, observers: Sequence[Observer]) -> None:
        """Ask the observers once; there are thousands of events in a run."""
        self.started = _listening(observers, "started")
        self.ended = _listening(observers, "ended")
        self.point = _listening(observers, "point")
        self.blocked = _listening(observers, "blocked")
        self.resumed = _listening(observers, "resumed")
