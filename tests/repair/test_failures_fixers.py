"""SVC703 on small services: what comes out, and how far it is trusted, was written down first."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.bench import Bench
from svclint.selection import Selection
from svclint.settings import Settings

TOP = """\
import logging

import win32event
import win32service
import win32serviceutil


class Kettle(win32serviceutil.ServiceFramework):
    _svc_name_ = "Kettle"

    def __init__(self, args):
        super().__init__(args)
        self.halt = win32event.CreateEvent(None, 1, 0, None)
        self.litres = {}

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.halt)

"""
BOIL = """\
    def boil(self):
        while win32event.WaitForSingleObject(self.halt, 1000) != win32event.WAIT_OBJECT_0:
            self.litres["hot"] += 1
"""


class Case(NamedTuple):
    """A run side before and after the fix; the same text: it has to be left alone."""

    before: str
    after: str


CASES = {
    "a clause that passes": Case(
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except:
            pass
""",
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except:
            raise
""",
    ),
    "a clause that returns, with words about it": Case(
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except Exception as error:  # cold again
            # nobody is told
            logging.error("cold: %s", error)
            return  # enough
""",
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except Exception as error:  # cold again
            # nobody is told
            logging.error("cold: %s", error)
            raise  # enough
""",
    ),
    "a clause that ends in another block": Case(
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except Exception:
            for name in ("hot", "cold"):
                self.litres.pop(name, None)
        finally:
            logging.info("off")
""",
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except Exception:
            for name in ("hot", "cold"):
                self.litres.pop(name, None)
            raise
        finally:
            logging.info("off")
""",
    ),
    "the broad one of two clauses": Case(
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except KeyError:
            logging.warning("empty")
        except Exception:
            logging.exception("broken")
""",
        """\
    def SvcDoRun(self):
        try:
            self.boil()
        except KeyError:
            logging.warning("empty")
        except Exception:
            logging.exception("broken")
            raise
""",
    ),
}
REFUSED = {
    "an answer is given, which somebody may ask for": """\
    def SvcDoRun(self):
        self.tea()

    def tea(self):
        try:
            self.boil()
        except Exception:
            logging.exception("broken")
            return None
""",
    "the body shares the line of the clause": """\
    def SvcDoRun(self):
        try:
            self.boil()
        except Exception: logging.exception("broken")
""",
}


def repaired(run: str, *trusted: str) -> str:
    """The run side after the fixes that are trusted so."""
    bench = Bench(lint_bytes, Selection(Settings(select=("SVC703",))))
    before = f"{TOP}{run}\n{BOIL}".encode()
    outcome = engine.repaired(before, "service.py", bench, lambda one: one.fix.applicability.value in trusted)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode().removeprefix(TOP).removesuffix(f"\n{BOIL}")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_failure_is_raised(case: Case) -> None:
    """By an unsafe fix only."""
    assert repaired(case.before, "safe", "unsafe") == case.after
    assert repaired(case.before, "safe") == case.before


@pytest.mark.parametrize("run", REFUSED.values(), ids=REFUSED)
def test_it_is_left_alone(run: str) -> None:
    """The finding stands, and there is no fix."""
    assert "SVC703" in {one.code for one in lint_bytes(f"{TOP}{run}\n{BOIL}".encode(), "service.py").findings}
    assert repaired(run, "safe", "unsafe") == run
