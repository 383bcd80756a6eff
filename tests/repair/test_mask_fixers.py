"""SVC404, 405, 407, 408, 601 on small services: what comes out, and how far it is trusted, was written down first."""

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
import win32service as ws
import win32serviceutil


class Press(win32serviceutil.ServiceFramework):
    _svc_name_ = "Press"
    _svc_display_name_ = "Press"

    def __init__(self, args):
        super().__init__(args)
        self.halt = win32event.CreateEvent(None, 1, 0, None)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.halt, win32event.INFINITE)

"""
STOP = """\
    def SvcStop(self):
        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.halt)

"""
OTHER = """\
    def SvcOther(self, control):
        logging.info(control)

"""
PAUSE = """\
    def SvcPause(self):
        self.ReportServiceStatus(ws.SERVICE_PAUSED)

"""
BACK = """\
        self.ReportServiceStatus(ws.SERVICE_RUNNING)
"""
NOTHING = """
    def SvcInterrogate(self):
        pass  # the SCM shows the status that was reported last
"""
SAID = """
    def said(self):
        return True
"""
MASK = "    def GetAcceptedControls(self):\n"
BASE = "super().GetAcceptedControls()"


class Pair(NamedTuple):
    """The end of the class before and after, and whether that is safe."""

    code: str
    before: str
    after: str
    safe: bool = True


def mask(*lines: str) -> str:
    """A service that handles what it accepts, with this mask."""
    return STOP + OTHER + MASK + "".join(f"        {line}\n" for line in lines)


def stop(*lines: str) -> str:
    """A stop that ends with these lines."""
    return STOP.rstrip("\n") + "\n" + "".join(f"        {line}\n" for line in lines)


PAIRS = {
    "404: a pair by another name": Pair(
        "SVC404",
        STOP + PAUSE + "    def SvcResume(self):\n" + BACK,
        STOP + PAUSE + "    def SvcContinue(self):\n" + BACK + NOTHING,
    ),
    "404: the method for INTERROGATE is there": Pair(
        "SVC404",
        STOP + "    def SvcInterrogate(self):\n        return\n\n    def SvcResume(self):\n" + BACK + "\n" + PAUSE,
        STOP + "    def SvcInterrogate(self):\n        return\n\n    def SvcContinue(self):\n" + BACK + "\n" + PAUSE,
    ),
    "405: the bit of the same name": Pair(
        "SVC405",
        mask(f"return {BASE} | ws.SERVICE_CONTROL_POWEREVENT"),
        mask(f"return {BASE} | ws.SERVICE_ACCEPT_POWEREVENT"),
    ),
    "405: four controls share a bit": Pair(
        "SVC405",
        mask(f"rc = {BASE}", "rc |= ws.SERVICE_CONTROL_NETBINDADD", "return rc"),
        mask(f"rc = {BASE}", "rc |= ws.SERVICE_ACCEPT_NETBINDCHANGE", "return rc"),
    ),
    "405: what needs no bit goes, in front": Pair(
        "SVC405",
        mask(f"return ws.SERVICE_CONTROL_DEVICEEVENT | {BASE}"),
        mask(f"return {BASE}"),
    ),
    "405: what needs no bit goes, between two others": Pair(
        "SVC405",
        mask(f"return {BASE} | ws.SERVICE_CONTROL_INTERROGATE | ws.SERVICE_ACCEPT_PARAMCHANGE"),
        mask(f"return {BASE} | ws.SERVICE_ACCEPT_PARAMCHANGE"),
    ),
    "405: what needs no bit goes with its statement": Pair(
        "SVC405",
        mask(f"rc = {BASE}", "rc |= ws.SERVICE_CONTROL_DEVICEEVENT", "return rc"),
        mask(f"rc = {BASE}", "return rc"),
    ),
    "407: in front of a name": Pair(
        "SVC407",
        mask("rc = ws.SERVICE_ACCEPT_PARAMCHANGE", "return rc"),
        mask("rc = ws.SERVICE_ACCEPT_PARAMCHANGE", f"return {BASE} | rc"),
        safe=False,
    ),
    "407: the layout stays": Pair(
        "SVC407",
        mask("return (", "    ws.SERVICE_ACCEPT_PARAMCHANGE", "    | ws.SERVICE_ACCEPT_POWEREVENT", ")"),
        mask(f"return {BASE} | (", "    ws.SERVICE_ACCEPT_PARAMCHANGE", "    | ws.SERVICE_ACCEPT_POWEREVENT", ")"),
        safe=False,
    ),
    "407: every way out, and no lost parentheses": Pair(
        "SVC407",
        mask("if self.halt:", "    return 8 if self.ssh else 0", "return(8)"),
        mask("if self.halt:", f"    return {BASE} | (8 if self.ssh else 0)", f"return {BASE} | (8)"),
        safe=False,
    ),
    "408: True": Pair("SVC408", stop("return True"), stop("return 0")),
    "408: a state": Pair("SVC408", stop("return ws.SERVICE_STOP_PENDING"), stop("return 0")),
    "408: a text in a branch": Pair(
        "SVC408",
        stop("if self.ssh:", "    return 'stopping'", "print(1)"),
        stop("if self.ssh:", "    return 0", "print(1)"),
    ),
    "408: what a call gives is dropped, and what follows it is still not reached": Pair(
        "SVC408",
        stop("if self.ssh:", "    return self.said()", "print(1)") + SAID,
        stop("if self.ssh:", "    self.said()", "    return 0", "print(1)") + SAID,
    ),
    "601: behind a note": Pair(
        "SVC601",
        STOP + "    def SvcShutdown(self):\n        logging.info('down')\n",
        STOP + "    def SvcShutdown(self):\n        logging.info('down')\n        self.SvcStop()\n",
    ),
    "601: in the place of pass, on the line of the head": Pair(
        "SVC601",
        STOP + "    def SvcShutdown(self): pass\n",
        STOP + "    def SvcShutdown(self): self.SvcStop()\n",
    ),
    "601: behind more than a note": Pair(
        "SVC601",
        STOP + "    def SvcShutdown(self):\n        for _ in range(3):\n            print('down')\n",
        STOP
        + "    def SvcShutdown(self):\n        for _ in range(3):\n            print('down')\n        self.SvcStop()\n",
        safe=False,
    ),
}
REFUSED = {
    "404: somebody calls it by its name": (
        "SVC404",
        STOP + PAUSE + "    def SvcResume(self):\n" + BACK + "\n    names = ['SvcResume']\n",
    ),
    "404: it takes an argument": ("SVC404", STOP + PAUSE + "    def SvcResume(self, why):\n" + BACK),
    "404: the shutdown is one capital away, and would begin to come": (
        "SVC404",
        STOP + "    def SvcShutDown(self):\n        self.SvcStop()\n",
    ),
    "405: nothing handles what the bit would let through": (
        "SVC405",
        STOP + MASK + f"        return {BASE} | ws.SERVICE_CONTROL_POWEREVENT\n",
    ),
    "405: a number": ("SVC405", mask(f"return {BASE} | 0x1000")),
    "405: a bit that pywin32 has no name for": ("SVC405", mask(f"return {BASE} | ws.SERVICE_CONTROL_TIMECHANGE")),
    "405: in parentheses": ("SVC405", mask(f"return {BASE} | (ws.SERVICE_CONTROL_DEVICEEVENT)")),
    "407: there is no own mask": (
        "SVC407",
        "    def ServiceCtrlHandlerEx(self, control, kind, data):\n        if control == ws.SERVICE_CONTROL_STOP:\n"
        "            self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)\n            win32event.SetEvent(self.halt)\n"
        "        return 0\n",
    ),
    "407: the stop that would come changes nothing": (
        "SVC407",
        "    def SvcStop(self):\n        pass\n\n" + MASK + "        return 0\n",
    ),
    "408: a variable gives it": ("SVC408", stop("done = True", "print(done)", "return done")),
    "408: somebody goes by it": (
        "SVC408",
        stop("return True") + "\n    def SvcShutdown(self):\n        if self.SvcStop():\n            print(1)\n",
    ),
    "601: the end may not be reached": (
        "SVC601",
        STOP + "    def SvcShutdown(self):\n        if self.halt:\n            return\n        print(1)\n",
    ),
    "601: there is no stop to call": ("SVC601", "    def SvcShutdown(self):\n        print(1)\n"),
}


def service(end: str) -> bytes:
    """A whole file."""
    return (TOP + end).encode()


def repaired(code: str, end: str, safe: bool) -> str:
    """What the fixes of a rule make of it, the safe ones alone or all."""
    bench = Bench(lint_bytes, Selection(Settings(select=(code,))))
    outcome = engine.repaired(
        service(end), "press.py", bench, lambda offer: offer.fix.applicability.value == "safe" or not safe
    )
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode()


def found(code: str, end: str) -> bool:
    """Whether the rule speaks at all."""
    return code in {one.code for one in lint_bytes(service(end), "press.py").findings}


@pytest.mark.parametrize("sentence", PAIRS)
def test_it_is_repaired_as_written(sentence: str) -> None:
    """By safe fixes alone, or not by them."""
    pair = PAIRS[sentence]
    assert repaired(pair.code, pair.before, safe=False) == service(pair.after).decode()
    assert repaired(pair.code, pair.before, safe=True) == service(pair.after if pair.safe else pair.before).decode()


@pytest.mark.parametrize("sentence", REFUSED)
def test_it_is_left_alone(sentence: str) -> None:
    """There is a finding, and no fix that could be applied."""
    code, end = REFUSED[sentence]
    assert found(code, end)
    assert repaired(code, end, safe=False) == service(end).decode()
