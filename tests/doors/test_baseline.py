"""What is known is not told again: by a baseline, or because nobody touched it since a revision."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from svclint.check import checked
from svclint.cli import main
from svclint.examining import lint_bytes
from svclint.linting import FileReport
from svclint.source.project import Files
from tests.exchange.test_exchange import SERVICE

SELECT = "SVC101,SVC202,SVC502"
FILE = "known.json"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a service: SVC502 in line 16, SVC101 in 17, SVC202 in 21."""
    (tmp_path / "feeder.py").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def svclint(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[str], str, object]:
    """Line and code of each finding; what is complained; the exit code."""
    paths = () if any(one.endswith(".py") for one in arguments) else (".",)
    with pytest.raises(SystemExit) as end:
        main(["--output-format", "concise", "--select", SELECT, *arguments, *paths])
    out, err = capsys.readouterr()
    return (
        [f"{line.split(':')[1]} {line.split()[1]}" for line in out.splitlines() if ".py:" in line],
        err,
        end.value.code,
    )


def test_what_is_written_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """From then on nothing is told, and the exit code is 0."""
    assert svclint(capsys, "--write-baseline", FILE) == ([], "", 0)
    assert svclint(capsys, "--baseline", FILE) == ([], "", 0)
    assert len(json.loads(Path(FILE).read_text())["entries"]) == 3


def test_nothing_is_done_about_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """Formats with fixes prove those of new findings: where all are known, the file is judged once and no more."""
    judged: list[str] = []

    def judge(data: bytes, path: str, files: Files) -> FileReport:
        judged.append(path)
        return lint_bytes(data, path, files)

    svclint(capsys, "--write-baseline", FILE)
    given = {"isolated": True, "select": tuple(SELECT.split(",")), "output_format": "json", "baseline": FILE}
    assert (checked(("feeder.py",), given, judge), judged) == (0, ["feeder.py"])
    judged.clear()
    checked(("feeder.py",), given | {"baseline": None}, judge)
    assert len(judged) > 1


