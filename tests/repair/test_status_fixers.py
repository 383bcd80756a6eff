"""Fixers of status reports on small services: what comes out, and how far it is trusted, was written down first."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.bench import Bench
from svclint.selection import Selection
from svclint.settings import Settings

TOP = """\
import threading
import time

import win32service as ws
import win32serviceutil
import winerror


class Pump(win32serviceutil.ServiceFramework):
    _svc_name_ = "Pump"
    OWN = ws.SERVICE_WIN32_OWN_PROCESS

    def __init__(self, args):
        super().__init__(args)
        self.halt = threading.Event()
"""
STOP = """
    def SvcStop(self):
        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)
        self.halt.set()
"""
WAITS = """
    def SvcDoRun(self):
        self.halt.wait()
"""
RESUME = """
    def SvcContinue(self):
        self.ReportServiceStatus(ws.SERVICE_RUNNING)
"""


class Case(NamedTuple):
    """A service before and after the fixes of one rule."""

    code: str
    trust: str
    before: str
    after: str


def changed(code: str, trust: str, body: str, *changes: tuple[str, str]) -> Case:
    """A case whose parts are exchanged one by one, each of which stands there once."""
    after = body
    for old, new in changes:
        assert after.count(old) == 1
        after = after.replace(old, new)
    return Case(code, trust, body, after)


def constructor(*lines: str) -> str:
    """The end of the constructor."""
    return "".join(f"        {line}\n" for line in lines)


def stopping(*lines: str) -> str:
    """A SvcStop that does this before it gives its signal."""
    return STOP.replace("        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)\n", constructor(*lines))


def run(*lines: str) -> str:
    """A SvcDoRun that waits for the stop and then goes on."""
    return WAITS + constructor(*lines)


def own_run(*lines: str) -> str:
    """A SvcRun of one's own."""
    return "\n    def SvcRun(self):\n" + constructor(*lines)


def by_hand(state: str, mask: str = "0", code: str = "0", own: str = "0", point: str = "0", hint: str = "0") -> str:
    """A report by hand."""
    return f"ws.SetServiceStatus(self.ssh, (self.OWN, ws.SERVICE_{state}, {mask}, {code}, {own}, {point}, {hint}))"


PENDING = "self.ReportServiceStatus(ws.SERVICE_STOP_PENDING"
STARTING = "self.ReportServiceStatus(ws.SERVICE_START_PENDING"
ALONE = WAITS + STOP

