"""Clocks of Windows, made from the clocks of the run."""

from __future__ import annotations

import time

from svclint.simulation.standins._handles import scheduler

FILETIME_UNIT = 100  # nanoseconds
_BEFORE_1970 = 116_444_736_000_000_000  # 1601-01-01 to 1970-01-01, in these units


def file_time() -> int:
    """The system time as FILETIME counts it."""
    return time.time_ns() // FILETIME_UNIT + _BEFORE_1970


def ticks() -> int:
    """Milliseconds, as GetTickCount counts them: the machine started with the run."""
    return scheduler().now // 1_000_000


def parts(seconds: time.struct_time, milliseconds: int) -> tuple[int, ...]:
    """A time as SYSTEMTIME orders it: year, month, day of the week from Sunday, day, and down to milliseconds."""
    weekday = (seconds.tm_wday + 1) % 7
    year, month, day = seconds[:3]
    return year, month, weekday, day, seconds.tm_hour, seconds.tm_min, seconds.tm_sec, milliseconds
