"""Virtual times and lengths of time, for people."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from svclint.simulation.recording.journal import SECOND

_UNITS: Final = ((1_000, 1, "ns"), (1_000_000, 1_000, "µs"), (SECOND, 1_000_000, "ms"), (60 * SECOND, SECOND, "s"))
_MINUTE: Final = 60


def nanoseconds(seconds: float) -> int | None:
    """A length of time, none of them below 0; None when it has no end or is no number."""
    return round(Fraction(max(seconds, 0)) * SECOND) if math.isfinite(seconds) else None


def clock(time: int) -> str:
    """A virtual time in seconds, to the microsecond: ``93.000026``."""
    return f"{time // SECOND}.{time % SECOND // 1000:06d}"


def duration(time: int) -> str:
    """A length of virtual time for people, in four digits or fewer: ``20 µs``, ``2.5 s``, ``10 min``, ``1 h 2 min``."""
    for limit, unit, name in _UNITS:
        if time < limit and float(f"{time / unit:.4g}") * unit < limit:
            return f"{time / unit:.4g} {name}"
    minutes, seconds = divmod(round(time / SECOND), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{count} {name}" for count, name in parts if count)
