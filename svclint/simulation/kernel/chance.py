"""Randomness and wall clocks that C code reads by itself: in a run they repeat."""

from __future__ import annotations

import _random
import gc
import os
import time

from svclint.simulation.kernel import running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# From here comes what would be fresh entropy; the same in every run.
stream = _random.Random()
RealRandom: Any = _random.Random


class Random(RealRandom):  # type: ignore[misc]
    """What `random.Random` inherits from: who asks for a seed of its own gets the next one of the run."""

    def seed(self, value: object = None) -> None:
        """As in `random`."""
        fresh = value is None and running.active() is not None
        super().seed(stream.getrandbits(64) if fresh else value)


class Entropy:
    """`os.urandom` and its like."""

    __slots__ = ("__name__", "_real")

    def __init__(self, name: str) -> None:
        """The function ``name`` of `os`."""
        self.__name__ = name
        self._real = getattr(os, name)

    def __call__(self, size: int, *flags: int) -> bytes:
        """``size`` bytes; the flags of `os.getrandom` change nothing in a run."""
        if running.active() is None:
            result: bytes = self._real(size, *flags)
            return result
        return stream.getrandbits(8 * size).to_bytes(size, "little") if size else b""


def begin() -> None:
    """A run begins: chance begins again."""
    import random

    stream.seed(0)
    random.seed(0)


def _now(cls: Any, tz: Any = None) -> Any:
    return cls.fromtimestamp(time.time(), tz)


def _utcnow(cls: Any) -> Any:
    import datetime

    return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)


def install() -> None:
    """Replace what is under `random` and in `datetime.datetime`. The class stays the very same one."""
    _random.Random = Random  # type: ignore[misc]
    for name in ("urandom", "getrandom"):
        if hasattr(os, name):
            setattr(os, name, Entropy(name))
    import datetime

    # A class of C does not take new attributes, but its namespace is a dict that nobody has looked into yet.
    namespace: dict[str, Any] = gc.get_referents(datetime.datetime.__dict__)[0]
    namespace.update(now=classmethod(_now), utcnow=classmethod(_utcnow))
