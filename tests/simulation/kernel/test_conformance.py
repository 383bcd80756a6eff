"""CPython's own tests of locks, queues, threads and asyncio pass inside the simulator, on any schedule.

Whoever wrote them knew nothing of virtual time: they are the judge of the primitives.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from .children import child

THREADING = (
    "LockTests",
    "PyRLockTests",
    "CRLockTests",
    "EventTests",
    "ConditionTests",
    "ConditionAsRLockTests",
    "SemaphoreTests",
    "BoundedSemaphoreTests",
    "BarrierTests",
    "TimerTests",
)
NAMES = (
    *(f"test.test_threading.{name}" for name in THREADING),
    "test.test_sched",
    "test.test_queue",
    *(f"test.test_asyncio.{name}" for name in ("test_locks", "test_queues", "test_timeouts", "test_taskgroups")),
)
SEEDS = (0, 1, 2)


@cache
def results(seed: int) -> dict[str, Any]:
    """What became of the tests under one seed; 0 is the default schedule."""
    counted: dict[str, Any] = child("conformance", str(seed), *NAMES)
    return counted


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tests_of_cpython_pass(seed: int) -> None:
    counted = results(seed)
    if "test.test_sched" in counted["absent"]:
        pytest.skip("this Python comes without its own tests (the package `test`)")
    assert counted["failed"] == []
    assert counted["passed"] > 250
