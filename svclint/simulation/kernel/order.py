"""Orders that would follow memory addresses follow creation instead."""

from __future__ import annotations

import sys
from itertools import count
from typing import Any

_created = count(1)
# Classes whose objects the standard library keeps in sets and walks over.
ORDERED = (("threading", "Thread"), ("concurrent.futures._base", "Future"), ("asyncio.futures", "Future"))


def created(thing: Any) -> int:
    """The hash of ``thing``: when it was first asked for, counted within the run."""
    number = vars(thing).get("_created")
    if number is None:
        number = vars(thing)["_created"] = following()
    return int(number)


def following() -> int:
    """The next number of the run."""
    return next(_created)


def begin() -> None:
    """A run begins: count from 1 again; classes that were imported meanwhile are counted too."""
    global _created  # noqa: PLW0603 -- one count for the process
    _created = count(1)
    for module, name in ORDERED:
        if module in sys.modules:
            getattr(sys.modules[module], name).__hash__ = created
    if "concurrent.futures._base" in sys.modules:
        vars(sys.modules["concurrent.futures._base"])["id"] = hash  # it sorts futures by address
