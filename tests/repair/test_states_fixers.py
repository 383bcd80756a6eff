"""SVC301, SVC501 and SVC505 on small services: what comes out, and how far it is trusted, was written down first."""

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
import time
{imports}
import win32event
import win32service as ws
import win32serviceutil


class Pump(win32serviceutil.ServiceFramework):
    _svc_name_ = "Pump"

"""
INIT = """\
    def __init__(self, args):
        super().__init__(args)
        self.halt = win32event.CreateEvent(None, 1, 0, None)

"""
STOP = """\
    def SvcStop(self):
        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.halt)

"""
RUN = """\
    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.halt, win32event.INFINITE)
"""
LOGS = """\
    def SvcStop(self):
        logging.info("stop")
"""
PAUSE = """\
    def SvcPause(self):
        self.ReportServiceStatus(ws.SERVICE_PAUSED)

"""
CONTINUE = """\
    def SvcContinue(self):
        self.ReportServiceStatus(ws.SERVICE_RUNNING)

    def SvcInterrogate(self):
        pass

"""
PENDING = "        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)\n"
SET = "        win32event.SetEvent(self.halt)\n"
CREATED = "        self.stop_event = win32event.CreateEvent(None, True, False, None)\n"
ANSWERED = PENDING + "        win32event.SetEvent(self.stop_event)\n"


class Case(NamedTuple):
    """A service before and after the fixes of one rule."""

    code: str
    trust: str
    before: str
    after: str


def run(*lines: str) -> str:
    """A SvcDoRun that waits for the stop and then goes on."""
    return RUN + "".join(f"        {line}\n" for line in lines)


def by_hand(number: int | str, state: str = "ws.SERVICE_STOP_PENDING") -> str:
    """A report by hand."""
    return f"ws.SetServiceStatus(self.ssh, (16, {state}, 0, 0, 0, {number}, 3000))"


def sender(state: str, number: str, above: str = "") -> str:
    """A method that sends what it is given."""
    return f"    def send(self, {state}):\n{above}        " + by_hand(number, "state") + "\n\n"


SENDS = """\
    def SvcStop(self):
        self.send(ws.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.halt)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.halt, win32event.INFINITE)
        self.send(ws.SERVICE_STOP_PENDING)
"""
AT_REST = """\
        if state in (
            ws.SERVICE_RUNNING,
            ws.SERVICE_PAUSED,
            ws.SERVICE_STOPPED,
        ):
