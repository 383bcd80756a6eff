"""``--watch``: every round says what a fresh run would say; only what a change bears upon is judged again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from svclint.command import Options, Work
from svclint.discovery import excluded
from svclint.examining import Manner, lint_bytes
from svclint.held import Held
from svclint.opening import opened
from svclint.running import run
from svclint.settings import Settings
from svclint.watching import matters, watched
from tests.cache.test_edits import QUICK, SERVICE, WAITING


@pytest.fixture(name="project")
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two services, of which one looks into a module beside it."""
    (tmp_path / "pyproject.toml").write_text("[tool.svclint]\nselect = ['SVC101']\n")
    (tmp_path / "feed.py").write_text(SERVICE)
    (tmp_path / "helpers.py").write_text(QUICK)
    (tmp_path / "pump.py").write_text(SERVICE.replace("from helpers import pause", "pause = print"))
    (tmp_path / "plain.py").write_text("print()\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Rounds:
    """Rounds of one watcher over a folder, with what each opened and judged."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held = Held()
        self.opened: list[str] = []
        self.judged: list[str] = []
        monkeypatch.setattr("svclint.running.opened", self._open)

    def _open(self, path: str) -> object:
        self.opened.append(path)
        return opened(path)

    def _judge(self, data: bytes, path: str, files: object) -> object:
        self.judged.append(path)
        return lint_bytes(data, path, files)

    def after(self, *changed: str) -> tuple[list[str], list[str]]:
        """What a round opens and judges after such changes; it says what a fresh run says."""
        self.opened.clear()
        self.judged.clear()
        self.held.forget(changed)
        names = sorted(str(path) for path in Path().rglob("*.py"))
        remembered = run(names, Manner(self._judge), memory=self.held, jobs=1)
        found = list(self.opened), list(self.judged)
        assert remembered._replace(inputs=()) == run(names, jobs=1)._replace(inputs=())
        return found


def test_only_what_a_change_bears_upon_is_judged_again(project, monkeypatch):
    """The file itself, and who looks into it; all else is neither read nor judged."""
    rounds = Rounds(monkeypatch)
    assert rounds.after() == (["feed.py", "helpers.py", "plain.py", "pump.py"], ["feed.py", "pump.py"])
    assert rounds.after() == ([], [])
    (project / "helpers.py").write_text(WAITING)
    assert rounds.after("helpers.py") == (["feed.py", "helpers.py"], ["feed.py"])
    (project / "plain.py").write_text("print(1)\n")
    assert rounds.after("plain.py") == (["plain.py"], [])
    (project / "pump.py").write_text(SERVICE)
    assert rounds.after("pump.py") == (["pump.py"], ["pump.py"])


def test_files_come_and_go(project, monkeypatch):
    """A folder that appears may take the place of a module; one that goes takes all in it along."""
    rounds = Rounds(monkeypatch)
    rounds.after()
    (project / "helpers").mkdir()
    (project / "helpers/__init__.py").write_text(WAITING)
    assert rounds.after("helpers") == (["feed.py", "helpers/__init__.py"], ["feed.py"])
    (project / "helpers/__init__.py").unlink()
    (project / "helpers").rmdir()
    assert rounds.after("helpers") == (["feed.py"], ["feed.py"])
    (project / "helpers.py").unlink()
    assert rounds.after("helpers.py") == (["feed.py"], ["feed.py"])
    (project / "new.py").write_text(SERVICE)
    assert rounds.after("new.py") == (["new.py"], ["new.py"])


def test_a_file_by_two_names_is_one_file(project):
    """What changes under one of them has changed under the other."""
    held = Held()
    for path in ("feed.py", str(project / "feed.py")):
        held.note(path, SERVICE.encode())
    held.forget(["feed.py"])
    assert (held.known("feed.py"), held.known(str(project / "feed.py"))) == (None, None)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("feed.py", True),
        ("gone.py", True),
        ("gone", True),  # it may have been a folder
        (".gitignore", True),
        ("pyproject.toml", True),
        ("notes.txt", False),
        (".svclint_cache/verdicts.db", False),
        (".git/index.lock", False),
        (".venv/lib/site.py", False),
    ],
)
def test_what_matters(project, path, wanted):
    """Code, and what decides which code is linted."""
    (project / "notes.txt").touch()
    assert matters(str(project / path), excluded(Settings(root=str(project)))) == wanted


@pytest.fixture(name="watcher")
def _watcher(project: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, watching the current folder."""
    command = [sys.executable, "-m", "svclint", "--watch", "--output-format=concise"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        guard = Timer(120, running.kill)  # a round that never comes ends the test, not the machine's patience
        guard.start()
        yield running
        guard.cancel()
        running.kill()


def told(watcher: subprocess.Popen[str]) -> list[str]:
    """The lines of one round: places and codes."""
    assert watcher.stdout
    lines = []
    while "watching" not in (line := watcher.stdout.readline()):
        assert line, "it ended"
        lines.append(" ".join(line.split()[:2]))
    return lines


def tells(watcher: subprocess.Popen[str], wanted: list[str]) -> bool:
    """Whether one of the next rounds says this: the system may tell of one edit in several bursts."""
    return any(told(watcher) == wanted for _ in range(8))


def put(path: Path, text: str) -> None:
    """Change a file in one step, as editors do."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def test_the_command_watches(project, watcher):
    """A change to a module, to a service, to the settings; and an interruption is the way to end it."""
    assert tells(watcher, [])
    put(project / "helpers.py", WAITING)
    assert tells(watcher, ["helpers.py:4:5: SVC101"])
    put(project / "feed.py", SERVICE.replace("from helpers import pause", "pause = print"))
    assert tells(watcher, [])
    put(project / "feed.py", SERVICE)
    assert tells(watcher, ["helpers.py:4:5: SVC101"])
    put(project / "pyproject.toml", "[tool.svclint]\nselect = ['SVC2']\n")
    assert tells(watcher, [])
    watcher.send_signal(signal.SIGINT)
    assert watcher.wait(30) == 0


@pytest.mark.parametrize("option", ["--fix", "--diff", "--add-noqa", "--write-baseline=known.json"])
def test_what_does_not_go_together(svclint_command, project, option):
    """One line, and exit code 2."""
    done = svclint_command("--watch", option, obj=None)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "--watch goes with no fixes" in done.stderr


def test_the_extra_is_missing(svclint_command, project, monkeypatch):
    """One line says what to install."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = svclint_command("--watch", ".", obj=None)
    assert (done.exit_code, done.stderr) == (
        2,
        "svclint: to watch files, svclint has to be installed as svclint[watch]\n",
    )


def test_a_folder_that_is_not_there(svclint_command, project):
    """There is nothing to wait for."""
    done = svclint_command("--watch", "nowhere/feed.py", obj=None)
    assert (done.exit_code, done.stderr) == (2, "svclint: nowhere: no such folder to watch\n")


def test_an_interruption_while_it_lints_ends_it_as_well(monkeypatch, capsys, project):
    """It need not come while nothing is done."""

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("svclint.watching.lint", interrupted)
    assert watched(Work(("feed.py",)), Options(), Settings) == 0
