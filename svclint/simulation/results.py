"""What runs have shown: findings with their tokens, limits, and the verdict that follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from svclint.checking.finding import Finding
from svclint.simulation.exploration.token import Token
from svclint.simulation.unjudged import HALF_SEEN, READ_ONLY


class Verdict(Enum):
    """The three answers; a limit is never a pass."""

    KEPT = "kept"
    BROKEN = "broken"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Shown:
    """A finding of a run: how it was found, its replay token, and in how many fresh processes it was seen again.

    ``trace``: the run of its shortest schedule, as the lines of a trace file.
    """

    finding: Finding
    scenario: str
    strategy: str
    token: Token
    again: int = 0
    trace: tuple[str, ...] = ()


@dataclass
class Result:
    """All that a search told.

    ``limits``: why some runs prove nothing, each with how often. ``denied``: effects. ``lines`` (path, number): where
    something happened in some run. ``unwanted``: how many findings nobody asks for.
    """

    shown: list[Shown] = field(default_factory=list)
    limits: Counter[str] = field(default_factory=Counter)
    denied: Counter[str] = field(default_factory=Counter)
    scenarios: dict[str, Counter[str]] = field(default_factory=dict)
    lines: set[tuple[str, int]] = field(default_factory=set)
    unwanted: int = 0

    def count(self, scenario: str, strategy: str) -> None:
        """One more run."""
        self.scenarios.setdefault(scenario, Counter())[strategy] += 1

    @property
    def runs(self) -> int:
        """How many schedules were run."""
        return sum(map(Counter.total, self.scenarios.values()))

    @property
    def verdict(self) -> Verdict:
        """Broken, if a finding could be had again; kept, if every run was seen to its end."""
        if any(one.again for one in self.shown):
            return Verdict.BROKEN
        return Verdict.INCONCLUSIVE if self.limits or self.shown or not self.runs else Verdict.KEPT


class Agreement(Enum):
    """What runs make of a finding about the source."""

    WITNESSED = "witnessed"
    NOT_PROVOKED = "not provoked"
    CONTRADICTED = "contradicted"
    UNJUDGED = "not judged by runs"


def agreement(static: Finding, result: Result) -> Agreement:
    """Whether a run shows what was read, there or at a step on the way; contradicted: runs came by and all was well.

    A rule of which runs see only a part is never contradicted.
    """
    if static.code in READ_ONLY:
        return Agreement.UNJUDGED
    places = {(at.path, at.line) for at in (static.at, *(step.at for step in static.steps))}
    shown = (one.finding for one in result.shown if one.finding.code == static.code)
    if any((one.at.path, one.at.line) in places for one in shown):
        return Agreement.WITNESSED
    came_by = (static.at.path, static.at.line) in result.lines and static.code not in HALF_SEEN
    return Agreement.CONTRADICTED if came_by else Agreement.NOT_PROVOKED


def reason(code: str, made: Agreement) -> str:
    """Why runs do not show what was read by a rule, in words; "" when they do, or may not have come there."""
    if made is Agreement.CONTRADICTED:
        return "runs came by, and all was well"
    table = {Agreement.UNJUDGED: READ_ONLY, Agreement.NOT_PROVOKED: HALF_SEEN}.get(made, {})
    return table.get(code, "")
