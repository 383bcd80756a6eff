"""Services that span files: each finding once, where it stands, whatever is linted and in whatever order."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.cli import main
from tests.source.test_project import AGENT, BASE, PUMP, write

START = "\n    def start(self):\n        self.pump = Pump()\n"
IMPORTS = "from base import BaseService\nfrom pump import Pump"
FINDING = "pump.py:6:9: SVC101 'SvcStop' may block for 40 s in 'time.sleep(40)'"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two services that stop the same pump, which takes its time."""
    text = AGENT.format(IMPORTS, "BaseService").replace("time.sleep(40)", "self.pump.halt()") + START
    other = text.replace("class Agent", "class Other").replace('"Agent"', '"Other"')
    files = {"agent.py": text, "other.py": other, "base.py": BASE, "pump.py": PUMP, "pyproject.toml": ""}
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def linted(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    with pytest.raises(SystemExit):
        main(["--output-format", "concise", *arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "paths",
    [["."], ["agent.py", "other.py", "pump.py"], ["pump.py", "other.py", "agent.py"], ["./pump.py", "agent.py"]],
    ids=" ".join,
)
def test_a_finding_stands_where_it_is_wrong_and_only_once(capsys: pytest.CaptureFixture[str], paths: list[str]) -> None:
    """Both services meet the same line; the order of the files changes nothing."""
    out = linted(capsys, *paths)
    assert [line.split("'")[0] for line in out.splitlines()] == ["pump.py:6:9: SVC101 "]


def test_what_nobody_asked_about_is_only_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """The service is linted, the file in which it is wrong is not."""
    assert linted(capsys, "agent.py") == ""
    assert "1 more in other files of the project" in linted(capsys, "--output-format", "text", "agent.py")
    assert json.loads(linted(capsys, "--output-format", "json", "agent.py"))["statistics"]["outside"] == 1


def test_comments_of_the_other_file_count(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    """Whoever maintains pump.py has the last word on its lines."""
    (project / "pump.py").write_text(PUMP.replace("time.sleep(40)", "time.sleep(40)  # noqa: SVC101"))
    assert linted(capsys, ".") == ""
    assert linted(capsys, "--disable-noqa", ".") != ""


def test_settings_for_the_other_file_count(capsys: pytest.CaptureFixture[str]) -> None:
    """Codes ignored in a file are ignored there, wherever the finding comes from."""
    assert linted(capsys, "--per-file-ignores", "pump.py:SVC1", ".") == ""
    assert linted(capsys, "--per-file-ignores", "agent.py:SVC1", ".") != ""


def test_following_can_be_switched_off(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    """On the command line, in the settings, for flake8."""
    assert linted(capsys, "--no-follow-imports", ".") == ""
    (project / "pyproject.toml").write_text("[tool.svclint]\nfollow-imports = false\n")
    assert linted(capsys, ".") == ""
    assert linted(capsys, "--follow-imports", ".") != ""


def test_processes_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Each process reads the files that its own ones import."""
    assert linted(capsys, "--jobs", "2", ".") == linted(capsys, "--jobs", "1", ".") != ""


def flake8(*arguments: str) -> list[str]:
    """What flake8 says of the file in which the other sleep stands."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "SVC", *arguments, "agent.py"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def test_flake8_reads_related_files_from_disk(project: Path) -> None:
    """It sees one file at a time, and a service whose base stands in another."""
    (project / "agent.py").write_text(AGENT.format("from base import BaseService", "BaseService"))
    assert [line.split(" '")[0] for line in flake8()] == ["agent.py:10:9: SVC101"]
    assert flake8("--svc-no-follow-imports") == []


def test_what_was_not_followed_is_listed(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    """The call, where it stands, and why; the number is a statistic."""
    (project / "pump.py").write_text(PUMP.replace("time.sleep(40)", "drain(self)"))
    out = linted(capsys, "--show-unknown", "--statistics", "agent.py")
    assert out.splitlines() == [
        "pump.py:6:9: unknown: 'drain(self)': not known what is called",
        "1  calls that could not be followed",
    ]
