"""The fixers of the stop path on small services: what comes out was written down first."""

from __future__ import annotations

from importlib import import_module

import pytest

from svclint.linting import lint_bytes
from svclint.repair.lines import applied
from svclint.repair.workshop import Refused, Workshop

HEAD = """\
import asyncio
import subprocess
import threading
import time

import win32event
import win32service
from win32serviceutil import ServiceFramework


class Feed(ServiceFramework):
    _svc_name_ = "Feed"
    _svc_display_name_ = "Feed"

"""
MADE = """\
    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)
        self.on = True

"""
WAITS = """
    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
LOOPS = """
    def SvcDoRun(self):
        while self.on:
            time.sleep(1)
"""
PENDING = "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"

# code, how far it is trusted, the class behind its head before, and after
PAIRS = {
    "511 what stands between stays in its order, and a comment with its line": (
        "SVC511",
        "safe",
        MADE
        + "    def SvcStop(self):\n"
        + "        self.on = False  # the loop goes by it\n"
        + "        self.asked = time.time()\n"
        + "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)  # tell the SCM\n"
        + LOOPS,
        MADE
        + "    def SvcStop(self):\n"
        + "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)  # tell the SCM\n"
        + "        self.on = False  # the loop goes by it\n"
        + "        self.asked = time.time()\n"
        + LOOPS,
    ),
    "511 the signal stands in a try, the report behind it": (
        "SVC511",
        "safe",
        MADE
        + "    def SvcStop(self):\n"
        + "        try:\n"
        + "            win32event.SetEvent(self.stop)\n"
        + "        except OSError:\n"
        + "            pass\n"
        + PENDING
        + WAITS,
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        try:\n"
        + "            win32event.SetEvent(self.stop)\n"
        + "        except OSError:\n"
        + "            pass\n"
        + WAITS,
    ),
    "513 what is ended has to be there first": (
        "SVC513",
        "unsafe",
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        self.on = False\n"
        + "        self.child = subprocess.Popen(['feed.exe'])\n"
        + "        self.child.kill()\n"
        + LOOPS,
        None,
    ),
    "810 a finally that only talks keeps nothing from leaving": (
        "SVC810",
        "unsafe",
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        try:\n"
        + "            subprocess.check_call(['bye.exe'], timeout=0.5)\n"
        + "        finally:\n"
        + "            print('asked')\n"
        + "        subprocess.check_call(['bye.exe'], timeout=0.4)\n"
        + "        self.on = False\n"
        + LOOPS,
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        self.on = False\n"
        + "        try:\n"
        + "            subprocess.check_call(['bye.exe'], timeout=0.5)\n"
        + "        finally:\n"
        + "            print('asked')\n"
        + "        subprocess.check_call(['bye.exe'], timeout=0.4)\n"
        + LOOPS,
    ),
    "205 the report is the last of the block": (
        "SVC205",
        "unsafe",
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
        + "        win32event.SetEvent(self.stop)\n"
        + "        print('gone')\n"
        + WAITS,
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        win32event.SetEvent(self.stop)\n"
        + "        print('gone')\n"
        + "        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
        + WAITS,
    ),
    "205 a return may come in between": (
        "SVC205",
        "unsafe",
        MADE
        + "    def SvcStop(self):\n"
        + PENDING
        + "        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
        + "        win32event.SetEvent(self.stop)\n"
        + "        return\n"
        + WAITS,
        None,
    ),
    "507 None in the constructor becomes the event": (
        "SVC507",
        "unsafe",
        "    def __init__(self, args):\n"
        "        self.quit = None\n"
        "        super().__init__(args)\n"
        "\n"
        "    def SvcStop(self):\n"
        + PENDING
        + "        self.quit.set()\n"
        + "\n"
        + "    def SvcDoRun(self):\n"
        + "        self.quit = threading.Event()\n"
        + "        self.quit.wait()\n",
        "    def __init__(self, args):\n"
        "        self.quit = threading.Event()\n"
        "        super().__init__(args)\n"
        "\n"
        "    def SvcStop(self):\n"
        + PENDING
        + "        self.quit.set()\n"
        + "\n"
        + "    def SvcDoRun(self):\n"
        + "        self.quit.wait()\n",
    ),
    "507 behind the base call": (
        "SVC507",
        "unsafe",
        "    def __init__(self, args):\n"
        "        ServiceFramework.__init__(self, args)\n"
        "        self.count = 0\n"
        "\n"
        "    def SvcStop(self):\n"
        + PENDING
        + "        win32event.SetEvent(self.quit)\n"
        + "\n"
        + "    def SvcDoRun(self):\n"
        + "        self.quit = win32event.CreateEvent(None, 0, 0, None)\n"
        + "        win32event.WaitForSingleObject(self.quit, win32event.INFINITE)\n",
        "    def __init__(self, args):\n"
        "        ServiceFramework.__init__(self, args)\n"
        "        self.quit = win32event.CreateEvent(None, 0, 0, None)\n"
        "        self.count = 0\n"
        "\n"
        "    def SvcStop(self):\n"
        + PENDING
        + "        win32event.SetEvent(self.quit)\n"
        + "\n"
        + "    def SvcDoRun(self):\n"
        + "        win32event.WaitForSingleObject(self.quit, win32event.INFINITE)\n",
    ),
    "507 a flag that nobody reads": (
        "SVC507",
        "unsafe",
        MADE + "    def SvcStop(self):\n" + PENDING + "        self.finished = True\n" + LOOPS,
        None,
    ),
    "509 a constructor that takes whatever comes": (
        "SVC509",
        "unsafe",
        "    def __init__(self, *args):\n"
        '        """Makes the event."""\n'
        "        self.stop = win32event.CreateEvent(None, True, False, None)\n"
        "\n"
        "    def SvcStop(self):\n" + PENDING + "        win32event.SetEvent(self.stop)\n" + WAITS,
        "    def __init__(self, *args):\n"
        '        """Makes the event."""\n'
        "        super().__init__(*args)\n"
        "        self.stop = win32event.CreateEvent(None, True, False, None)\n"
        "\n"
        "    def SvcStop(self):\n" + PENDING + "        win32event.SetEvent(self.stop)\n" + WAITS,
    ),
    "509 a constructor with parameters of its own": (
        "SVC509",
        "unsafe",
        "    def __init__(self, args, name='feed'):\n"
        "        self.stop = win32event.CreateEvent(None, True, False, None)\n"
        "\n"
        "    def SvcStop(self):\n" + PENDING + "        win32event.SetEvent(self.stop)\n" + WAITS,
        None,
    ),
    "808 what a loop is to call is handed on as it is": (
        "SVC808",
        "safe",
        "    def __init__(self, args):\n"
        "        super().__init__(args)\n"
        "        self.loop = asyncio.new_event_loop()\n"
        "\n"
        "    def SvcStop(self):\n" + PENDING + "        self.loop.call_soon(self.loop.stop)  # soon enough\n"
        "\n"
        "    def SvcDoRun(self):\n"
        "        self.loop.run_forever()\n",
        "    def __init__(self, args):\n"
        "        super().__init__(args)\n"
        "        self.loop = asyncio.new_event_loop()\n"
        "\n"
        "    def SvcStop(self):\n" + PENDING + "        self.loop.call_soon_threadsafe(self.loop.stop)  # soon enough\n"
        "\n"
        "    def SvcDoRun(self):\n"
        "        self.loop.run_forever()\n",
    ),
    "808 the answer of the call is used": (
        "SVC808",
        "safe",
        "    def __init__(self, args):\n"
        "        super().__init__(args)\n"
        "        self.loop = asyncio.new_event_loop()\n"
        "        self.task = self.loop.create_task(asyncio.sleep(9))\n"
        "\n"
        "    def SvcStop(self):\n" + PENDING + "        done = self.task.cancel()\n"
        "        print(done)\n"
        "\n"
        "    def SvcDoRun(self):\n"
        "        self.loop.run_forever()\n",
        None,
    ),
    "811 under the name that the file has for it": (
        "SVC811",
        "unsafe",
        MADE + "    def SvcStop(self):\n" + PENDING + "        win32event.PulseEvent(self.stop)  # wake up\n" + WAITS,
        MADE + "    def SvcStop(self):\n" + PENDING + "        win32event.SetEvent(self.stop)  # wake up\n" + WAITS,
    ),
}


def offered(text: str, code: str) -> tuple[str, str] | None:
    """What the fixer of a code makes of its first finding, and how far it is trusted."""
    compile(text, "feed.py", "exec")
    finding = next(one for one in lint_bytes(text.encode(), "feed.py").findings if one.code == code)
    try:
        fix = import_module(f"svclint.repair.fixers.{code.lower()}").fix(Workshop(text), finding)
    except Refused:
        return None
    return fix and (applied(text, fix.edits), fix.applicability.value)


@pytest.mark.parametrize("code, trust, before, after", PAIRS.values(), ids=PAIRS)
def test_what_the_fixer_makes_of_it(code: str, trust: str, before: str, after: str | None) -> None:
    """Exactly this text, or nothing at all."""
    assert offered(HEAD + before, code) == (None if after is None else (HEAD + after, trust))