CASES = {
    "510: the last statement of an if goes with it": changed(
        "SVC510",
        "safe",
        constructor("if args:", f"    {STARTING})") + ALONE,
        (f"        if args:\n            {STARTING})\n", ""),
    ),
    "510: two reports, one of a state that comes too early": changed(
        "SVC510",
        "unsafe",
        constructor(f"{STARTING}, 9000)", "self.ReportServiceStatus(ws.SERVICE_RUNNING)") + ALONE,
        (f"        {STARTING}, 9000)\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n", ""),
    ),
    "510: a helper of a helper": changed(
        "SVC510",
        "safe",
        constructor("self.set_up()")
        + "\n    def set_up(self):\n        self.tables()\n\n    def tables(self):\n        print(1)\n"
        + f"        {STARTING})\n"
        + ALONE,
        (f"        print(1)\n        {STARTING})\n", "        print(1)\n"),
    ),
    "510: on a line with others": changed(
        "SVC510", "safe", constructor(f"self.a = 1; {STARTING}); self.b = 2") + ALONE, (f"{STARTING}); ", "")
    ),
    "303: the keyword in the middle": changed(
        "SVC303",
        "safe",
        stopping(f"{PENDING}, waitHint=0, win32ExitCode=0)") + WAITS,
        (", waitHint=0, win32", ", win32"),
    ),
    "303: a number behind it has to keep its place": changed(
        "SVC303", "safe", stopping(f"{PENDING}, 0, 0)") + WAITS, (", 0, 0)", ", 5000, 0)")
    ),
    "303: over several lines": changed(
        "SVC303",
        "safe",
        stopping("self.ReportServiceStatus(", "    ws.SERVICE_STOP_PENDING,", "    waitHint=0,", ")") + WAITS,
        ("            ws.SERVICE_STOP_PENDING,\n            waitHint=0,\n", "            ws.SERVICE_STOP_PENDING,\n"),
    ),
    "303: by hand": changed(
        "SVC303",
        "safe",
        stopping(by_hand("STOP_PENDING", point="1")) + WAITS,
        ("0, 0, 0, 1, 0)", "0, 0, 0, 1, 5000)"),
    ),
    "304: a hint in the second place": changed(
        "SVC304", "unsafe", run(f"{PENDING}, 2000)", "time.sleep(5)") + STOP, (", 2000)", ", 6000)")
    ),
    "304: two waits": changed(
        "SVC304",
        "unsafe",
        run(f"{PENDING})", "time.sleep(3)", "time.sleep(3)") + STOP,
        (f"{PENDING})\n        time", f"{PENDING}, waitHint=7200)\n        time"),
    ),
    "304: the report of a helper": changed(
        "SVC304",
        "unsafe",
        run("self.tell()", "self.done().wait(30)")
        + f"\n    def tell(self):\n        {PENDING}, waitHint=1000)\n"
        + "\n    def done(self):\n        return threading.Event()\n"
        + STOP,
        ("waitHint=1000", "waitHint=36000"),
    ),
    "304: pywin32 has reported the start": changed(
        "SVC304",
        "unsafe",
        own_run("time.sleep(8)", "super().SvcRun()") + ALONE,
        ("        time.sleep(8)\n", f"        {STARTING}, waitHint=9600)\n        time.sleep(8)\n"),
    ),
    "305: by keyword": changed("SVC305", "unsafe", stopping(f"{PENDING}, waitHint=8)") + WAITS, ("=8)", "=8000)")),
    "305: a fraction": changed("SVC305", "unsafe", stopping(f"{PENDING}, 1.5)") + WAITS, ("1.5", "1500")),
    "305: a float of milliseconds": changed("SVC305", "unsafe", stopping(f"{PENDING}, 4e3)") + WAITS, ("4e3", "4000")),
    "305: an error in front of a keyword": changed(
        "SVC305",
        "unsafe",
        stopping(f"{PENDING}, winerror.ERROR_BROKEN_PIPE, svcExitCode=0)") + WAITS,
        ("winerror.ERROR", "win32ExitCode=winerror.ERROR"),
    ),
    "506: SvcPause says nothing": changed(
        "SVC506",
        "unsafe",
        ALONE + RESUME + "\n    def SvcPause(self):\n        self.dry = True\n",
        ("self.dry = True\n", "self.dry = True\n        self.ReportServiceStatus(ws.SERVICE_PAUSED)\n"),
    ),
    "506: a body on the line of its head": changed(
        "SVC506",
        "unsafe",
        ALONE + RESUME + "\n    def SvcPause(self): self.dry = True\n",
        (": self.dry = True", ":\n        self.dry = True\n        self.ReportServiceStatus(ws.SERVICE_PAUSED)"),
    ),
    "506: nor does anybody after a resume": changed(
        "SVC506",
        "unsafe",
        ALONE
        + "\n    def SvcPause(self):\n        self.ReportServiceStatus(ws.SERVICE_PAUSED)\n"
        + "\n    def SvcContinue(self):\n        self.ReportServiceStatus(ws.SERVICE_CONTINUE_PENDING)\n",
        ("CONTINUE_PENDING)\n", "CONTINUE_PENDING)\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n"),
    ),
    "506: an own START_PENDING": changed(
        "SVC506",
        "unsafe",
        own_run(f"{STARTING})", "self.SvcDoRun()") + ALONE,
        ("        self.SvcDoRun()", "        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n        self.SvcDoRun()"),
    ),
    "508: in a try": changed(
        "SVC508",
        "safe",
        own_run("try:", "    self.SvcDoRun()", "finally:", "    print(1)") + ALONE,
        (
            "            self.SvcDoRun()",
            "            self.ReportServiceStatus(ws.SERVICE_RUNNING)\n            self.SvcDoRun()",
        ),
    ),
    "508: before the first loop": changed(
        "SVC508",
        "unsafe",
        own_run("self.n = 0", "while not self.halt.is_set():", "    self.halt.wait()") + STOP,
        ("        while", "        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n        while"),
    ),
    "508: first of all, behind the docstring": changed(
        "SVC508",
        "unsafe",
        own_run('"""Run."""', "self.halt.wait()") + STOP,
        ('"""Run."""\n', '"""Run."""\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n'),
    ),
    "302: STOPPED by hand, in an own SvcRun that counts": changed(
        "SVC302",
        "safe",
        own_run(by_hand("RUNNING", "1"), "self.halt.wait()", by_hand("PAUSED", point="0x3")) + STOP,
        ("0x3", "0"),
    ),
    "302: a tuple of its own": changed(
        "SVC302",
        "safe",
        own_run("up = (self.OWN, ws.SERVICE_RUNNING, 1, 0, 0, 9, 0)", "ws.SetServiceStatus(self.ssh, up)") + STOP,
        ("0, 0, 9, 0)", "0, 0, 0, 0)"),
    ),
    "406: several bits": changed(
        "SVC406",
        "safe",
        own_run(by_hand("START_PENDING", "ws.SERVICE_ACCEPT_STOP | 4", hint="9000"), "super().SvcRun()") + ALONE,
        ("ws.SERVICE_ACCEPT_STOP | 4", "0"),
    ),
    "702: 0 in its place": changed(
        "SVC702",
        "safe",
        stopping(f"{PENDING}, svcExitCode=7, win32ExitCode=0)") + WAITS,
        ("win32ExitCode=0", "win32ExitCode=winerror.ERROR_SERVICE_SPECIFIC_ERROR"),
    ),
    "702: by hand": changed(
        "SVC702",
        "safe",
        stopping(by_hand("STOP_PENDING", own="8", point="1", hint="9000")) + WAITS,
        ("0, 0, 8, 1", "0, winerror.ERROR_SERVICE_SPECIFIC_ERROR, 8, 1"),
    ),
    "702: both codes of a pause": changed(
        "SVC702",
        "unsafe",
        ALONE
        + RESUME
        + "\n    def SvcPause(self):\n        self.ReportServiceStatus(ws.SERVICE_PAUSED, 5000, 1066, svcExitCode=2)\n",
        (", 1066, svcExitCode=2", ""),
    ),
}

