"""SVC502 to SVC505 on small services: what comes out was written down first."""

from __future__ import annotations

from importlib import import_module

import pytest

from svclint.linting import lint_bytes
from svclint.repair import engine
from svclint.repair.lines import applied
from svclint.repair.workshop import Workshop
from svclint.rules import rule
from svclint.selection import Selection
from svclint.settings import Settings

HEAD = """\
import win32event
import win32service as ws
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

"""
STOP = """\
    def SvcStop(self):
        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

"""
RUN = """\
    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
"""
PENDING = "        self.ReportServiceStatus(ws.SERVICE_STOP_PENDING)\n"
STOPPED = "        self.ReportServiceStatus(ws.SERVICE_STOPPED)\n"
SIGNAL = "        win32event.SetEvent(self.stop)\n"
ENTRY = "    def SvcStop(self):\n"


def offered(text: str, code: str) -> tuple[str, str] | None:
    """What the fixer of a code makes of its first finding, and how far it is trusted."""
    compile(text, "feed.py", "exec")
    finding = next(one for one in lint_bytes(text.encode(), "feed.py").findings if one.code == code)
    fix = import_module(f"svclint.repair.fixers.{code.lower()}").fix(Workshop(text), finding)
    return fix and (applied(text, fix.edits), fix.applicability.value)


def settled(text: str) -> str:
    """The file after all safe fixes."""
    bench = engine.Bench(lint_bytes, Selection(Settings()))
    safe = engine.repaired(text.encode(), "feed.py", bench, lambda offer: offer.fix.applicability.value == "safe")
    assert (safe.settled, safe.failures) == (True, ())
    return safe.after.decode()


@pytest.mark.parametrize("code", ["SVC502", "SVC503", "SVC504"])
def test_the_page_is_fixed_into_its_own_good_example(code):
    """The bad example, its mark taken away, becomes the good one."""
    bad = rule(code).bad.replace(f"  # {code}", "")
    assert settled(bad) == rule(code).good


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ENTRY + SIGNAL, ENTRY + PENDING + SIGNAL),
        (ENTRY + '        """Doc."""\n' + SIGNAL, ENTRY + '        """Doc."""\n' + PENDING + SIGNAL),
        (ENTRY + "        # wake it\n" + SIGNAL, ENTRY + PENDING + "        # wake it\n" + SIGNAL),
        (
            "    def SvcStop(me): win32event.SetEvent(me.stop)  # why\n",
            "    def SvcStop(me):\n        me.ReportServiceStatus(ws.SERVICE_STOP_PENDING)\n"
            "        win32event.SetEvent(me.stop)  # why\n",
        ),
    ],
    ids=["body", "docstring", "comment", "one line"],
)
def test_502_reports_first(before, after):
    """Behind the docstring, in the file's spelling, by the name that the method gives to itself."""
    assert offered(HEAD + before + "\n" + RUN, "SVC502") == (HEAD + after + "\n" + RUN, "safe")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ENTRY + PENDING + SIGNAL + STOPPED, ENTRY + PENDING + SIGNAL),
        (ENTRY + SIGNAL + STOPPED, ENTRY + PENDING + SIGNAL),
        (ENTRY + STOPPED + SIGNAL, ENTRY + PENDING + SIGNAL),
        (ENTRY + SIGNAL + STOPPED + "        return\n", ENTRY + PENDING + SIGNAL + "        return\n"),
        (
            ENTRY + PENDING + SIGNAL + STOPPED.replace(")\n", ")  # for the tray\n"),
            ENTRY + PENDING + SIGNAL + "        # for the tray\n",
        ),
    ],
    ids=["delete", "delete and report first", "report instead", "in front of a return", "with a comment"],
)
def test_503_deletes_the_last_report(before, after):
    """Together with SVC502 it is one fix."""
    assert offered(HEAD + before + "\n" + RUN, "SVC503") == (HEAD + after + "\n" + RUN, "safe")
    assert settled(HEAD + before + "\n" + RUN) == HEAD + after + "\n" + RUN


@pytest.mark.parametrize(
    ("end", "after", "trust"),
    [
        (STOPPED, "", "safe"),
        (STOPPED.replace(")\n", ", 5000, 0)\n"), "", "safe"),
        (
            "        if self.stop:\n    " + STOPPED + "            return\n        print(1)\n",
            "        if self.stop:\n            return\n        print(1)\n",
            "safe",
        ),
        (
            STOPPED.replace(")\n", ", win32ExitCode=1066, svcExitCode=3)\n"),
            '        raise RuntimeError("win32ExitCode=1066, svcExitCode=3")\n',
            "unsafe",
        ),
    ],
    ids=["last", "default codes", "in front of a return", "exit codes"],
)
def test_504_deletes_the_last_report(end, after, trust):
    """With exit codes an exception comes instead, which is not the same to everybody."""
    assert offered(HEAD + STOP + RUN + end, "SVC504") == (HEAD + STOP + RUN + after, trust)


def test_504_raises_the_exception_at_hand():
    """Inside an except, with the return behind it."""
    head = "    def SvcDoRun(self):\n        try:\n            self.load()\n        except OSError:\n"
    end = "\n    def load(self):\n        with open('x') as file:\n            self.text = file.read()\n"
    wait = RUN.partition("\n")[2]
    report = "            self.ReportServiceStatus(\n                ws.SERVICE_STOPPED, svcExitCode=3\n            )\n"
    before = HEAD + STOP + head + report + "            return\n" + wait + end
    assert offered(before, "SVC504") == (HEAD + STOP + head + "            raise\n" + wait + end, "unsafe")


def test_505_deletes_the_first_report():
    """START_PENDING at the start of SvcDoRun; a block that was nothing else keeps a pass."""
    start = "        self.ReportServiceStatus(ws.SERVICE_START_PENDING)\n"
    head, _, wait = RUN.partition("\n")
    before = HEAD + STOP + head + "\n" + start + wait
    assert offered(before, "SVC505") == (HEAD + STOP + RUN, "safe")
    later = head + "\n        print(1)\n"
    assert offered(HEAD + STOP + later + start + wait, "SVC505") == (HEAD + STOP + later + wait, "unsafe")
