"""The cache as users meet it: nothing to ask for, nothing in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.cache.folder import DATABASE, NAME

SERVICE = """\
import time
import win32serviceutil

class Feed(win32serviceutil.ServiceFramework):
    def SvcStop(self):
        time.sleep(60)
"""


@pytest.fixture(name="service")
def _service(svclint_command, folder: Path) -> Path:
    """A service with one finding, in the current folder; the linter itself judges."""
    (folder / "feed.py").write_text(SERVICE)
    return folder


def lint(svclint_command, *arguments: str) -> tuple[int, str, str]:
    done = svclint_command("--output-format=concise", "--select=SVC101", "feed.py", *arguments, obj=None)
    return done.exit_code, done.stdout, done.stderr


def test_the_second_run_says_the_same(svclint_command, service):
    """And the folder lies beside the settings, or here."""
    first = lint(svclint_command)
    assert (service / NAME / DATABASE).exists()
    assert lint(svclint_command) == first
    assert first[0] == 1


def test_it_can_be_left_out(svclint_command, service):
    """By an option, or a setting."""
    code, *_ = lint(svclint_command, "--no-cache")
    (service / "pyproject.toml").write_text("[tool.svclint]\ncache = false\n")
    assert (code, lint(svclint_command)[0]) == (1, 1)
    assert not (service / NAME).exists()
    lint(svclint_command, "--cache")
    assert (service / NAME).exists()


def test_it_can_be_cleared(svclint_command, service):
    """Before the run, which begins anew; or altogether."""
    first = lint(svclint_command)
    (service / NAME / DATABASE).write_bytes(b"")
    assert lint(svclint_command, "--clear-cache") == first
    assert (service / NAME / DATABASE).stat().st_size
    assert lint(svclint_command, "--clear-cache", "--no-cache") == first
    assert not (service / NAME).exists()


def test_settings_that_change_what_is_found_are_heeded(svclint_command, service):
    """What is shown is chosen anew in every run; what is found depends on comments and lessons."""
    (service / "feed.py").write_text(SERVICE.replace("sleep(60)", "sleep(60)  # noqa: SVC101"))
    assert lint(svclint_command)[0] == 0
    assert lint(svclint_command, "--disable-noqa")[0] == 1
    assert lint(svclint_command)[0] == 0


def test_the_run_goes_on_without_it(svclint_command, service):
    """One line says why; findings and exit code are those of a run without a cache."""
    (service / NAME).write_text("in the way")
    code, out, err = lint(svclint_command)
    assert (code, out) == lint(svclint_command, "--no-cache")[:2]
    (line,) = err.splitlines()
    assert line.startswith(f"svclint: ./{NAME}")
    assert line.endswith("file exists; going on without the cache")


def test_a_folder_that_may_only_be_read(svclint_command, service, monkeypatch):
    """Nothing can be kept, and that is said once. Root may write anywhere but where the kernel itself says no."""
    (service / "pyproject.toml").touch()
    if os.geteuid() == 0:
        monkeypatch.chdir("/proc")
    else:
        service.chmod(0o555)
    done = svclint_command("--isolated", str(service / "feed.py"), obj=None)
    assert done.exit_code == 1
    assert done.stderr.count("going on without the cache") == 1
    service.chmod(0o755)


def test_where_it_is_called_from_is_no_other_linter(service):
    """``python -m svclint`` puts the current folder, which the cache has just changed, on Python's path."""
    from svclint.build import here

    script = "from svclint.build import here; print(here())"
    run = [sys.executable, "-c", script]
    (service / "another.txt").touch()
    assert subprocess.run(run, cwd=service, capture_output=True, text=True, check=True).stdout.strip() == here()
