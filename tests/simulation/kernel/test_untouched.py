"""The standard library is not replaced: what users see are its own classes, with its own code."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from .children import child

# Classes and functions that other tools replace one by one.
NAMES = (
    "threading.Thread",
    "threading.Timer",
    "threading.Event",
    "threading.Condition",
    "threading.Semaphore",
    "threading.BoundedSemaphore",
    "threading.Barrier",
    "queue.Queue",
    "queue.LifoQueue",
    "queue.SimpleQueue",
    "logging.Handler",
    "sched.scheduler",
    "selectors.DefaultSelector",
    "socket.socket",
    "random.Random",
    "concurrent.futures.Future",
    "concurrent.futures.ThreadPoolExecutor",
    "asyncio.Task",
    "asyncio.Event",
    "asyncio.run",
)


@cache
def origins() -> dict[str, Any]:
    """The files in which the code of each name was compiled, as a child in virtual time sees it."""
    found: dict[str, Any] = child("origins", *NAMES)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_its_code_is_the_standard_librarys(name: str) -> None:
    """All of it; only `__hash__` of threads and futures is the simulator's, for the order of sets."""
    assert origins()["files"][name] != []
    assert all(origins()["library"] in file for file in origins()["files"][name])


def test_dates_are_of_the_class_that_c_code_knows() -> None:
    assert origins()["datetime"] == "datetime.datetime, of C"


def test_nothing_of_the_library_was_imported_before_the_primitives_were_replaced() -> None:
    """Not even what the kernel itself is written with."""
    assert origins()["late"] == []


def test_who_comes_too_late_is_told() -> None:
    assert origins()["again"].startswith("imported before the simulation: threading")
