"""Waiting for a condition in virtual time."""

from __future__ import annotations

from collections.abc import Callable

from svclint.simulation.kernel import Scheduler, WaitList

SECOND = 1_000_000_000  # virtual nanoseconds


def seconds(scheduler: Scheduler) -> float:
    """Virtual seconds since the run began."""
    return scheduler.now / SECOND


def wait_until(
    done: Callable[[], object], waiters: WaitList, op: str, scheduler: Scheduler, deadline: float | None = None
) -> bool:
    """Wait until ``done``, looked at whenever ``waiters`` are woken; False when the deadline (seconds) passes first."""
    while not done():
        left = None if deadline is None else round(deadline * SECOND) - scheduler.now
        if left is not None and left <= 0:
            return False
        waiters.wait(waiters, left, op)
    return True
