"""What several sample monitors are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from svclint.checking.monitor import Monitor, Verdict
from svclint.contract.events import Enter, Event, Leave, Took

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Adds up how long things last; a bound beyond ``limit`` seconds becomes infinite, so that states stay few."""

    limit: float

    def add(self, so_far: Took, took: Took) -> Took:
        """Both, one after the other."""
        return Took(self.seen(so_far.least + took.least), self.seen(so_far.most + took.most))

    def seen(self, seconds: float) -> float:
        """A time as far as it is told apart from others."""
        return seconds if seconds <= self.limit else math.inf

    def widen(self, so_far: Took) -> Took:
        """What lasts at all lasts without limit when it is done again and again."""
        return Took(*(math.inf if seconds else 0.0 for seconds in so_far))


class Tracked(tuple[tuple[str, V], ...], Generic[V]):
    """A fact about each of several keys (threads, counters): a small map that can be a state, in order of its keys."""

    __slots__ = ()

    def get(self, key: str) -> V | None:
        """The fact about a key."""
        return dict(self).get(key)

    def put(self, key: str, fact: V) -> Tracked[V]:
        """The same with another fact about a key."""
        facts = {**dict(self), key: fact}
        return Tracked((each, facts[each]) for each in sorted(facts))

    def drop(self, key: str) -> Tracked[V]:
        """The same without a key."""
        return Tracked(pair for pair in self if pair[0] != key)


class Inside(Monitor[Enter | None]):
    """A monitor of what happens in a control handler. Its state: the handler that is running, by its Enter.

    ``sees`` must name Enter and Leave.
    """

    def start(self) -> Enter | None:
        """No handler is running."""
        return None

    def step(self, state: Enter | None, event: Event) -> tuple[Enter | None, Sequence[Verdict]]:
        """In at Enter, out after Leave."""
        if isinstance(event, Enter):
            return event, ()
        if state is None:
            return None, ()
        return (None if isinstance(event, Leave) else state), self.inside(state, event)

    def inside(self, enter: Enter, event: Event) -> Sequence[Verdict]:
        """What is to be said of an event in the handler, its Leave included."""
        raise NotImplementedError
