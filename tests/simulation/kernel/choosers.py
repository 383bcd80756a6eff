"""Two ways to choose, enough to test what is chosen from."""

from __future__ import annotations

import random
from collections.abc import Sequence

from svclint.simulation.kernel import Scheduler, Task


class First:
    """Whoever runs goes on; else the oldest."""

    def begin(self, scheduler: Scheduler) -> None:
        pass

    def created(self, task: Task) -> None:
        pass

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        return 0


class AtRandom(First):
    """Anybody, by a seed; time passes too when that is offered."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        return int(self.random.random() * (len(ready) + scheduler.offers_clock))


def chooser(seed: int) -> First:
    """Seed 0 is the default schedule."""
    return AtRandom(seed) if seed else First()
