"""The strategies of the search. None finds everything: plain chance misses what takes two rare orders in a row.

Sources: PCT is Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding bugs"
(ASPLOS 2010); POS is Yuan et al., "Partial order aware concurrency sampling" (CAV 2018), simplified; bounded
preemption is Musuvathi and Qadeer, "Iterative context bounding" (PLDI 2007), with points drawn at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from svclint.simulation.exploration.tape import Strategy

if TYPE_CHECKING:
    from svclint.simulation.kernel import Task

FAIR_AFTER = 4  # times the length of the default run; from then on chance decides, so that nobody starves


class RandomWalk(Strategy):
    """Every option is as likely as the next."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)

    def pick(self, ready: Sequence[Task], options: int, continues: bool) -> int:
        """One of them."""
        return self._random.randrange(options)


class PriorityChanges(Strategy):
    """PCT: tasks have random priorities; at ``depth`` - 1 random points the first of them becomes the last.

    ``length``: about how many choices a run has.
    """

    def __init__(self, seed: int, length: int, depth: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self._length = max(1, length)
        self._changes = set(self._random.sample(range(self._length), min(depth - 1, self._length)))
        self._priorities: dict[int, float] = {}

    def created(self, task: Task) -> None:
        """A new task comes in anywhere."""
        self._priorities[task.number] = 1 + self._random.random()

    def pick(self, ready: Sequence[Task], options: int, continues: bool) -> int:
        """The ready task with the highest priority."""
        step = len(self.tape)
        if step > FAIR_AFTER * self._length or (options > len(ready) and self._random.randrange(options) == 0):
            return self._random.randrange(options)
        if step in self._changes:
            self._priorities[self._first(ready).number] = -step
        first = self._first(ready)
        return next(number for number, task in enumerate(ready) if task is first)

    def _first(self, ready: Sequence[Task]) -> Task:
        return max(ready, key=lambda task: self._priorities[task.number])


class PartialOrder(Strategy):
    """POS: what each task does next has a random priority, drawn anew when its object was touched by another."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self._drawn: dict[int, tuple[str, object, float]] = {}

    def pick(self, ready: Sequence[Task], options: int, continues: bool) -> int:
        """The task whose next operation drew the highest number."""
        if options > len(ready) and self._random.randrange(options) == 0:
            return len(ready)
        number = max(range(len(ready)), key=lambda each: self._priority(ready[each]))
        self._done(ready[number], ready)
        return number

    def _priority(self, task: Task) -> float:
        drawn = self._drawn.get(task.number)
        if drawn is None or drawn[0] != task.op or drawn[1] is not task.subject:
            drawn = self._drawn[task.number] = (task.op, task.subject, self._random.random())
        return drawn[2]

    def _done(self, chosen: Task, ready: Sequence[Task]) -> None:
        """What races with the chosen operation is drawn anew."""
        subject = chosen.subject
        for task in ready:
            if task is chosen or (subject is not None and task.subject is subject):
                self._drawn.pop(task.number, None)


class BoundedPreemption(Strategy):
    """Tasks run until they wait, except at a few points drawn at random."""

    def __init__(self, seed: int, length: int, preemptions: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self._points = set(self._random.sample(range(max(1, length)), min(preemptions, max(1, length))))
        self._seen = 0

    def pick(self, ready: Sequence[Task], options: int, continues: bool) -> int:
        """Chance where nobody can go on; another task at the points."""
        if not continues:
            return self._random.randrange(options)
        self._seen += 1
        return self._random.randrange(1, options) if self._seen - 1 in self._points else 0
