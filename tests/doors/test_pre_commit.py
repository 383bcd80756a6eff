"""The hooks, run by pre-commit itself on a repository made for that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.test_exchange import SERVICE

ROOT = Path(__file__).parents[2]
PARTS = ("svclint", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {revision}
    hooks:
      - id: {hook}
        args: [--select, "SVC101,SVC502", --output-format, concise, --baseline, known.json]
"""
SETTINGS = '[tool.svclint]\nextend-exclude = ["vendored"]\n'


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    run = subprocess.run(["git", "-C", folder, *WHO, *arguments], check=True, capture_output=True, text=True)
    return run.stdout.strip()


def commit(folder: Path) -> str:
    """Everything in a folder becomes the next commit; its name."""
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "as it is")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """svclint as it is now, as a repository of hooks."""
    folder = tmp_path_factory.mktemp("hooks")
    for part in PARTS:
        copy: Callable[..., object] = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    git(folder, "init", "-q")
    commit(folder)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Somebody's services, one of them not theirs."""
    (tmp_path / "vendored").mkdir()
    for name in ("feeder.py", "vendored/feeder.py"):
        (tmp_path / name).write_text(SERVICE, "utf-8")
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "known.json").write_text('{"svclint-baseline": 1, "entries": []}')
    git(tmp_path, "init", "-q")
    return tmp_path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment of the hooks, made once."""
    return tmp_path_factory.mktemp("home")


def run(hook: str, repository: Path, hooks: Path, home: Path) -> tuple[int, list[str]]:
    """Exit code of pre-commit, and the findings it shows. Skips where no environment can be made."""
    config = CONFIG.format(hooks=hooks, revision=git(hooks, "rev-parse", "HEAD"), hook=hook)
    (repository / ".pre-commit-config.yaml").write_text(config)
    commit(repository)
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home)}
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
    if "An unexpected error has occurred" in done.stdout:
        pytest.skip(f"pre-commit could not install the hooks: {done.stdout[-200:]}")
    return done.returncode, [line for line in done.stdout.splitlines() if ".py:" in line]


def test_the_hook_finds(repository: Path, hooks: Path, home: Path) -> None:
    """It fails with the findings; what the settings exclude is not linted, though pre-commit names the file."""
    code, found = run("svclint", repository, hooks, home)
    assert (code, [line.split()[:2] for line in found]) == (
        1,
        [["feeder.py:16:2:", "SVC502"], ["feeder.py:17:11:", "SVC101"]],
    )


def test_the_hook_is_silent_when_all_is_well(repository: Path, hooks: Path, home: Path) -> None:
    """Nothing to tell, exit code 0."""
    (repository / "feeder.py").write_text("import win32serviceutil\n")
    assert run("svclint", repository, hooks, home) == (0, [])


def test_the_other_hook_repairs(repository: Path, hooks: Path, home: Path) -> None:
    """What is safe is repaired and has to be added again; the rest is told; the excluded file keeps its bytes."""
    code, found = run("svclint-fix", repository, hooks, home)
    assert (code, [line.split()[1] for line in found]) == (1, ["SVC101"])
    assert "SERVICE_STOP_PENDING" in (repository / "feeder.py").read_text("utf-8")
    assert (repository / "vendored" / "feeder.py").read_text("utf-8") == SERVICE
