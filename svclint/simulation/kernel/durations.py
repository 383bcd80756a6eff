"""Seconds as the standard library takes them, nanoseconds as the scheduler does."""

from __future__ import annotations

import _thread

LONGEST = _thread.TIMEOUT_MAX


def nanoseconds(seconds: float) -> int:
    """Whole nanoseconds, rounded up: who asks for a little waits a little."""
    return -int(-(seconds * 1e9) // 1)


def patience(blocking: bool, timeout: float) -> int | None:
    """How long ``lock.acquire(blocking, timeout)`` waits: None for ever. Raises what a lock raises."""
    if timeout == -1:
        return None if blocking else 0
    if not blocking:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > LONGEST:
        raise OverflowError("timeout value is too large")
    return nanoseconds(timeout)


def optional(timeout: float | None) -> int | None:
    """Nanoseconds of a timeout that may be None or negative, which both mean for ever."""
    return None if timeout is None or timeout < 0 else nanoseconds(timeout)
