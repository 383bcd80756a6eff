"""Each fixer on small services: what comes out was written down before the fixer was asked."""

from __future__ import annotations

from importlib import import_module

import pytest

from svclint.linting import lint_bytes
from svclint.repair.lines import applied
from svclint.repair.workshop import Refused, Workshop

HEAD = """\
import sys
import threading

import win32event as ev
import win32service
from win32serviceutil import ServiceFramework


class Service(ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = ev.CreateEvent(None, 1, 0, None)
        self.quit = threading.Event()
        self.worker = threading.Thread(target=self.work)
"""
WORK = """
    def work(self):
        while not self.quit.wait(1):
            print("working")
"""
STOP = """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quit.set()
        ev.SetEvent(self.stop)
"""
WAIT = "        ev.WaitForSingleObject(self.stop, ev.INFINITE)\n"

# code, the end of the class before, and after
PAIRS = {
    "101 a last join": (
        "SVC101",
        """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quit.set()
        ev.SetEvent(self.stop)
        self.worker.join()

    def SvcDoRun(self):
        self.worker.start()
        ev.WaitForSingleObject(self.stop, ev.INFINITE)
        print("over")
"""
        + WORK,
        """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quit.set()
        ev.SetEvent(self.stop)

    def SvcDoRun(self):
        self.worker.start()
        ev.WaitForSingleObject(self.stop, ev.INFINITE)
        self.worker.join()
        print("over")
"""
        + WORK,
    ),
    "101 work before the signal": (
        "SVC101",
        """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        # the last letters
        self.flush(30)  # may take long
        ev.SetEvent(self.stop)  # now go

    def flush(self, count):
        self.quit.wait()

    def SvcDoRun(self):
        rc = None
        while rc != ev.WAIT_OBJECT_0:
            rc = ev.WaitForSingleObject(self.stop, 1000)
""",
        """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self._svc_stop_thread = threading.Thread(target=self._svc_stop_worker)
        self._svc_stop_thread.start()

    def _svc_stop_worker(self):
        # the last letters
        self.flush(30)  # may take long
        ev.SetEvent(self.stop)  # now go

    def flush(self, count):
        self.quit.wait()

    def SvcDoRun(self):
        rc = None
        while rc != ev.WAIT_OBJECT_0:
            rc = ev.WaitForSingleObject(self.stop, 1000)
        self._svc_stop_thread.join()
""",
    ),
    "105 with a zero": (
        "SVC105",
        STOP + "\n    def SvcDoRun(self):\n" + WAIT + "        sys.exit(0)\n",
        STOP + "\n    def SvcDoRun(self):\n" + WAIT,
    ),
    "105 the builtin, with a remark": (
        "SVC105",
        STOP + "\n    def SvcDoRun(self):\n" + WAIT + "        quit()  # bye\n",
        STOP + "\n    def SvcDoRun(self):\n" + WAIT + "        # bye\n",
    ),
    "201 in SvcDoRun": (
        "SVC201",
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n"
        + WAIT
        + "        # done\n        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
        + WORK,
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n"
        + WAIT
        + "        # done\n        self.worker.join()\n"
        + WORK,
    ),
    "201 by a helper": (
        "SVC201",
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n        try:\n    "
        + WAIT
        + "        finally:\n            self.finish()\n\n"
        + "    def finish(self):\n        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
        + WORK,
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n        try:\n    "
        + WAIT
        + "        finally:\n            self.worker.join()\n            self.finish()\n\n"
        + "    def finish(self):\n        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
        + WORK,
    ),
    "202 a local thread": (
        "SVC202",
        STOP
        + "\n    def SvcDoRun(self):\n        t = threading.Thread(target=self.work)\n        t.start()\n"
        + WAIT
        + WORK,
        STOP
        + "\n    def SvcDoRun(self):\n        t = threading.Thread(target=self.work)\n        t.start()\n"
        + WAIT
        + "        t.join()\n"
        + WORK,
    ),
    "202 in front of a return": (
        "SVC202",
        STOP + "\n    def SvcDoRun(self):\n        self.worker.start()\n" + WAIT + "        return\n" + WORK,
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n"
        + WAIT
        + "        self.worker.join()\n        return\n"
        + WORK,
    ),
    "203 an attribute": (
        "SVC203",
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n"
        + WAIT
        + "        self.worker.join(10)  # ten\n"
        + WORK,
        STOP
        + "\n    def SvcDoRun(self):\n        self.worker.start()\n"
        + WAIT
        + "        while self.worker.is_alive():\n"
        + "            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 5000)\n"
        + "            self.worker.join(3)  # ten\n"
        + WORK,
    ),
    "203 under an if": (
        "SVC203",
        STOP
        + "\n    def SvcDoRun(self):\n        t = threading.Thread(target=self.work)\n        t.start()\n"
        + WAIT
        + "        if True:\n            t.join(timeout=2)\n"
        + WORK,
        STOP
        + "\n    def SvcDoRun(self):\n        t = threading.Thread(target=self.work)\n        t.start()\n"
        + WAIT
        + "        if True:\n            while t.is_alive():\n"
        + "                self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, 5000)\n"
        + "                t.join(3)\n"
        + WORK,
    ),
    "301 a literal in the call": (
        "SVC301",
        STOP
        + """
    def SvcDoRun(self):
        ev.WaitForSingleObject(self.stop, ev.INFINITE)
        for round in range(3):
            for part in "abc":
                win32service.SetServiceStatus(
                    self.ssh,
                    (16, win32service.SERVICE_STOP_PENDING, 0, 0, 0, 4, 3000),  # always four
                )
""",
        STOP
        + """
    def SvcDoRun(self):
        ev.WaitForSingleObject(self.stop, ev.INFINITE)
        svc_check_point = 3
        for round in range(3):
            for part in "abc":
                svc_check_point += 1
                win32service.SetServiceStatus(
                    self.ssh,
                    (16, win32service.SERVICE_STOP_PENDING, 0, 0, 0, svc_check_point, 3000),  # always four
                )
""",
    ),
    "301 a reset of its own": (
        "SVC301",
        STOP
        + """
    def SvcDoRun(self):
        ev.WaitForSingleObject(self.stop, ev.INFINITE)
        if self.quit:
            self.checkPoint = 0
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
""",
        STOP
        + """
    def SvcDoRun(self):
        ev.WaitForSingleObject(self.stop, ev.INFINITE)
        if self.quit:
            pass
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
""",
    ),
    "401 other names": (
        "SVC401",
        STOP
        + """
    def ServiceCtrlHandlerEx(me, code, kind, data=None):
        \"\"\"Ours.\"\"\"
        # stop is all we know
        if code == 1:
            return me.SvcStop()
        return 120

    def SvcDoRun(self):
"""
        + WAIT,
        STOP
        + """
    def ServiceCtrlHandlerEx(me, code, kind, data=None):
        \"\"\"Ours.\"\"\"
        if code == win32service.SERVICE_CONTROL_INTERROGATE:
            return 0
        # stop is all we know
        if code == 1:
            return me.SvcStop()
        return 120

    def SvcDoRun(self):
"""
        + WAIT,
    ),
    "401 an answer of its own": (
        "SVC401",
        STOP + "\n    def SvcInterrogate(self):\n        return True  # yes\n\n    def SvcDoRun(self):\n" + WAIT,
        STOP + "\n    def SvcInterrogate(self):\n        return 0  # yes\n\n    def SvcDoRun(self):\n" + WAIT,
    ),
    "402 inherited": (
        "SVC402",
        """
    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)
    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)
"""
        + STOP
        + "\n    def SvcDoRun(self):\n"
        + WAIT,
        """
    def SvcContinue(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)
    def SvcPause(self):
        self.ReportServiceStatus(win32service.SERVICE_PAUSED)

    def SvcInterrogate(self):
        pass  # the SCM shows the status that was reported last
"""
        + STOP
        + "\n    def SvcDoRun(self):\n"
        + WAIT,
    ),
    "402 nothing but the report": (
        "SVC402",
        STOP
        + "\n    def SvcInterrogate(self):\n        self.ReportServiceStatus(win32service.SERVICE_RUNNING)\n"
        + "\n    def SvcDoRun(self):\n"
        + WAIT,
        STOP + "\n    def SvcInterrogate(self):\n        pass\n\n    def SvcDoRun(self):\n" + WAIT,
    ),
    "501 nothing but a pass": (
        "SVC501",
        "\n    def SvcStop(self):\n        pass  # later\n\n    def SvcDoRun(self):\n" + WAIT,
        "\n    def SvcStop(self):\n        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"
        "        ev.SetEvent(self.stop)  # later\n\n    def SvcDoRun(self):\n" + WAIT,
    ),
    "501 a threading event, another self": (
        "SVC501",
        '\n    def SvcStop(me):\n        print("stop")\n\n    def SvcDoRun(self):\n        self.quit.wait()\n',
        '\n    def SvcStop(me):\n        print("stop")\n'
        "        me.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n        me.quit.set()\n"
        "\n    def SvcDoRun(self):\n        self.quit.wait()\n",
    ),
}

