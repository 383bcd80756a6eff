"""A child of `test_conformance`: CPython's own tests, each one a run of the simulator."""

from __future__ import annotations

import importlib
import io
import json
import sys
import unittest
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout

from svclint.simulation.kernel import Ending, Limits, Scheduler

from .choosers import chooser

LIMITS = Limits(steps=4_000_000, seconds=1e7, watchdog=60.0)
# The queue in C is not simulated but displaced; and 64 K items (from Python 3.13 on) take minutes.
LEFT_OUT = ("CSimpleQueueTest", "shutdown_all_methods_in_many", "shutdown_immediate_all_methods_in_many")


def cases(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for each in suite:
        if isinstance(each, unittest.TestSuite):
            yield from cases(each)
        else:
            yield each  # type: ignore[misc]


def chosen(case: unittest.TestCase) -> bool:
    return not any(name in case.id() for name in LEFT_OUT)


def what_failed(case: unittest.TestCase, seed: int) -> str | None:
    """None when the test passed or skipped itself."""
    result = unittest.TestResult()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        outcome = Scheduler(chooser(seed), LIMITS).run(lambda: case.run(result))
    if outcome.ending is not Ending.DONE:
        return f"{case.id()}: {outcome.ending.name} {outcome.detail}"
    bad = result.failures + result.errors
    return f"{case.id()}: {bad[0][1]}" if bad else None


def main(seed: str, *names: str) -> None:
    """Print {"passed": n, "failed": [...], "absent": [names]} for the tests ``names``."""
    passed, failed, absent = 0, [], []
    for name in names:
        try:
            importlib.import_module(".".join(name.split(".")[:3] if "asyncio" in name else name.split(".")[:2]))
        except ImportError:
            absent.append(name)
            continue
        for case in filter(chosen, cases(unittest.defaultTestLoader.loadTestsFromName(name))):
            failure = what_failed(case, int(seed))
            passed += failure is None
            failed += [failure] if failure else []
    sys.stdout.write(json.dumps({"passed": passed, "failed": failed, "absent": absent}))
    sys.stdout.flush()
