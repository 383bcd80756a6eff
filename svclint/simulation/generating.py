"""The search for a sequence of controls that breaks a service: Hypothesis makes them up, and shortens what it finds."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Final

from svclint.simulation.news import Counted, Told, Unclear
from svclint.simulation.searching import Key, Search, came_by, proves_nothing
from svclint.simulation.sequences import PREFIX, Controls, sequence, sequences, spelled

SCHEDULES: Final = 4  # of each sequence: the default one, and one of each of the first strategies
SHORTENING: Final = 500  # sequences tried to shorten one
ROUNDS: Final = 10  # sequences told at most


def made_up(search: Search, controls: Controls, seed: int, count: int) -> Iterator[Told]:
    """What ``count`` sequences show: for each new finding the shortest that does. Raises BadTarget."""
    from hypothesis import HealthCheck, find, settings
    from hypothesis.errors import NoSuchExample

    gc.freeze()  # what has been imported stays; the collections between runs need not look at it
    tries = _Tries(search, count + SHORTENING)
    still = settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    strategy = sequences(*controls.steps, max_size=controls.max_size)
    for number in range(ROUNDS):
        tries.wanted = None
        try:
            words = find(strategy, tries.show, settings=still, random=Random(f"{seed}/{number}"))
        except NoSuchExample:
            break
        name = spelled(words)
        yield from search.search(name, sequence(name), range(SCHEDULES))
        tries.known |= tries.seen[tuple(words)]
    yield from tries.unclear
    yield Counted(PREFIX + "made up", dict(tries.runs), frozenset(tries.lines))


class _Tries:
    """The sequences tried, each once. ``wanted``: the finding that is being shortened."""

    def __init__(self, search: Search, budget: int) -> None:
        self._search, self._budget = search, budget
        self.wanted: Key | None = None
        self.known: set[Key] = set()
        self.seen: dict[tuple[str, ...], frozenset[Key]] = {}
        self.unclear: list[Unclear] = []
        self.runs: Counter[str] = Counter()
        self.lines: set[tuple[str, int]] = set()

    def show(self, words: list[str]) -> bool:
        """Whether a sequence shows what is wanted: at first anything new, then the same again."""
        new = self._keys(tuple(words)) - self.known
        if self.wanted is None and new:
            self.wanted = min(new)
        return self.wanted in new

    def _keys(self, words: tuple[str, ...]) -> frozenset[Key]:
        over = len(self.seen) >= self._budget or any(one.dirty for one in self.unclear)
        if words not in self.seen:
            self.seen[words] = frozenset() if over else frozenset(self._run(words))
        return self.seen[words]

    def _run(self, words: tuple[str, ...]) -> Iterator[Key]:
        name = spelled(words)
        for number, strategy_name, _, made in self._search.runs(sequence(name), range(SCHEDULES)):
            self.runs[strategy_name] += 1
            self.lines |= came_by(made)
            yield from self._search.keys(made)
            if unclear := proves_nothing(name, number, made):
                self.unclear.append(unclear)
                return
