"""Verdicts: what a monitor said on all paths, and how certain that makes each violation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from svclint.checking.judgement import Certainty, Violation
from svclint.checking.monitor import Broken, Fault, Kept, Monitor, Quantifier, Verdict
from svclint.checking.trace import check_trace
from svclint.checking.trails import Trail, spell
from svclint.contract.events import At, Event

# Doubts about a path, as bits: an exception nobody raised; a control between two quick statements, or one that the
# mask of that time may not have accepted.
NO_DOUBT, EXCEPTION, RACE = 0, 1, 2


@dataclass(slots=True)
class Site:
    """One rule broken at one place: the best path there, and how often each event broke it surely.

    ``excused``: every path there has an exception that nobody raised, and that counts. ``waived``: for good.
    """

    text: str = ""
    trail: Trail | None = None
    rank: tuple[bool, bool] | None = None
    excused: bool = True
    waived: bool = True
    breaks: dict[Event, int] = field(default_factory=dict)

    def note(self, broken: Broken, event: Event, doubt: int, trail: Trail | None) -> None:
        """A sure verdict on an undoubted path is the best there is; among equals the first."""
        rank = (broken.sure, doubt == NO_DOUBT)
        if self.rank is None or rank > self.rank:
            self.rank, self.text, self.trail = rank, broken.text, trail
        self.excused = self.excused and bool(doubt & EXCEPTION)
        self.waived = self.waived and broken.fault is Fault.WAIVED
        self.breaks[event] = self.breaks.get(event, 0) + broken.sure


@dataclass(slots=True)
class Ledger:
    """Everything said by one monitor in one search."""

    monitor: Monitor[Any]
    sites: dict[tuple[str, At], Site] = field(default_factory=dict)
    kept: set[At] = field(default_factory=set)
    visits: dict[Event, int] = field(default_factory=dict)

    @property
    def every(self) -> bool:
        """Whether the monitor asks about every path."""
        return self.monitor.quantifier is Quantifier.EVERY

    def visit(self, event: Event, often: int) -> None:
        """So many configurations came to an event."""
        self.visits[event] = self.visits.get(event, 0) + often

    def note(self, event: Event, verdicts: Sequence[Verdict], doubt: int, trail: Trail | None) -> None:
        """What was said of an event by one configuration; ``trail`` ends with the event."""
        for verdict in verdicts:
            if isinstance(verdict, Kept):
                self.kept.add(verdict.at)
            else:
                site = self.sites.setdefault((verdict.code, verdict.at), Site())
                site.note(verdict, event, self.counted(verdict, doubt), trail)

    def counted(self, broken: Broken, doubt: int) -> int:
        """The doubts that count: an exception nobody raised excuses what was omitted, never what was done."""
        return doubt & ~EXCEPTION if (broken.fault or self.monitor.fault) is Fault.DONE else doubt

    def certain(self, at: At, site: Site) -> bool:
        """Broken for sure: on some path without doubt, or whenever its event happens at all."""
        if self.every and at in self.kept:
            return False
        return site.rank == (True, True) or any(self.visits[event] <= often for event, often in site.breaks.items())

    def violations(self) -> list[Violation]:
        """One violation per rule and place, in the order in which they were met.

        EVERY path breaks no rule if it takes an exception that nobody raised to break it, and none does that waives it.
        """
        return [
            Violation(code, at, site.text, certainty(self.certain(at, site)), spell(site.trail))
            for (code, at), site in self.sites.items()
            if not (site.excused and (self.every or site.waived))
        ]


def certainty(certain: bool) -> Certainty:
    """The word for it."""
    return Certainty.BROKEN if certain else Certainty.POSSIBLE


def unproven(monitor: Monitor[Any], violation: Violation) -> bool:
    """Whether it is called broken, but its path, played as a trace, does not break the rule at this place.

    Such a path leads through a state that was widened in a loop.
    """
    if violation.certainty is Certainty.POSSIBLE:
        return False
    replayed = check_trace(monitor, violation.path)
    return all((again.code, again.at) != (violation.code, violation.at) for again in replayed)


def doubted(violation: Violation) -> Violation:
    """The same, merely possible."""
    return replace(violation, certainty=Certainty.POSSIBLE)