CHANGES = {
    "lines above it": (("import threading\n", "import os\nimport threading\n"), []),
    "blanks inside": (('"🐟" and', '"🐟"   and'), []),
    "another text": (("self.wörker.join()", "self.wörker.join(None)"), ["17 SVC101"]),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_a_known_finding_is_the_same(sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After this change it is known still, or new."""
    (before, after), new = CHANGES[sentence]
    svclint(capsys, "--write-baseline", FILE)
    (folder / "feeder.py").write_text(SERVICE.replace(before, after))
    assert svclint(capsys, "--baseline", FILE)[0] == new


def test_code_may_move_to_another_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rule, the definition around it and its text are what counts."""
    svclint(capsys, "--write-baseline", FILE)
    (folder / "feeder.py").rename(folder / "renamed.py")
    assert svclint(capsys, "--baseline", FILE)[0] == []


def test_a_second_one_of_a_kind_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Known is what was counted, and no more."""
    svclint(capsys, "--write-baseline", FILE)
    (folder / "copy.py").write_text(SERVICE)
    assert len(svclint(capsys, "--baseline", FILE)[0]) == 3


def test_what_is_gone_is_told_and_pruned(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A stale entry would hide the next of its kind. Entries of files that are not linted are left alone."""
    (folder / "other.py").write_text(SERVICE.replace("class Feeder", "class Other"))
    svclint(capsys, "--write-baseline", FILE)
    (folder / "feeder.py").write_text(SERVICE.replace('\t\t"🐟" and self.wörker.join()\n', ""))
    found, err, code = svclint(capsys, "--baseline", FILE, "feeder.py")
    assert (found, code) == ([], 0)
    assert err == f"svclint: {FILE}: SVC101 in Feeder.SvcStop not found any more; --write-baseline prunes it\n"
    svclint(capsys, "--baseline", FILE, "--write-baseline", FILE)
    assert svclint(capsys, "--baseline", FILE) == ([], "", 0)


def test_the_settings_name_a_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Relative to their own file, wherever the command runs."""
    (folder / "pyproject.toml").write_text(f'[tool.svclint]\nbaseline = "{FILE}"\n')
    svclint(capsys, "--write-baseline", FILE)
    assert svclint(capsys) == ([], "", 0)


WRONG = {
    "it is not there": (None, "no such file or directory"),
    "it is no JSON": ("{", "no baseline, which is JSON"),
    "it is something else": ("[1]", "no baseline"),
    "it is of another version": (
        '{"svclint-baseline": 7, "entries": []}',
        "a baseline of version 7; ",
    ),
    "it is nested without end": ("[" * 100_000, "no baseline, which is JSON: maximum recursion depth"),
    "it counts backwards": (
        json.dumps(
            {"svclint-baseline": 1, "entries": [dict.fromkeys(("code", "context", "text", "path"), "x")]}
        ).replace("}]", ', "count": -1}]'),
        "a baseline with entries",
    ),
    "its entries are none": (
        '{"svclint-baseline": 1, "entries": [{"code": 3}]}',
        "a baseline with entries",
    ),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_baseline_that_cannot_be_used_is_refused(
    sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, exit code 2."""
    text, reason = WRONG[sentence]
    if text is not None:
        (folder / FILE).write_text(text)
    found, err, code = svclint(capsys, "--baseline", FILE)
    assert (found, code, len(err.splitlines())) == ([], 2, 1)
    assert f"{FILE}: {reason}" in err


@pytest.mark.parametrize("option", ["baseline", "diff_base"])
def test_nothing_is_judged_before_that_is_known(option: str) -> None:
    """A large tree takes minutes, and all for nothing."""
    judged: list[str] = []

    def judge(data: bytes, path: str, files: Files) -> FileReport:
        judged.append(path)
        return lint_bytes(data, path, files)

    assert (checked((".",), {"isolated": True, option: "not there"}, judge), judged) == (2, [])


def git(*arguments: str) -> None:
    """Run git as somebody."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    """The folder as a repository with one commit."""
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "first")
    return folder


UNTOUCHED = {
    "nothing": ("", ""),
    "a function on nobody's path": ("\t\t\tpass", "\t\t\tprint()"),
    "a line outside of all functions": ("import win32service\n", "import win32service\nimport os\n"),
}


@pytest.mark.parametrize("sentence", UNTOUCHED)
def test_what_nobody_touched_is_not_told(sentence: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No step of the path to the finding stands in a function that changed."""
    (repository / "feeder.py").write_text(SERVICE.replace(*UNTOUCHED[sentence]))
    assert svclint(capsys, "--diff-base", "HEAD")[0] == []


def test_a_changed_function_is_told_of(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not only the line: whatever goes wrong in it, or on a path through it."""
    (repository / "feeder.py").write_text(
        SERVICE.replace("\t\tself.quit.set()\n", "\t\tself.quit.set()\n\t\tprint()\n")
    )
    assert svclint(capsys, "--diff-base", "HEAD")[0] == ["16 SVC502", "17 SVC101", "22 SVC202"]
    git("commit", "-qam", "second")
    assert svclint(capsys, "--diff-base", "HEAD")[0] == []
    assert len(svclint(capsys, "--diff-base", "HEAD~1")[0]) == 3


def test_a_new_file_is_new_all_over(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether git knows it or not, whatever it is called."""
    (repository / 'n"ü w.py').write_text(SERVICE)
    assert len(svclint(capsys, "--diff-base", "HEAD")[0]) == 3
    git("add", "-A")
    assert len(svclint(capsys, "--diff-base", "HEAD")[0]) == 3


def test_a_file_that_only_moved_is_not(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """git knows it again."""
    git("mv", "feeder.py", "moved.py")
    assert svclint(capsys, "--diff-base", "HEAD")[0] == []


@pytest.mark.parametrize("revision", ["no-such-thing", "--help", ""])
def test_a_revision_that_is_not_there(revision: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One clear line, exit code 2; nothing is passed to git as an option."""
    found, err, code = svclint(capsys, f"--diff-base={revision or 'HEAD~9'}")
    assert (found, code, len(err.splitlines())) == ([], 2, 1)
    assert "--diff-base: " in err


def test_no_repository(capsys: pytest.CaptureFixture[str]) -> None:
    """The same."""
    found, err, code = svclint(capsys, "--diff-base", "HEAD")
    assert (found, code, "not a git repository" in err) == ([], 2, True)


def test_lines_may_look_like_a_diff(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is added to a file and looks like the head of another is text of that file."""
    (repository / "feeder.py").write_text(SERVICE)
    git("add", "-A")
    git("commit", "-qm", "second", "--allow-empty")
    changed = SERVICE.replace("import threading\n", 'import threading\n\n"""\n++ other.py\n"""\n')
    (repository / "feeder.py").write_text(changed.replace("self.quit.set()", "self.quit.set()\n\t\tprint()"))
    assert svclint(capsys, "--diff-base", "HEAD")[0] == ["20 SVC502", "21 SVC101", "26 SVC202"]
