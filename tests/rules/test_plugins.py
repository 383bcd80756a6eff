"""Rules of others: a package that names a Rule under the entry point ``svclint.rules`` has added it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RULE = '''\
from svclint.checking.monitor import Broken, Monitor
from svclint.contract.events import Report
from svclint.contract.states import RUNNING
from svclint.rules.base import Rule, Scope, Severity


class SaysRunning(Monitor[None]):
    """RUNNING is pywin32's to report, in this house."""

    sees = (Report,)

    def start(self):
        """Nothing is kept."""

    def step(self, state, event):
        """The author's own report of RUNNING."""
        if event.state is RUNNING and event.by.value == "user":
            return None, [Broken("SVC950", event.at, f"'{event.at.text}' reports RUNNING")]
        return None, ()


class OwnRunning(Rule):
    """RUNNING is reported by hand.

    ## Why

    In this house nobody does.
    """

    code = "{code}"
    name = "own-running"
    severity = Severity.WARNING
    clauses = ("MAI-12",)
    properties = ()
    scope = Scope.LIFE
    monitor = SaysRunning
    bad = ""
    good = ""
'''
SERVICE = """\
import win32event
import win32service
import win32serviceutil


class Feeder(win32serviceutil.ServiceFramework):
    _svc_name_ = "Feeder"
    _svc_display_name_ = "Feeder"

    def __init__(self, args):
        super().__init__(args)
        self.quit = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.quit)

    def SvcDoRun(self):
        self.ReportServiceStatus(win32service.SERVICE_RUNNING)
        win32event.WaitForSingleObject(self.quit, win32event.INFINITE)
"""


def install(folder: Path, value: str, code: str = "SVC950") -> None:
    """The package house_rules as pip leaves it, and a service to lint."""
    (folder / "house_rules.py").write_text(RULE.replace("{code}", code))
    about = folder / "house_rules-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[svclint.rules]\nown-running = {value}\n")
    (folder / "feeder.py").write_text(SERVICE)


def svclint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in an environment that has the package."""
    command = [sys.executable, "-m", "svclint", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_plugged_rule_is_a_rule(tmp_path: Path) -> None:
    """It judges, it is listed, it can be looked up, selected and ignored."""
    install(tmp_path, "house_rules:OwnRunning")
    found = svclint(tmp_path, "--output-format", "concise", "feeder.py")
    assert (found.stdout, found.returncode) == (
        "feeder.py:19:9: SVC950 'self.ReportServiceStatus(win32service.SERVICE_RUNNING)' reports RUNNING\n",
        1,
    )
    assert "SVC950" in svclint(tmp_path, "rules").stdout
    assert "In this house nobody does." in svclint(tmp_path, "explain", "SVC950").stdout
    assert svclint(tmp_path, "--ignore", "SVC950", "feeder.py").returncode == 0


WRONG = {
    "no such class": ("house_rules:Missing", "SVC950", "cannot be loaded"),
    "no such module": ("hause_rules:OwnRunning", "SVC950", "cannot be loaded: No module named"),
    "a class that is no rule": ("house_rules:SaysRunning", "SVC950", "is no rule"),
    "a code of ours": ("house_rules:OwnRunning", "SVC101", "the code SVC101 is taken"),
    "a code of ours that only runs judge": ("house_rules:OwnRunning", "SVC904", "the code SVC904 is taken"),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_package_that_cannot_be_used_is_named(sentence: str, tmp_path: Path) -> None:
    """One line says which and why, and nothing is called clean; so for each command."""
    value, code, reason = WRONG[sentence]
    install(tmp_path, value, code)
    for arguments in (["feeder.py"], ["rules"]):
        run = svclint(tmp_path, *arguments)
        assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
        assert reason in run.stderr
        assert "own-running" in run.stderr
