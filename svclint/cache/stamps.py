"""Whether a file is still the one that was read, by what the file system says of it."""

from __future__ import annotations

import os
import time
from typing import Final, NamedTuple

# A file that changed this short a time ago may change again without its times showing it: FAT counts in steps of 2 s.
QUIET: Final = 2_000_000_000  # nanoseconds


class Stamp(NamedTuple):
    """Times in nanoseconds, size in bytes, and the number of the file on its file system."""

    modified: int
    changed: int
    size: int
    number: int


def stamp(path: str) -> Stamp:
    """The stamp of a file now. Raises OSError and ValueError as os.stat does."""
    state = os.stat(path)
    return Stamp(state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


def settled(one: Stamp) -> bool:
    """Whether any change from now on would give another stamp."""
    return max(one.modified, one.changed) < time.time_ns() - QUIET
