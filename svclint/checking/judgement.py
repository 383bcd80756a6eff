"""What the drivers give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from svclint.contract.events import At, Event
from svclint.contract.records import value


class Certainty(Enum):
    """*broken*: certain. *possible*: some fact on the way is in doubt; shown only when asked for."""

    BROKEN = "broken"
    POSSIBLE = "possible"


@value
class Violation:
    """One broken rule: what, where, how sure, and the events that lead there (the last ones, in order)."""

    code: str
    at: At
    text: str
    certainty: Certainty
    path: tuple[Event, ...]


@dataclass(slots=True)
class Judgement:
    """All a monitor said of a behaviour; ``bursts`` counts how often a budget ended the search early."""

    violations: list[Violation] = field(default_factory=list)
    bursts: int = 0
