"""Loops: turns until nothing new comes, or exactly so many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from svclint.checking.stepping import Configs

Turn: TypeAlias = Callable[[Configs], Configs]

# Loops of a known count are run as they are much longer than others before their states are widened.
EXACT = 16


@dataclass(frozen=True, slots=True)
class Turns:
    """How loops are run: after ``patience`` turns states are widened."""

    patience: int
    widened: Turn

    def any_number(self, turn: Turn, start: Configs) -> Configs:
        """All configurations at the head of a loop that may turn any number of times."""
        heads, fresh, turns = dict(start), start, 0
        while fresh:
            back = turn(fresh)
            turns += 1
            if turns > self.patience:
                back = self.widened(back)
            fresh = {config: trail for config, trail in back.items() if config not in heads}
            heads.update(fresh)
        return heads

    def exactly(self, times: int, turn: Turn, start: Configs) -> Configs:
        """The configurations after ``times`` turns. Once they come again they go in circles: no need to run those."""
        heads, history, met = start, [start], {frozenset(start): 0}
        for done in range(1, times + 1):
            heads = turn(heads)
            if done > EXACT * self.patience:
                heads = self.widened(heads)
            first = met.setdefault(frozenset(heads), done)
            if first < done:
                return history[first + (times - done) % (done - first)]
            history.append(heads)
        return heads