"""

CHECK_POINTS = {
    "two resets in a row go together": Case(
        "SVC301",
        "safe",
        INIT + STOP + run("self.checkPoint = 0", "self.checkPoint = 0  # again", PENDING.strip()),
        INIT + STOP + run("# again", PENDING.strip()),
    ),
    "a block of resets keeps a pass": Case(
        "SVC301",
        "safe",
        INIT + STOP + run("if self.halt:", "    self.checkPoint = 0", "    self.checkPoint -= 2", PENDING.strip()),
        INIT + STOP + run("if self.halt:", "    pass", PENDING.strip()),
    ),
    "resets of a helper and of its caller": Case(
        "SVC301",
        "safe",
        INIT + STOP.replace("\n\n", "\n        self.checkPoint = 0\n\n") + run("self.checkPoint = 0", PENDING.strip()),
        INIT + STOP + run(PENDING.strip()),
    ),
    "a step down goes, whoever takes it": Case(
        "SVC301",
        "safe",
        INIT + STOP + run("self.back()", PENDING.strip()) + "\n    def back(me):\n        me.checkPoint -= 1  # why\n",
        INIT + STOP + run("self.back()", PENDING.strip()) + "\n    def back(me):\n        pass  # why\n",
    ),
    "three equal numbers in a row": Case(
        "SVC301",
        "safe",
        INIT + STOP + run(by_hand(4), "print(1)", by_hand(4), "print(2)", by_hand(4)),
        INIT + STOP + run(by_hand(4), "print(1)", by_hand(5), "print(2)", by_hand(6)),
    ),
    "one number in two functions": Case(
        "SVC301",
        "safe",
        INIT + STOP.replace(PENDING, f"        {by_hand(1)}\n") + run(by_hand(1)),
        INIT + STOP.replace(PENDING, f"        {by_hand(1)}\n") + run(by_hand(2)),
    ),
    "numbers that are handed in, by name and in branches": Case(
        "SVC301",
        "safe",
        INIT
        + sender("state, number=0", "number")
        + STOP
        + run(
            "self.send(ws.SERVICE_STOP_PENDING, number=2)",
            "if self.halt:",
            "    self.send(ws.SERVICE_STOP_PENDING, 2)",
            "else:",
            "    self.send(ws.SERVICE_STOP_PENDING, 3)",
            "self.send(ws.SERVICE_STOP_PENDING, number=3)",
        ),
        INIT
        + sender("state, number=0", "number")
        + STOP
        + run(
            "self.send(ws.SERVICE_STOP_PENDING, number=2)",
            "if self.halt:",
            "    self.send(ws.SERVICE_STOP_PENDING, 3)",
            "else:",
            "    self.send(ws.SERVICE_STOP_PENDING, 3)",
            "self.send(ws.SERVICE_STOP_PENDING, number=4)",
        ),
    ),
    "every state is sent with one number": Case(
        "SVC301",
        "safe",
        INIT + sender("state", "1") + SENDS,
        INIT
        + sender(
            "state",
            "svc_check_point",
            AT_REST + "            svc_check_point = 0\n        else:\n            self.checkPoint += 1\n"
            "            svc_check_point = self.checkPoint\n",
        )
        + SENDS,
    ),
    "a counter of its own that nobody raises": Case(
        "SVC301",
        "safe",
        INIT.replace("\n\n", "\n        self.mark = 1\n\n") + sender("state", "self.mark") + SENDS,
        INIT.replace("\n\n", "\n        self.mark = 1\n\n")
        + sender(
            "state",
            "self.mark",
            AT_REST + "            self.mark = 0\n        else:\n            self.mark += 1\n",
        )
        + SENDS,
    ),
    "a number under an if in a loop": Case(
        "SVC301",
        "safe",
        INIT + STOP + run("while self.halt:", "    if self.args:", f"        {by_hand(1)}  # one"),
        INIT
        + STOP
        + run(
            "svc_check_point = 0",
            "while self.halt:",
            "    if self.args:",
            "        svc_check_point += 1",
            f"        {by_hand('svc_check_point')}  # one",
        ),
    ),
    "a local that stands still in a loop": Case(
        "SVC301",
        "safe",
        INIT + STOP + run("mark = 0", "for part in 'abc':", f"    {by_hand('mark')}", "    print(part)"),
        INIT
        + STOP
        + run("mark = 0", "for part in 'abc':", "    mark += 1", f"    {by_hand('mark')}", "    print(part)"),
    ),
}

ANSWERS = {
    "SvcDoRun sleeps for ever": Case(
        "SVC501",
        "unsafe",
        LOGS + "\n    def SvcDoRun(self):\n        while True:\n"
        "            time.sleep(0.5)  # a rest\n            print(1)\n",
        "    def __init__(self, args):\n        super().__init__(args)\n"
        + CREATED
        + "\n"
        + LOGS
        + ANSWERED
        + "\n    def SvcDoRun(self):\n        while True:\n"
        "            if win32event.WaitForSingleObject(self.stop_event, 500) == win32event.WAIT_OBJECT_0:\n"
        "                break  # a rest\n            print(1)\n",
    ),
    "the sleep is measured by an attribute, in a method of its own, and an event lies idle": Case(
        "SVC501",
        "unsafe",
        INIT
        + LOGS
        + "\n    def SvcDoRun(self):\n        self.main()\n"
        + "\n    def main(this):\n        while 1:\n            print(1)\n            time.sleep(this.pace)\n",
        INIT
        + LOGS
        + PENDING
        + SET
        + "\n    def SvcDoRun(self):\n        self.main()\n"
        + "\n    def main(this):\n        while 1:\n            print(1)\n"
        "            if win32event.WaitForSingleObject(this.halt, int(this.pace * 1000)) "
        "== win32event.WAIT_OBJECT_0:\n                break\n",
    ),
    "a flag is there already": Case(
        "SVC501",
        "unsafe",
        INIT.replace("\n\n", "\n        self.running = True\n\n")
        + LOGS
        + "\n    def SvcDoRun(self):\n        while self.running:\n            time.sleep(5)\n",
        INIT.replace("\n\n", "\n        self.running = True\n\n")
        + LOGS
        + PENDING
        + "        self.running = False\n"
        + "\n    def SvcDoRun(self):\n        while self.running:\n            time.sleep(5)\n",
    ),
    "a flag that is raised when the run begins": Case(
        "SVC501",
        "unsafe",
        INIT.replace("\n\n", "\n        self.running = False\n\n")
        + LOGS
        + "\n    def SvcDoRun(self):\n        self.running = True\n        self.main()\n"
        "\n    def main(self):\n        while self.running:\n            time.sleep(5)\n",
        INIT.replace("\n\n", "\n        self.running = False\n\n")
        + LOGS
        + PENDING
        + "        self.running = False\n"
        + "\n    def SvcDoRun(self):\n        self.running = True\n        self.main()\n"
        "\n    def main(self):\n        while self.running:\n            time.sleep(5)\n",
    ),
    "the event is waited for in a helper, and the handler returns": Case(
        "SVC501",
        "unsafe",
        INIT
        + LOGS
        + "        return\n\n    def SvcDoRun(self):\n        self.main()\n"
        + RUN.replace("SvcDoRun", "main").replace("    def", "\n    def"),
        INIT
        + LOGS
        + PENDING
        + SET
        + "        return\n\n    def SvcDoRun(self):\n        self.main()\n"
        + RUN.replace("SvcDoRun", "main").replace("    def", "\n    def"),
    ),
    "a branch of a dispatcher": Case(
        "SVC501",
        "unsafe",
        INIT
        + "    def GetAcceptedControls(self):\n        return ws.SERVICE_ACCEPT_STOP\n\n"
        + "    def ServiceCtrlHandlerEx(self, control, event_type, data):\n"
        "        if control == ws.SERVICE_CONTROL_INTERROGATE:\n            return 0\n"
        "        elif ws.SERVICE_CONTROL_STOP == control:\n            pass\n        return 0\n\n" + RUN,
        INIT
        + "    def GetAcceptedControls(self):\n        return ws.SERVICE_ACCEPT_STOP\n\n"
        + "    def ServiceCtrlHandlerEx(self, control, event_type, data):\n"
        "        if control == ws.SERVICE_CONTROL_INTERROGATE:\n            return 0\n"
        "        elif ws.SERVICE_CONTROL_STOP == control:\n"
        "            self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)\n"
        "            win32event.SetEvent(self.halt)\n        return 0\n\n" + RUN,
    ),
    "a refusal with a word to the log": Case(
        "SVC501",
        "unsafe",
        INIT + LOGS + "        raise RuntimeError('never')\n\n" + RUN,
        INIT + LOGS + "        raise RuntimeError('never')\n\n    def GetAcceptedControls(self):\n"
        "        return super().GetAcceptedControls() & ~ws.SERVICE_ACCEPT_STOP\n\n" + RUN,
    ),
    "a subclass forgets the stop of its base": Case(
        "SVC501",
        "unsafe",
        INIT + STOP + RUN + "\n\nclass Booster(Pump):\n" + LOGS,
        INIT + STOP + RUN + "\n\nclass Booster(Pump):\n" + LOGS + "        super().SvcStop()\n",
    ),
}

STATES = {
    "START_PENDING after a word to the log": Case(
        "SVC505",
        "unsafe",
        INIT
        + STOP
        + RUN.replace(
            ":\n", ":\n        logging.info('up')\n        self.ReportServiceStatus(ws.SERVICE_START_PENDING)\n"
        ),
        INIT + STOP + RUN.replace(":\n", ":\n        logging.info('up')\n"),
    ),
    "START_PENDING as progress, in helpers too": Case(
        "SVC505",
        "unsafe",
        INIT
        + STOP
        + RUN.replace(
            ":\n",
            ":\n        self.ReportServiceStatus(ws.SERVICE_START_PENDING)\n        self.load()\n"
            "        self.ReportServiceStatus(ws.SERVICE_START_PENDING, 9000)\n"
            "        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n",
        )
        + "\n    def load(self):\n        print(1)\n        self.ReportServiceStatus(ws.SERVICE_START_PENDING)\n",
        INIT
        + STOP
        + RUN.replace(":\n", ":\n        self.load()\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n")
        + "\n    def load(self):\n        print(1)\n",
    ),
    "START_PENDING twice in SvcDoRun itself": Case(
        "SVC505",
        "safe",
        INIT
        + STOP
        + RUN.replace(
            ":\n",
            ":\n        self.ReportServiceStatus(ws.SERVICE_START_PENDING)\n        print(1)\n"
            "        self.ReportServiceStatus(ws.SERVICE_START_PENDING)\n",
        ),
        INIT + STOP + RUN.replace(":\n", ":\n        print(1)\n"),
    ),
    "an override that sends by hand": Case(
        "SVC505",
        "unsafe",
        INIT
        + "    def ReportServiceStatus(self, state, hint=5000):\n        print(state)\n        "
        + "ws.SetServiceStatus(self.ssh, (16, state, 1, 0, 0, next(NUMBERS), hint))\n\n"
        + STOP.replace("STOP_PENDING", "START_PENDING")
        + RUN,
        INIT
        + "    def ReportServiceStatus(self, state, hint=5000):\n        print(state)\n        "
        + "ws.SetServiceStatus(self.ssh, (16, state, 1, 0, 0, next(NUMBERS), hint))\n\n"
        + STOP
        + RUN,
    ),
    "the wrong state twice in a handler": Case(
        "SVC505",
        "unsafe",
        INIT + STOP + PAUSE.replace(":\n", ":\n" + 2 * PENDING.replace("STOP", "CONTINUE"), 1) + CONTINUE + RUN,
        INIT + STOP + PAUSE.replace(":\n", ":\n" + 2 * PENDING.replace("STOP", "PAUSE"), 1) + CONTINUE + RUN,
    ),
    "START_PENDING by a helper that does nothing else": Case(
        "SVC505",
        "safe",
        INIT
        + STOP
        + RUN.replace(":\n", ":\n        self.tell(ws.SERVICE_START_PENDING)\n")
        + "\n    def tell(self, state):\n        self.ReportServiceStatus(state)\n",
        INIT + STOP + RUN + "\n    def tell(self, state):\n        self.ReportServiceStatus(state)\n",
    ),
    "START_PENDING for a stop": Case(
        "SVC505",
        "unsafe",
        INIT + STOP.replace("STOP_PENDING", "START_PENDING") + RUN,
        INIT + STOP + RUN,
    ),
    "a wrapper is told the wrong state": Case(
        "SVC505",
        "unsafe",
        INIT
        + "    def tell(self, state, hint=5000):\n        self.ReportServiceStatus(state, hint)\n\n"
        + STOP.replace("ReportServiceStatus(ws.SERVICE_STOP", "tell(ws.SERVICE_START")
        + RUN,
        INIT
        + "    def tell(self, state, hint=5000):\n        self.ReportServiceStatus(state, hint)\n\n"
        + STOP.replace("ReportServiceStatus", "tell")
        + RUN,
    ),
    "wrappers that call each other": Case(
        "SVC505",
        "unsafe",
        INIT + "    def tell(self, state):\n        if not state:\n            self.say(state)\n"
        "        self.ReportServiceStatus(state)\n\n"
        "    def say(self, state):\n        self.tell(state)\n\n"
        + STOP.replace("ReportServiceStatus(ws.SERVICE_STOP", "tell(ws.SERVICE_START")
        + RUN,
        INIT + "    def tell(self, state):\n        if not state:\n            self.say(state)\n"
        "        self.ReportServiceStatus(state)\n\n"
        "    def say(self, state):\n        self.tell(state)\n\n" + STOP.replace("ReportServiceStatus", "tell") + RUN,
    ),
    "STOP_PENDING for a pause": Case(
        "SVC505",
        "unsafe",
        INIT + STOP + PAUSE.replace(":\n", ":\n" + PENDING) + CONTINUE + RUN,
        INIT + STOP + PAUSE.replace(":\n", ":\n" + PENDING.replace("STOP", "PAUSE")) + CONTINUE + RUN,
    ),
    "RUNNING at the end of a stop": Case(
        "SVC505",
        "unsafe",
        INIT + STOP.replace("\n\n", "\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n\n") + RUN,
        INIT + STOP + RUN,
    ),
    "the first two words of a resume in the wrong order, nothing after them": Case(
        "SVC505",
        "unsafe",
        INIT
        + STOP
        + PAUSE
        + CONTINUE.replace(
            "RUNNING)\n", "RUNNING)\n        print(1)\n        self.ReportServiceStatus(ws.SERVICE_CONTINUE_PENDING)\n"
        )
        + RUN,
        INIT
        + STOP
        + PAUSE
        + CONTINUE.replace(
            "RUNNING)\n",
            "CONTINUE_PENDING)\n        print(1)\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)\n",
        )
        + RUN,
    ),
    "PAUSE_PENDING for a resume": Case(
        "SVC505",
        "unsafe",
        INIT
        + STOP
        + PAUSE
        + CONTINUE.replace("(self):\n", "(self):\n        self.ReportServiceStatus(ws.SERVICE_PAUSE_PENDING)\n", 1)
        + RUN,
        INIT
        + STOP
        + PAUSE
        + CONTINUE.replace("(self):\n", "(self):\n        self.ReportServiceStatus(ws.SERVICE_CONTINUE_PENDING)\n", 1)
        + RUN,
    ),
    "a word of a table that means another state": Case(
        "SVC505",
        "unsafe",
        "    words = {1: ws.SERVICE_START_PENDING, 2: ws.SERVICE_STOP_PENDING}\n\n"
        + INIT
        + STOP.replace("ws.SERVICE_STOP_PENDING", "self.words[1]")
        + RUN,
        "    words = {1: ws.SERVICE_START_PENDING, 2: ws.SERVICE_STOP_PENDING}\n\n"
        + INIT
        + STOP.replace("ws.SERVICE_STOP_PENDING", "self.words[2]")
        + RUN,
    ),
    "a local that is only there for the report": Case(
        "SVC505",
        "unsafe",
        INIT
        + STOP.replace("\n\n", "\n        up = ws.SERVICE_RUNNING\n        self.ReportServiceStatus(up)\n\n")
        + RUN,
        INIT + STOP + RUN,
    ),
    "a pause that ends as RUNNING": Case(
        "SVC505",
        "unsafe",
        INIT
        + STOP
        + PAUSE.replace("PAUSED)", "PAUSE_PENDING)\n        self.ReportServiceStatus(ws.SERVICE_RUNNING)")
        + CONTINUE
        + RUN,
        INIT
        + STOP
        + PAUSE.replace("PAUSED)", "PAUSE_PENDING)\n        self.ReportServiceStatus(ws.SERVICE_PAUSED)")
        + CONTINUE
        + RUN,
    ),
}
THREADED = Case(
    "SVC501",
    "unsafe",
    LOGS + "\n    def SvcDoRun(self):\n        while True:\n            print(1)\n            time.sleep(60)\n",
    "    def __init__(self, args):\n        super().__init__(args)\n        self.stop_event = threading.Event()\n\n"
    + LOGS
    + PENDING
    + "        self.stop_event.set()\n"
    + "\n    def SvcDoRun(self):\n        while True:\n            print(1)\n"
    "            if self.stop_event.wait(60):\n                break\n",
)
CASES = CHECK_POINTS | ANSWERS | STATES

REFUSED = {
    "301: the name counts parts as well": (
        "SVC301",
        INIT + STOP + run("part = 3", by_hand("part"), "print(part)", by_hand("part")),
    ),
    "301: the number is a constant of the module": (
        "SVC301",
        INIT + STOP + run(by_hand("MARK"), "print(1)", by_hand("MARK")) + "\n\nMARK = 1\n",
    ),
    "301: a function that is given the handle has no counter of the framework": (
        "SVC301",
        INIT
        + SENDS.replace("self.send(", "send(self.ssh, ")
        + "\n\ndef send(handle, state):\n    "
        + by_hand(1, "state").replace("self.ssh", "handle")
        + "\n",
    ),
    "301: the wrapper is called in a loop": (
        "SVC301",
        INIT
        + sender("state, number", "number")
        + STOP
        + run("for _ in range(9):", "    self.send(ws.SERVICE_STOP_PENDING, 1)"),
    ),
    "301: the tuple is made once, before the loop": (
        "SVC301",
        INIT
        + STOP
        + run(
            "status = (16, ws.SERVICE_STOP_PENDING, 0, 0, 0, 1, 9)",
            "for _ in range(9):",
            "    ws.SetServiceStatus(self.ssh, status)",
        ),
    ),
    "501: the handler may leave early": (
        "SVC501",
        INIT + LOGS + "        if self.halt:\n            return\n        print(1)\n\n" + RUN,
    ),
    "501: the sleep is in a loop of its own": (
        "SVC501",
        LOGS + "\n    def SvcDoRun(self):\n        while True:\n"
        "            for _ in range(9):\n                time.sleep(1)\n",
    ),
    "501: the sleeping method is called again and again": (
        "SVC501",
        LOGS
        + "\n    def SvcDoRun(self):\n        for job in iter(input, ''):\n            self.main(job)\n"
        + "\n    def main(self, job):\n        while job:\n            time.sleep(1)\n",
    ),
    "501: it waits for something else as well": (
        "SVC501",
        INIT + LOGS + "\n    def SvcDoRun(self):\n        while True:\n            self.child.wait(3)\n"
        "            time.sleep(1)\n",
    ),
    "501: the flag is raised again in each round": (
        "SVC501",
        INIT + LOGS + "\n    def SvcDoRun(self):\n        self.running = True\n"
        "        while self.running:\n            self.running = True\n            print(1)\n",
    ),
    "501: SvcDoRun calls itself, and the class is based on one of its name": (
        "SVC501",
        LOGS + "\n    def SvcDoRun(self):\n        input()\n        self.SvcDoRun()\n\n\nclass Pump(Pump):\n    pass\n",
    ),
    "501: it sleeps in two places": (
        "SVC501",
        LOGS + "\n    def SvcDoRun(self):\n        while True:\n            time.sleep(1)\n            print(1)\n"
        "            time.sleep(2)\n",
    ),
    "501: a thread sleeps, and nobody knows what ends it": (
        "SVC501",
        LOGS
        + "\n    def SvcDoRun(self):\n        logging.Thread(target=self.main).start()\n        input()\n"
        + "\n    def main(self):\n        while True:\n            time.sleep(1)\n",
    ),
    "501: the mask is made elsewhere": (
        "SVC501",
        INIT
        + "    def GetAcceptedControls(self):\n        return ws.SERVICE_ACCEPT_STOP\n\n"
        + LOGS
        + "        raise RuntimeError('never')\n\n"
        + RUN,
    ),
    "501: the flag is given again": (
        "SVC501",
        INIT.replace("\n\n", "\n        self.running = True\n\n")
        + LOGS
        + "\n    def SvcDoRun(self):\n        while self.running:\n            self.running = print(1)\n",
    ),
    "505: the wrapper does more than report": (
        "SVC505",
        INIT
        + STOP
        + RUN.replace(":\n", ":\n        self.tell(ws.SERVICE_START_PENDING)\n")
        + "\n    def tell(self, state):\n        logging.info('%s', state)\n        self.ReportServiceStatus(state)\n",
    ),
    "505: RUNNING again may be the end of a pause": (
        "SVC505",
        INIT
        + STOP
        + PAUSE
        + CONTINUE.replace("RUNNING", "CONTINUE_PENDING")
        + run("self.ReportServiceStatus(ws.SERVICE_RUNNING)"),
    ),
    "501: only some stops take the branch": (
        "SVC501",
        INIT
        + "    def GetAcceptedControls(self):\n        return ws.SERVICE_ACCEPT_STOP\n\n"
        + "    def ServiceCtrlHandlerEx(self, control, event_type, data):\n"
        "        if control != ws.SERVICE_CONTROL_STOP:\n            return 120\n        return 0\n\n" + RUN,
    ),
    "505: with a SvcRun of its own it is the only RUNNING": (
        "SVC505",
        INIT + STOP + "    def SvcDoRun(self):\n        for _ in (1, 2):\n"
        "            self.ReportServiceStatus(ws.SERVICE_RUNNING)\n"
        "            win32event.WaitForSingleObject(self.halt, win32event.INFINITE)\n"
        "\n    def SvcRun(self):\n        self.SvcDoRun()\n",
    ),
    "505: nobody knows what a pause on the run side is for": (
        "SVC505",
        INIT + STOP + run("self.ReportServiceStatus(ws.SERVICE_PAUSED)"),
    ),
}


def text(body: str, imports: str = "") -> str:
    """A whole file."""
    return TOP.format(imports=f"import {imports}\n" if imports else "") + body


def mended(before: str, code: str) -> tuple[str, set[str]]:
    """The file after all fixes of a rule, and how far they are trusted."""
    compile(before, "pump.py", "exec")
    assert code in {one.code for one in lint_bytes(before.encode(), "pump.py").findings}, "nothing to fix"
    bench = Bench(lint_bytes, Selection(Settings(select=(code,))))
    outcome = engine.repaired(before.encode(), "pump.py", bench, lambda _offer: True)
    assert (outcome.settled, outcome.failures) == (True, ())
    return outcome.after.decode(), {one.applicability.value for one in outcome.fixes}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_comes_out_is_what_was_written_down(case: Case) -> None:
    """The fixes do what a person would, are proven, and no finding of the rule is left."""
    before, after = text(case.before), text(case.after)
    assert mended(before, case.code) == (after, {case.trust})
    assert case.code not in {one.code for one in lint_bytes(after.encode(), "pump.py").findings}


def test_501_keeps_to_threading_where_the_file_does() -> None:
    """A file that imports threading, and not win32event, gets an event of threading."""
    top = text("", "threading").replace("import win32event\n", "")
    assert mended(top + THREADED.before, "SVC501") == (top + THREADED.after, {THREADED.trust})


@pytest.mark.parametrize(("code", "body"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_sure_is_left_alone(code: str, body: str) -> None:
    """Shapes that a fix could make worse have none."""
    assert mended(text(body), code) == (text(body), set())
