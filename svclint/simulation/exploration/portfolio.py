"""Which strategy gets how much of the budget: no single one finds everything, so all of them get some."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple, TypeAlias

from svclint.simulation.exploration.strategies import BoundedPreemption, PartialOrder, PriorityChanges, RandomWalk
from svclint.simulation.exploration.tape import Strategy

Maker: TypeAlias = Callable[[int, int], Strategy]


class Share(NamedTuple):
    """A strategy and its share of every twenty runs. ``make`` is given a seed and the length of the default run."""

    name: str
    twentieths: int
    make: Maker


SHARES: Final = (
    Share("PCT depth 2", 5, lambda seed, length: PriorityChanges(seed, length, 2)),
    Share("PCT depth 3", 5, lambda seed, length: PriorityChanges(seed, length, 3)),
    Share("POS", 5, lambda seed, length: PartialOrder(seed)),
    Share("bounded preemption", 3, lambda seed, length: BoundedPreemption(seed, length, 2)),
    Share("random", 2, lambda seed, length: RandomWalk(seed)),
)
DEFAULT: Final = "default"


def _dealt() -> tuple[Share, ...]:
    """Twenty turns, each strategy spread evenly over them."""
    turns = [((turn + 0.5) / share.twentieths, share) for share in SHARES for turn in range(share.twentieths)]
    return tuple(share for _, share in sorted(turns, key=lambda one: one[0]))


TURNS: Final = _dealt()


class Plan(NamedTuple):
    """What one run of the search does: the strategy's name, and the strategy, new."""

    name: str
    strategy: Strategy


def plan(number: int, seed: int, length: int, shares: tuple[Share, ...] = TURNS) -> Plan:
    """Run ``number`` of a search; 0 is the default schedule. The same arguments always give the same run."""
    if number == 0:
        return Plan(DEFAULT, Strategy())
    share = shares[(number - 1) % len(shares)]
    return Plan(share.name, share.make(Random(f"{seed}/{number}").getrandbits(64), length))
