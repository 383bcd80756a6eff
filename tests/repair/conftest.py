"""A service that can be fixed, rules and fixers that are made up, and the command in a scratch folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner, Result

from svclint.cli import main

Command: TypeAlias = Callable[..., Result]

SERVICE = '''\
import win32event
import win32serviceutil


class Uploader(win32serviceutil.ServiceFramework):
    _svc_name_ = "Uploader"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)

    def SvcStop(self):
        """Wake the loop."""
        win32event.SetEvent(self.stop)

    def SvcDoRun(self):
        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)
'''
FIXED = SERVICE.replace("import win32event\n", "import win32event\nimport win32service\n").replace(
    'loop."""\n', 'loop."""\n        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own below a larger one; it is the current one."""
    inner = tmp_path / "tree"
    inner.mkdir()
    monkeypatch.chdir(inner)
    return inner


@pytest.fixture
def service(folder: Path) -> Path:
    """A file with one finding that has a safe fix."""
    path = folder / "feed.py"
    path.write_bytes(SERVICE.encode())
    return path


@pytest.fixture
def svclint(folder: Path) -> Command:
    """The command in this process. Keywords go to CliRunner.invoke."""

    def run(*arguments: str, **more: Any) -> Result:
        return CliRunner().invoke(main, (*arguments, "--no-cache"), **more, catch_exceptions=False)

    return run
