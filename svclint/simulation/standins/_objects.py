"""Dispatcher objects: what the wait functions wait for (the pages of CreateEvent, CreateMutex, CreateSemaphore...).

An object says when it satisfies a thread's wait and what that wait does to it; _waits.py does the waiting.
Times are virtual nanoseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svclint.simulation.kernel import Scheduler, State, Task, active
from svclint.simulation.standins._errors import ERROR_NOT_OWNER, ERROR_TOO_MANY_POSTS, failed

if TYPE_CHECKING:
    from svclint.simulation.standins._waits import Wait


class Waitable:
    """An object in the signaled state or not. ``waits`` are those it may satisfy, the oldest first.

    ``lasting``: it lets everybody through, since a wait does not change it.
    """

    lasting = False

    def __init__(self) -> None:
        self.waits: list[Wait] = []
        self.open = 0  # how many handles stand for it

    def satisfies(self, task: Task, now: int) -> bool:
        """Whether a wait of the task would end now."""
        raise NotImplementedError

    def take(self, task: Task) -> bool:
        """What the end of a wait does to the object. True: it was abandoned, and the caller has to be told."""
        return False

    def due(self) -> int | None:
        """When it becomes signaled by itself, if it ever does."""
        return None

    def admit(self, scheduler: Scheduler) -> None:
        """End every wait that the object, signaled now, lets through.

        Which thread goes when not all can is not promised by Windows, so the chooser decides.
        """
        while ready := [entry for entry in self.waits if entry.possible(scheduler.now)]:
            chosen = ready[0].task if self.lasting else scheduler.among([entry.task for entry in ready])
            entry = next(entry for entry in ready if entry.task is chosen)
            entry.satisfy(scheduler.now)
            scheduler.wake(entry.task)

    def _admit_at_end(self) -> None:
        # A thread's last act; when the run itself is over, nobody is let in any more.
        if (scheduler := active()) is not None:
            self.admit(scheduler)


class Event(Waitable):
    """An event: manual reset lets everybody through until it is reset, auto reset lets one through."""

    def __init__(self, manual: bool, signaled: bool) -> None:
        super().__init__()
        self.lasting, self.signaled = manual, signaled

    def satisfies(self, task: Task, now: int) -> bool:
        """As long as it is set."""
        return self.signaled

    def take(self, task: Task) -> bool:
        """Auto reset: the wait resets it."""
        self.signaled = self.signaled and self.lasting
        return False


class Mutex(Waitable):
    """A mutex: one thread owns it, as often as it asked; an owner that ends leaves it abandoned."""

    def __init__(self, owner: Task | None) -> None:
        super().__init__()
        self.owner: Task | None = None
        self.count, self.abandoned = 0, False
        if owner is not None:
            self.take(owner)

    def satisfies(self, task: Task, now: int) -> bool:
        """Nobody owns it, or the task itself does."""
        return self.owner is None or self.owner is task

    def take(self, task: Task) -> bool:
        """The task owns it once more."""
        abandoned, self.abandoned = self.abandoned, False
        if self.owner is None:
            self.owner = task
            task.farewells.append(self.abandon)
        self.count += 1
        return abandoned

    def release(self, task: Task) -> None:
        """The owner gives back one of its claims. Raises error 288 for anybody else."""
        if self.owner is not task:
            raise failed(ERROR_NOT_OWNER, "ReleaseMutex")
        self.count -= 1
        if not self.count:
            self.owner = None
            task.farewells.remove(self.abandon)

    def abandon(self) -> None:
        """The owner ended."""
        self.owner, self.count, self.abandoned = None, 0, True
        self._admit_at_end()


class Semaphore(Waitable):
    """A semaphore: a count that waits lower and ReleaseSemaphore raises, up to a limit."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__()
        self.count, self.limit = count, limit

    def satisfies(self, task: Task, now: int) -> bool:
        """As long as the count is above zero."""
        return self.count > 0

    def take(self, task: Task) -> bool:
        """One less."""
        self.count -= 1
        return False

    def release(self, count: int) -> int:
        """Raise the count and return the previous one. Raises error 298 above the limit, and changes nothing."""
        if count <= 0 or self.count + count > self.limit:
            raise failed(ERROR_TOO_MANY_POSTS, "ReleaseSemaphore")
        self.count += count
        return self.count - count


class Timer(Waitable):
    """A waitable timer: signaled at its due time, and every ``period`` afterwards when that is not zero."""

    def __init__(self, manual: bool) -> None:
        super().__init__()
        self.lasting, self.signaled, self.period = manual, False, 0
        self._due: int | None = None

    def set(self, due: int, period: int) -> None:
        """Start it anew; a signal that was there is gone."""
        self.signaled, self._due, self.period = False, due, period

    def cancel(self) -> None:
        """Stop it; the signaled state stays as it is."""
        self._due = None

    def satisfies(self, task: Task, now: int) -> bool:
        """From its due time on."""
        if self._due is not None and now >= self._due:
            self.signaled = True
            self._due = now + self.period - (now - self._due) % self.period if self.period else None
        return self.signaled

    def take(self, task: Task) -> bool:
        """A synchronization timer lets one through."""
        self.signaled = self.signaled and self.lasting
        return False

    def due(self) -> int | None:
        """The next due time."""
        return self._due


class Thread(Waitable):
    """A thread's object: signaled when the thread has ended."""

    lasting = True

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.over = task.state is State.OVER
        task.farewells.append(self.end)

    def end(self) -> None:
        """The thread ended."""
        self.over = True
        self._admit_at_end()

    def satisfies(self, task: Task, now: int) -> bool:
        """Once it is over."""
        return self.over


class Process(Waitable):
    """The service's own process: its code never sees the object signaled."""

    def satisfies(self, task: Task, now: int) -> bool:
        """Never: whoever could look would be over too."""
        return False
