"""All runs of a small behaviour, by trying every decision in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from svclint.checking.behaviour import Behaviour
from svclint.checking.world import ALONE, Setting
from svclint.contract.events import Event
from tests.checking.runs import Run

T = TypeVar("T")


class TooMany(Exception):
    """There are more runs, or longer ones, than can be tried."""


class Decisions:
    """Decides as told, then always takes the first; remembers how many ways there were."""

    def __init__(self, told: Sequence[int], longest: int) -> None:
        self.told = told
        self.longest = longest
        self.ways: list[int] = []

    def decide(self, ways: int) -> int:
        if len(self.ways) >= self.longest:
            raise TooMany
        self.ways.append(ways)
        place = len(self.ways) - 1
        return self.told[place] if place < len(self.told) else 0

    def choice(self, seq: Sequence[T], /) -> T:
        return seq[self.decide(len(seq))]

    def random(self) -> float:
        return (1.0, 0.0)[self.decide(2)]


def every_run(
    behaviour: Behaviour, setting: Setting = ALONE, surprises: bool = True, most: int = 3_000, longest: int = 60
) -> Iterator[list[Event]]:
    """The traces of all runs; TooMany if there are more than ``most``."""
    told: list[int] = []
    for _ in range(most):
        decisions = Decisions(told, longest)
        yield Run(decisions, setting, surprises).trace(behaviour)
        following = after(told, decisions.ways)
        if following is None:
            return
        told = following
    raise TooMany


def after(told: Sequence[int], ways: Sequence[int]) -> list[int] | None:
    """The next decisions in order, None after the last."""
    taken = [*told, *[0] * (len(ways) - len(told))]
    while taken:
        last = taken.pop()
        if last + 1 < ways[len(taken)]:
            return [*taken, last + 1]
    return None
