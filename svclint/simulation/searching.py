"""The search for schedules that break a service: many runs of a scenario, and what each new finding needs.

A finding counts once, by its rule and place. Its schedule is shrunk at once, while the process that found it lives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Final, NamedTuple, TypeAlias

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.contract.controls import Accept
from svclint.contract.events import At, Enter, Report
from svclint.contract.states import RUNNING
from svclint.findings import found
from svclint.simulation.exploration.portfolio import plan
from svclint.simulation.exploration.shrink import shrunk
from svclint.simulation.exploration.tape import Replay, Strategy
from svclint.simulation.kernel import Limits
from svclint.simulation.news import (
    FAILED,
    GIVEN_UP,
    NEVER_RUNNING,
    SEEN_TO_THE_END,
    Counted,
    Found,
    Ran,
    Told,
    Unclear,
)
from svclint.simulation.runs import Run, Subject, run
from svclint.simulation.scenarios import Scenario
from svclint.simulation.tracing.words import told

SLACK: Final = 2.0  # virtual seconds that the clock may run ahead of threads that could act, in one run

Key: TypeAlias = "tuple[str, At]"


class Tried(NamedTuple):
    """A run of a search: its number, the name of its strategy, the strategy, and what came of it."""

    number: int
    strategy_name: str
    strategy: Strategy
    made: Run


class Search:
    """The search in one service. ``limits`` hold for each run."""

    def __init__(self, subject: Subject, seed: int = 0, limits: Limits | None = None) -> None:
        self._subject, self._seed = subject, seed
        self._limits = limits or Limits(slack=SLACK)
        self._known: set[Key] = set()

    def probe(self, name: str, scenario: Scenario) -> Accept | Unclear:
        """All that the service accepts while it runs, or why nothing can be asked of it.

        A first report of RUNNING may accept nothing yet (MAI-06). The run is not judged: the first one of a process
        imports what later ones find.
        """
        made = self.replay(scenario, {})
        reports = (one.event for one in made.events if isinstance(one.event, Report))
        masks = [one.accepted or 0 for one in reports if one.state is RUNNING]
        unclear = proves_nothing(name, 0, made)
        if unclear and unclear.ending != GIVEN_UP:
            return unclear
        if not masks:
            return Unclear(name, 0, NEVER_RUNNING, made.failure or "it never reports SERVICE_RUNNING", False)
        if made.failure and not any(isinstance(one.event, Enter) for one in made.events):
            return Unclear(name, 0, FAILED, made.failure, False)
        return Accept(reduce(or_, masks))

    def replay(self, scenario: Scenario, deviations: dict[int, int]) -> Run:
        """One schedule, again."""
        return run(self._subject, scenario, Replay(deviations), self._limits)

    def runs(self, scenario: Scenario, numbers: Iterable[int]) -> Iterator[Tried]:
        """The runs of these numbers, after one that tells how long the default schedule is."""
        default = Strategy()
        run(self._subject, scenario, default, self._limits)
        for number in numbers:
            name, strategy = plan(number, self._seed, len(default.tape))
            yield Tried(number, name, strategy, run(self._subject, scenario, strategy, self._limits))

    def search(self, name: str, scenario: Scenario, numbers: Iterable[int]) -> Iterator[Told]:
        """The runs of these numbers; a run that is not seen to its end is the last when it left the process dirty."""
        runs: Counter[str] = Counter()
        lines: set[tuple[str, int]] = set()
        for number, strategy_name, strategy, made in self.runs(scenario, numbers):
            runs[strategy_name] += 1
            lines.update(came_by(made))
            yield Ran(name, strategy_name)
            for finding in self._new(made):
                deviations, shortest = self._shortest(scenario, finding, strategy.deviations(), made)
                yield Found(finding, name, strategy_name, number, deviations, shortest)
            if unclear := proves_nothing(name, number, made):
                yield unclear
            if made.outcome.dirty:
                break
        yield Counted(name, dict(runs), frozenset(lines))

    def keys(self, made: Run) -> set[Key]:
        """What stands for each thing that a run is convicted of."""
        return set(map(_key, broken(made, self._subject)))

    def _new(self, made: Run) -> Iterator[Finding]:
        for finding in broken(made, self._subject):
            if _key(finding) not in self._known:
                self._known.add(_key(finding))
                yield finding

    def _shortest(
        self, scenario: Scenario, finding: Finding, deviations: dict[int, int], made: Run
    ) -> tuple[dict[int, int], Run]:
        """The shortest schedule that shows a finding, and its run."""

        def attempt(wanted: dict[int, int]) -> dict[int, int] | None:
            strategy = Replay(wanted)
            again = run(self._subject, scenario, strategy, self._limits)
            same = any(_key(one) == _key(finding) for one in broken(again, self._subject))
            return strategy.deviations() if same and not again.outcome.dirty else None

        least = shrunk(deviations, attempt).deviations
        return least, self.replay(scenario, least) if least != deviations else made


def proves_nothing(name: str, number: int, made: Run) -> Unclear | None:
    """What a run ran into, unless it was seen to its end and left nothing behind."""
    ending, detail, dirty = made.outcome[:3]
    if ending not in SEEN_TO_THE_END:
        return Unclear(name, number, ending.name, detail or "", dirty)
    return Unclear(name, number, GIVEN_UP, "a thread catches all that could end it", True) if dirty else None


def came_by(made: Run) -> set[tuple[str, int]]:
    """The lines (path, number) where something happened in a run."""
    return {(one.event.at.path, one.event.at.line) for one in made.events}


def broken(made: Run, subject: Subject) -> list[Finding]:
    """What a run is convicted of."""
    certain = (one for one in made.violations if one.certainty is Certainty.BROKEN)
    return found(certain, subject.places.line, told)


def _key(finding: Finding) -> Key:
    return finding.code, finding.at
