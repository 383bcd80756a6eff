"""What a target may be: a class in a file, in a package, a script, a ctypes service, a class of cx_Freeze's."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from svclint.cli import main
from tests.doors.services import GOOD, SCRIPT, service

FEW = ("--schedules=3", "--scenario=start-stop", "--scenario=restart", "--jobs=1")

PLAIN = """\
import ctypes
import threading
from ctypes import wintypes

advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
NAMES = ("Type", "State", "Accepted", "Exit", "SpecificExit", "CheckPoint", "WaitHint")


class Status(ctypes.Structure):
    _fields_ = [(name, wintypes.DWORD) for name in NAMES]


Main = ctypes.WINFUNCTYPE(None, wintypes.DWORD, ctypes.POINTER(wintypes.LPWSTR))
Handler = ctypes.WINFUNCTYPE(wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)


class Entry(ctypes.Structure):
    _fields_ = [("name", wintypes.LPWSTR), ("main", Main)]


advapi32.RegisterServiceCtrlHandlerExW.restype = wintypes.HANDLE
advapi32.SetServiceStatus.argtypes = [wintypes.HANDLE, ctypes.POINTER(Status)]
stop = threading.Event()
handle = None


def report(state, accepted=0, hint=0):
    status = Status(0x10, state, accepted, 0, 0, 0, hint)
    advapi32.SetServiceStatus(handle, ctypes.byref(status))


@Handler
def handler(control, event, data, context):
    if control == 1:
        report(3, hint=10000)
        stop.set()
    return 0


@Main
def main(argc, argv):
    global handle
    handle = advapi32.RegisterServiceCtrlHandlerExW("Plain", handler, None)
    report(4, accepted=1)
    stop.wait()
    report(1)


if __name__ == "__main__":
    table = (Entry * 2)()
    table[0].name, table[0].main = "Plain", main
    if not advapi32.StartServiceCtrlDispatcherW(table):
        raise ctypes.WinError(ctypes.get_last_error())
"""

FROZEN = """\
import threading


class Handler:
    def __init__(self):
        self.asked, self.over = threading.Event(), threading.Event()

    def initialize(self, config):
        pass

    def run(self):
        self.asked.wait()
        self.over.set()

    def stop(self):
        self.asked.set()
        self.over.wait(0.5)
"""

PARTS = {
    "agent/__init__.py": "",
    "agent/base.py": GOOD,
    "agent/service.py": "from . import base\n\n\nclass Agent(base.Feed):\n    _svc_name_ = 'Agent'\n",
}


def laid(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def verify(*arguments: str) -> Result:
    """The command, with few runs."""
    return CliRunner().invoke(main, ["verify", *arguments, *FEW], catch_exceptions=False)


KEPT = {
    "a file with one class": ("script.py",),
    "a script that calls the dispatcher": ("script.py", "--host=python"),
    "the same, frozen": ("script.py", "--host=frozen"),
    "a class, hosted by a script of svclint's own": ("script.py:Feed", "--host=python"),
    "a script that asks whether it is frozen": ("asks.py", "--host=frozen"),
    "a module as a script": ("tools.script", "--host=python"),
    "a ctypes service": ("plain.py", "--host=python"),
    "a ctypes service, frozen": ("plain.py", "--host=frozen"),
    "a class of cx_Freeze's": ("handler.py:Handler", "--host=cx_Freeze"),
    "the only class of cx_Freeze's": ("handler.py", "--host=cx_Freeze"),
    "a module beside it": ("user.py",),
    "a class of a package": ("agent.service:Agent",),
    "the only class of a package's module": ("agent.service",),
    "a file in a package": ("agent/service.py:Agent",),
    "a file that is named like a module of Python's": ("queue.py",),
}


@pytest.mark.parametrize("case", KEPT)
def test_targets(case, folder):
    """Each is a right service that is found, run and kept; in the default run and when it is started twice."""
    asks = SCRIPT.replace("len(sys.argv) == 1", "getattr(sys, 'frozen', False)")
    files = {
        "script.py": GOOD + SCRIPT,
        "asks.py": GOOD + asks,
        "tools/__init__.py": "",
        "tools/script.py": "from .base import Feed, sys, win32serviceutil\n" + SCRIPT,
        "tools/base.py": GOOD,
        "plain.py": PLAIN,
        "handler.py": FROZEN,
        "helper.py": GOOD,
        "user.py": "import helper\n\n\nclass Own(helper.Feed):\n    _svc_name_ = 'Own'\n",
        "queue.py": GOOD,
    }
    laid(folder, files | PARTS)
    result = verify(*KEPT[case])
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (0, [])


@pytest.mark.parametrize("target", ["agent.service:Agent", "src/agent/service.py:Agent"])
def test_a_package_in_src(target, folder):
    """The folder ``src`` of a project holds its packages."""
    laid(folder, {f"src/{name}": text for name, text in PARTS.items()})
    assert verify(target).exit_code == 0


def test_from_another_folder(folder, monkeypatch):
    """A file in a package is imported as a part of it, wherever the command is called."""
    laid(folder / "project", PARTS)
    monkeypatch.chdir(Path(folder.anchor))
    assert verify(f"{folder}/project/agent/service.py").exit_code == 0


def test_findings_of_every_file_of_a_package_are_shown_from_here(folder):
    """The base class is the author's as well."""
    leaky = service(run="threading.Thread(target=self.work).start()")
    laid(folder, {**PARTS, "agent/base.py": leaky})
    result = verify("agent.service:Agent")
    assert result.exit_code == 1
    assert result.stdout.startswith("agent/base.py:")


REFUSED = {
    "a script without a dispatcher": ("good.py", "ends without having called StartServiceCtrlDispatcher"),
    "a script that fails before": ("fails.py", "fails before it calls the dispatcher: ValueError: no"),
    "a package as a script": ("agent", "agent is no file that could be run"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_scripts_that_are_none(case, folder):
    """Nothing to run: exit code 2 and the reason."""
    target, why = REFUSED[case]
    laid(folder, {"good.py": GOOD, "fails.py": "raise ValueError('no')\n", **PARTS})
    result = verify(target, "--host=python")
    assert result.exit_code == 2
    assert why in result.stderr


def test_a_pywin32_class_is_none_for_cx_freeze(folder):
    """Each host wants methods of its own."""
    laid(folder, {"good.py": GOOD})
    result = verify("good.py:Feed", "--host=cx_Freeze")
    assert result.exit_code == 2
    assert "it needs initialize or Initialize, and run or Run, and stop or Stop" in result.stderr
