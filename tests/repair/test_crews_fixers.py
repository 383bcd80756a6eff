"""SVC204 on small services: what comes out, and how far it is trusted, was written down first."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.bench import Bench
from svclint.selection import Selection
from svclint.settings import Settings

TOP = """\
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import win32service
import win32serviceutil


class Harvest(win32serviceutil.ServiceFramework):
    _svc_name_ = "Harvest"

    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.rows = ThreadPoolExecutor()

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()

    def pick(self):
        while not self.stop.wait(1):
            time.sleep(1)

    def press(self):
        while True:
            time.sleep(1)

    def SvcDoRun(self):
"""


class Case(NamedTuple):
    """A run side before and after the fix."""

    before: str
    after: str


CASES = {
    "two jobs of one executor": Case(
        """\
        self.rows.submit(self.pick)
        self.rows.submit(self.pick)
        self.stop.wait()
""",
        """\
        self.rows.submit(self.pick)
        self.rows.submit(self.pick)
        self.stop.wait()
        self.rows.shutdown()
""",
    ),
    "an executor that is not waited for, and given up": Case(
        """\
        self.rows.submit(self.pick)
        self.stop.wait()
        self.rows.shutdown(wait=False, cancel_futures=True)  # in a hurry
""",
        """\
        self.rows.submit(self.pick)
        self.stop.wait()
        self.rows.shutdown(cancel_futures=True)  # in a hurry
""",
    ),
    "a pool that nobody closes": Case(
        """\
        pool = ThreadPool(3)
        pool.apply_async(self.pick)
        self.stop.wait()
""",
        """\
        pool = ThreadPool(3)
        pool.apply_async(self.pick)
        self.stop.wait()
        pool.close()
        pool.join()
""",
    ),
    "a child, with a loop around the wait": Case(
        """\
        self.wagon = subprocess.Popen(["wagon.exe"])
        while not self.stop.wait(60):
            time.sleep(0.1)
""",
        """\
        self.wagon = subprocess.Popen(["wagon.exe"])
        while not self.stop.wait(60):
            time.sleep(0.1)
        self.wagon.terminate()
        self.wagon.wait()
""",
    ),
}
REFUSED = {
    "the job never looks at the signal, so that nobody can wait for it": """\
        self.rows.submit(self.press)
        self.stop.wait()
""",
    "the service may return before the end": """\
        self.rows.submit(self.pick)
        if self.stop.wait(5):
            return
        self.stop.wait()
""",
    "the child is started on one way only": """\
        if time.time() > 1_000_000:
            self.wagon = subprocess.Popen(["wagon.exe"])
        self.stop.wait()
""",
}


def repaired(run: str, *trusted: str) -> str:
    """The run side after the fixes that are trusted so."""
    bench = Bench(lint_bytes, Selection(Settings(select=("SVC204",))))
    before = f"{TOP}{run}".encode()
    outcome = engine.repaired(before, "service.py", bench, lambda one: one.fix.applicability.value in trusted)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode().removeprefix(TOP)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_somebody_waits_at_the_end(case: Case) -> None:
    """By an unsafe fix only."""
    assert repaired(case.before, "safe", "unsafe") == case.after
    assert repaired(case.before, "safe") == case.before


@pytest.mark.parametrize("run", REFUSED.values(), ids=REFUSED)
def test_it_is_left_alone(run: str) -> None:
    """The finding stands, and there is no fix."""
    assert "SVC204" in {one.code for one in lint_bytes(f"{TOP}{run}".encode(), "service.py").findings}
    assert repaired(run, "safe", "unsafe") == run
