"""Deadlines of blocked tasks."""

from __future__ import annotations

from heapq import heappop, heappush

from svclint.simulation.kernel.task import State, Task

BLOCKED = State.BLOCKED


class Timers:
    """Deadlines, the soonest first; those of one moment fire in the order in which they were set."""

    __slots__ = ("_set", "heap")

    def __init__(self) -> None:
        """No deadline is set."""
        # (deadline, number, task); those who no longer wait are still in it.
        self.heap: list[tuple[int, int, Task]] = []
        self._set = 0

    def set(self, task: Task, deadline: int) -> None:
        """``task``, which is blocked, waits no longer than to ``deadline``."""
        task.deadline = deadline
        self._set += 1
        heappush(self.heap, (deadline, self._set, task))

    def next(self) -> int | None:
        """The soonest deadline of a task that still waits for it."""
        heap = self.heap
        while heap:
            deadline, _, task = heap[0]
            if task.state is BLOCKED and task.deadline == deadline:
                return deadline
            heappop(heap)
        return None

    def due(self, now: int) -> list[Task]:
        """The tasks whose deadline has come, taken out."""
        tasks: list[Task] = []
        while (deadline := self.next()) is not None and deadline <= now:
            tasks.append(heappop(self.heap)[2])
        return tasks
