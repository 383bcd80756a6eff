"""Whether code has come back to where it was: then only time can change what it does next."""

from __future__ import annotations

import sys
from collections import deque
from types import FrameType

SIMULATION = __file__.rpartition("kernel")[0]  # whose own frames count operations
FRAMES, DEPTH, WIDTH = 40, 2, 8
PLAIN = (bool, str, bytes, type(None))
CONTAINERS = (list, tuple, dict, set, frozenset, deque, bytearray)
# Clocks start higher than this in a run (nanoseconds); smaller numbers are counters.
CLOCK = 10**11


def state() -> int:
    """A number for where the calling code is and what its variables hold, as far as one can see without asking.

    Not by identity, for addresses are used again. What clocks say is left out: it is what such code waits for.
    Whoever counts, collects or walks over something is never in the same state twice.
    """
    frame: FrameType | None = sys._getframe(1)
    seen: list[object] = []
    while frame is not None and len(seen) < FRAMES:
        code = frame.f_code
        if not code.co_filename.startswith(SIMULATION):
            seen.append((code.co_filename, code.co_firstlineno, frame.f_lasti))
            seen.append(tuple(_look(value, DEPTH) for value in tuple(frame.f_locals.values())))
        frame = frame.f_back
    return hash(tuple(seen))


def _look(value: object, depth: int) -> object:
    """What can be seen of ``value``, without calling any code of its class."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is int:
        return value if -CLOCK < value < CLOCK else None  # type: ignore[operator]
    if kind in CONTAINERS:
        return kind.__name__, len(value), _inside(list(value)[:WIDTH], depth)  # type: ignore[arg-type, call-overload]
    inner = _attributes(value) if kind.__module__ != "builtins" else None
    return (kind.__name__, _inside(list(inner.values()), depth)) if type(inner) is dict else kind.__name__


def _attributes(value: object) -> object:
    try:
        return object.__getattribute__(value, "__dict__")
    except AttributeError:
        return None


def _inside(values: list[object], depth: int) -> object:
    return tuple(_look(value, depth - 1) for value in values) if depth else None
