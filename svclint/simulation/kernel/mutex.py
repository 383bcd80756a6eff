"""What is common to the two locks: one holder at a time, and the chooser decides who is next."""

from __future__ import annotations

from svclint.simulation.kernel import real, running
from svclint.simulation.kernel.waitlist import WaitList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from svclint.simulation.kernel.scheduler import Scheduler
    from svclint.simulation.kernel.task import Task

# Real threads outside a run take turns at this one; within a run only one thread moves anyway.
outside = real.allocate_lock()
PAUSE = 0.0005


class Mutex:
    """Held or free. ``owner`` is the task that holds it, None when it is free or was taken outside a run."""

    __slots__ = ("__weakref__", "_held", "_order", "_waiting", "owner")

    def __init__(self) -> None:
        """Free."""
        self._held, self._order = False, 0
        self._waiting: WaitList | None = None
        self.owner: Task | None = None

    def __hash__(self) -> int:
        """Creation order within the run, not the address: `threading` walks over a set of locks (up to 3.12)."""
        if not self._order:
            from svclint.simulation.kernel import order

            self._order = order.following()
        return self._order

    def _take(self, run: Scheduler, patience: int | None) -> bool:
        """Take it, waiting ``patience`` nanoseconds or for ever (None); whether it was got."""
        look = self._held and patience == 0  # and will most probably change nothing
        (run.glance if look else run.point)("acquire", self)
        if self._held and patience != 0 and not self._left_over():
            self._wait(run, patience)
        if self._held and not self._left_over():
            return False
        self._held, self.owner = True, run.current
        return True

    def _wait(self, run: Scheduler, patience: int | None) -> None:
        """Wait until it is free or ``patience`` is over; who is woken may find that another was faster."""
        if self._waiting is None:
            self._waiting = WaitList()
        deadline = None if patience is None else run.now + patience
        while self._held:
            left = None if deadline is None else deadline - run.now
            if (left is not None and left <= 0) or not self._waiting.wait(self, left, "acquire"):
                return

    def _drop(self) -> None:
        """Make it free; all who wait may try."""
        self._held, self.owner = False, None
        if self._waiting is not None:
            self._waiting.wake()

    def _is_mine(self, run: Scheduler) -> bool:
        """Whether the caller may have taken it: a thread of the harness, or the task that holds it."""
        return self._held and (run.holder != real.get_ident() or self.owner is run.current)

    def _left_over(self) -> bool:
        """Whether the task that holds it belongs to a run that is over, and so will never let it go."""
        owner, run = self.owner, running.scheduler
        return owner is not None and (run is None or run.tasks[owner.number : owner.number + 1] != [owner])

    def _take_outside(self, patience: int | None) -> bool:
        """Take it outside a run, or for a chooser or an observer, which cannot wait."""
        running.bar()
        end = None if patience is None else real.monotonic() + patience / 1e9
        while True:
            with outside:
                if not self._held or self._left_over():
                    self._held, self.owner = True, None
                    return True
            if patience == 0 or (end is not None and real.monotonic() >= end):
                return False
            if running.scheduler is not None and running.scheduler.current.thread == real.get_ident():
                raise RuntimeError("a chooser or an observer would wait for a lock that a task holds")
            real.sleep(PAUSE)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"cannot pickle '_thread.{type(self).__name__}' object")