# code, and the end of a class that is left alone
REFUSED = {
    "101 needs a local that may not be there": (
        "SVC101",
        """
    def SvcStop(self):
        if sys.argv:
            limit = None
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quit.wait(limit)
        ev.SetEvent(self.stop)

    def SvcDoRun(self):
"""
        + WAIT,
    ),
    "101 nothing to wait for": (
        "SVC101",
        """
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.quit.wait()

    def SvcDoRun(self):
"""
        + WAIT,
    ),
    "105 a code that may be 0": (
        "SVC105",
        STOP + "\n    def SvcDoRun(self):\n" + WAIT + "        sys.exit(self.code)\n",
    ),
    "401 a computed answer": (
        "SVC401",
        STOP + "\n    def SvcInterrogate(self):\n        raise ValueError(self)\n\n    def SvcDoRun(self):\n" + WAIT,
    ),
    "402 a branch of a dispatcher": (
        "SVC402",
        STOP
        + """
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_INTERROGATE:
            self.ReportServiceStatus(win32service.SERVICE_RUNNING)
            return 0
        return super().ServiceCtrlHandlerEx(control, event_type, data)

    def SvcDoRun(self):
"""
        + WAIT,
    ),
    "501 two events": (
        "SVC501",
        "\n    def SvcStop(self):\n        pass\n\n    def SvcDoRun(self):\n        self.quit.wait()\n" + WAIT,
    ),
    "501 no event": ("SVC501", "\n    def SvcStop(self):\n        pass\n\n    def SvcDoRun(self):\n        input()\n"),
}


def mended(code: str, text: str) -> str | None:
    """The text after the first fix of a rule; None when it has none."""
    found = [one for one in lint_bytes(text.encode(), "service.py").findings if one.code == code]
    assert found, "nothing to fix"
    try:
        fix = import_module(f"svclint.repair.fixers.{code.lower()}").fix(Workshop(text), found[0])
    except Refused:
        return None
    return applied(text, fix.edits) if fix else None


@pytest.mark.parametrize(("code", "before", "after"), PAIRS.values(), ids=PAIRS)
def test_what_comes_out_is_what_was_written_down(code: str, before: str, after: str) -> None:
    """The fixer does what a person would, and the finding is gone then."""
    assert mended(code, HEAD + before) == HEAD + after
    assert code not in {one.code for one in lint_bytes((HEAD + after).encode(), "service.py").findings}


@pytest.mark.parametrize(("code", "body"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_sure_is_left_alone(code: str, body: str) -> None:
    """Shapes that a fix could make worse have none."""
    assert mended(code, HEAD + body) is None
