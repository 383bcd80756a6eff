"""SVC606 on small services: what comes out, and how far it is trusted, was written down first."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.bench import Bench
from svclint.selection import Selection
from svclint.settings import Settings

TOP = r"""import subprocess
import winreg as registry

import win32event
import win32service
import win32serviceutil


class Abbey(win32serviceutil.ServiceFramework):
    _svc_name_ = "Abbey"

    def __init__(self, args):
        super().__init__(args)
        self.done = win32event.CreateEvent(None, 1, 0, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.done)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.done, win32event.INFINITE)


def install(names):
    path = r"SYSTEM\CurrentControlSet\Control"
    key = registry.OpenKey(registry.HKEY_LOCAL_MACHINE, path, 0, registry.KEY_SET_VALUE)
"""
WRITE = '    registry.SetValueEx(key, "PreshutdownOrder", 0, registry.{})\n'
REG = "    subprocess.run(r'reg add HKLM\\SYSTEM\\CurrentControlSet\\Control /v PreshutdownOrder{} /f')\n"


class Case(NamedTuple):
    """The last statement before and after the fix, and how far that is trusted."""

    before: str
    after: str
    trust: str = "safe"


CASES = {
    "a list of another type": Case(
        WRITE.format('REG_SZ, ["Abbey", "Mill"]'), WRITE.format('REG_MULTI_SZ, ["Abbey", "Mill"]')
    ),
    "one name alone": Case(WRITE.format('REG_EXPAND_SZ, "Abbey"'), WRITE.format('REG_MULTI_SZ, ["Abbey"]')),
    "names joined with commas": Case(
        WRITE.format('REG_SZ, ",".join(names)'), WRITE.format("REG_MULTI_SZ, list(names)")
    ),
    "names with blanks between them": Case(
        WRITE.format('REG_MULTI_SZ, "Abbey Mill"'), WRITE.format('REG_MULTI_SZ, ["Abbey", "Mill"]'), "unsafe"
    ),
    "a command without a type": Case(REG.format(" /d Abbey"), REG.format(" /t REG_MULTI_SZ /d Abbey")),
}
REFUSED = {
    "what the variable holds is not known": WRITE.format("REG_SZ, names"),
    "a command with another type": REG.format(" /t REG_SZ /d Abbey"),
    "a command with several names in one": REG.format(" /d Abbey,Mill"),
}


def repaired(last: str) -> tuple[str, set[str]]:
    """The last statement after all fixes, and how far they are trusted."""
    bench = Bench(lint_bytes, Selection(Settings(select=("SVC606",))))
    before = f"{TOP}{last}".encode()
    assert "SVC606" in {one.code for one in lint_bytes(before, "service.py").findings}
    outcome = engine.repaired(before, "service.py", bench, lambda _offer: True)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode().removeprefix(TOP), {one.applicability.value for one in outcome.fixes}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_order_becomes_a_list(case: Case) -> None:
    """As a person would write it."""
    assert repaired(case.before) == (case.after, {case.trust})


@pytest.mark.parametrize("last", REFUSED.values(), ids=REFUSED)
def test_it_is_left_alone(last: str) -> None:
    """The finding stands, and there is no fix."""
    assert repaired(last) == (last, set())