REFUSED = {
    "510: STOPPED means that the start has failed": (
        "SVC510",
        constructor("self.ReportServiceStatus(ws.SERVICE_STOPPED)") + ALONE,
    ),
    "510: the run side calls the helper as well": (
        "SVC510",
        constructor("self.tell()") + f"\n    def tell(self):\n        {STARTING})\n" + run("self.tell()") + STOP,
    ),
    "510: a parameter brings the state": (
        "SVC510",
        constructor("self.tell(ws.SERVICE_START_PENDING)")
        + "\n    def tell(self, state):\n        self.ReportServiceStatus(state)\n"
        + ALONE,
    ),
    "303: a parameter brings the hint": (
        "SVC303",
        stopping("self.tell(0)") + f"\n    def tell(self, hint):\n        {PENDING}, hint)\n" + WAITS,
    ),
    "304: the hint has a name": ("SVC304", run("hint = 2000", f"{PENDING}, hint)", "time.sleep(9)") + STOP),
    "304: the wrapper serves all states": (
        "SVC304",
        run("self.tell(ws.SERVICE_STOP_PENDING)", "time.sleep(9)")
        + "\n    def tell(self, state):\n        self.ReportServiceStatus(state)\n"
        + STOP,
    ),
    "305: half of something": ("SVC305", stopping(f"{PENDING}, 15 / 2)") + WAITS),
    "506: the handler may be left early": (
        "SVC506",
        ALONE + RESUME + "\n    def SvcPause(self):\n        if self.halt:\n            return\n        self.dry = 1\n",
    ),
    "508: two calls of SvcDoRun": ("SVC508", own_run("self.SvcDoRun()", "self.SvcDoRun()") + ALONE),
    "302: the state comes from elsewhere": (
        "SVC302",
        own_run("self.send(ws.SERVICE_RUNNING)", "self.halt.wait()")
        + "\n    def send(self, state):\n        "
        + by_hand("X", point="4").replace("ws.SERVICE_X", "state")
        + "\n"
        + STOP,
    ),
    "406: so does this one": (
        "SVC406",
        own_run("self.send(ws.SERVICE_START_PENDING)", "super().SvcRun()")
        + "\n    def send(self, state):\n        "
        + by_hand("X", "1").replace("ws.SERVICE_X", "state")
        + "\n"
        + ALONE,
    ),
    "702: another error beside the own code": (
        "SVC702",
        stopping(f"{PENDING}, win32ExitCode=5, svcExitCode=6)") + WAITS,
    ),
}


def repaired(code: str, body: str) -> tuple[str, set[str]]:
    """The file after all fixes of a rule, and how far each was to be trusted."""
    bench = Bench(lint_bytes, Selection(Settings(select=(code,))))
    data = (TOP + body).encode()
    assert code in {one.code for one in lint_bytes(data, "service.py").findings}
    outcome = engine.repaired(data, "service.py", bench)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode(), {fix.applicability.value for fix in outcome.fixes}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_service_is_repaired(case: Case) -> None:
    """As it was written down, and no further than it was to be trusted."""
    after, trusts = repaired(case.code, case.before)
    assert after == TOP + case.after
    assert ("unsafe" in trusts) == (case.trust == "unsafe")


@pytest.mark.parametrize(("code", "body"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_understood_is_left_alone(code: str, body: str) -> None:
    """The rule speaks, and nothing changes."""
    assert repaired(code, body) == (TOP + body, set())
