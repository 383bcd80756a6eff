"""The wait functions on dispatcher objects (the pages of WaitForMultipleObjects and of PulseEvent).

Who signals an object satisfies waits there and then, as Windows does: a thread that waits gets through even when the
object is reset again before it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svclint.contract.constants import CONSTANTS, INFINITE
from svclint.simulation.kernel import Scheduler, Task
from svclint.simulation.standins._objects import Waitable

WAIT_ABANDONED = CONSTANTS["win32event.WAIT_ABANDONED"]
WAIT_TIMEOUT = CONSTANTS["win32event.WAIT_TIMEOUT"]
MILLISECOND = 1_000_000


@dataclass(eq=False)
class Wait:
    """One call of a wait function. ``result`` is what it returns, once something satisfied it."""

    task: Task
    objects: Sequence[Waitable]
    every: bool
    result: int | None = None

    def possible(self, now: int) -> bool:
        """Whether it would end now."""
        if self.result is not None:
            return False
        return (all if self.every else any)(one.satisfies(self.task, now) for one in self.objects)

    def satisfy(self, now: int) -> None:
        """End it, when possible: all objects are taken together, or the first that is signaled."""
        if not self.possible(now):
            return
        if self.every:
            abandoned = [one.take(self.task) for one in self.objects]
            self.result = WAIT_ABANDONED * any(abandoned)
        else:
            index = next(index for index, one in enumerate(self.objects) if one.satisfies(self.task, now))
            self.result = index + WAIT_ABANDONED * self.objects[index].take(self.task)

    def left(self, deadline: int | None, now: int) -> int | None:
        """How long to block: until the deadline, or until a timer among the objects is due."""
        ends = [end for end in (deadline, *(one.due() for one in self.objects)) if end is not None]
        return max(min(ends) - now, 0) if ends else None


def wait(scheduler: Scheduler, objects: Sequence[Waitable], every: bool, milliseconds: int, function: str) -> int:
    """Wait for one of the objects, or for all; returns what ``function`` returns: an index, plus 0x80 if abandoned."""
    subject = objects[0] if len(objects) == 1 else tuple(objects)
    scheduler.point(function, subject)
    deadline = None if milliseconds == INFINITE else scheduler.now + milliseconds * MILLISECOND
    entry = Wait(scheduler.current, objects, every)
    entry.satisfy(scheduler.now)
    while entry.result is None and (deadline is None or scheduler.now < deadline):
        _block(scheduler, entry, subject, deadline, function)
    return WAIT_TIMEOUT if entry.result is None else entry.result


def _block(scheduler: Scheduler, entry: Wait, subject: object, deadline: int | None, function: str) -> None:
    for one in entry.objects:
        one.waits.append(entry)
    try:
        scheduler.block(subject, entry.left(deadline, scheduler.now), function)
    finally:
        for one in entry.objects:
            one.waits.remove(entry)
    entry.satisfy(scheduler.now)
