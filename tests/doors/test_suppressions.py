"""Comments that suppress: what they cover, when they are idle, when they mean nothing, and how they are written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.cli import main
from tests.exchange.test_exchange import SERVICE

STOP = '\t\t"🐟" and self.wörker.join()'  # line 17: SVC101
SELECT = "SVC0,SVC101,SVC202,SVC502"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which everything happens."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def svclint(capsys: pytest.CaptureFixture[str], *arguments: str, select: str = SELECT) -> tuple[list[str], str, object]:
    """What is printed, line by line; what is complained; the exit code."""
    with pytest.raises(SystemExit) as end:
        main(["--output-format", "concise", "--select", select, *arguments, "."])
    out, err = capsys.readouterr()
    return out.splitlines(), err, end.value.code


def codes(lines: list[str]) -> list[str]:
    """Line and code of each finding."""
    return sorted(f"{line.split(':')[1]} {line.split()[1]}" for line in lines)


def commented(comment: str, text: str = SERVICE) -> str:
    """The service with a comment behind the join."""
    return text.replace(STOP, f"{STOP}  {comment}")


ALL = ["16 SVC502", "17 SVC101", "21 SVC202"]
REST = ["16 SVC502", "21 SVC202"]
MEANINGS = {
    "the code and a reason": ("# svclint: ignore[SVC101] it is quick", REST),
    "the code alone": ("# svclint: ignore[SVC101]", REST),
    "several codes": ("# svclint:ignore[SVC101,SVC905] one of them is for runs", REST),
    "another comment before it": ("# quick # svclint: ignore[SVC101] yes", REST),
    "a code that is not found there": (
        "# svclint: ignore[SVC202]",
        [*ALL, "17 SVC001"],
    ),
    "one of two codes": ("# svclint: ignore[SVC101, SVC202]", [*REST, "17 SVC001"]),
    "a noqa with an idle code": ("# noqa: SVC101,SVC202,E501", [*REST, "17 SVC001"]),
    "a noqa of others": ("# noqa: E501", ALL),
    "a noqa without codes": ("# noqa", REST),
    "a code that only runs find": ("# noqa: SVC101, SVC905", REST),
    "no brackets": ("# svclint: ignore SVC101", [*ALL, "17 SVC002"]),
    "empty brackets": ("# svclint: ignore[]", [*ALL, "17 SVC002"]),
    "no such rule": ("# svclint: ignore[SVC199]", [*ALL, "17 SVC002"]),
    "a slip of the finger": ("# svclint: ingore[SVC101]", [*ALL, "17 SVC002"]),
    "a host is named": ("# svclint: host=pywin32", ALL),
    "it is about svclint, not to it": ("# see svclint for the reason", ALL),
}


@pytest.mark.parametrize("sentence", MEANINGS)
def test_a_comment_means(sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is left, and what is said of the comment."""
    comment, left = MEANINGS[sentence]
    (folder / "feeder.py").write_text(commented(comment))
    assert codes(svclint(capsys)[0]) == sorted(left)


def test_text_is_no_comment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a docstring nor a text that shows how comments are written."""
    shown = SERVICE.replace("\tdef feed", '\t"# svclint: ignore[SVC101]"\n\tHELP = "# noqa: SVC101"\n\n\tdef feed')
    (folder / "feeder.py").write_text(shown)
    assert codes(svclint(capsys)[0]) == ALL


def test_a_statement_over_several_lines_is_one_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As flake8 counts them: a text in triple quotes joins its lines."""
    wide = '\t\tself.wörker.join() or """\n\t\t"""  # svclint: ignore[SVC101]'
    (folder / "feeder.py").write_text(SERVICE.replace(STOP, wide))
    assert not any("SVC101" in line for line in svclint(capsys)[0])


@pytest.mark.parametrize("comment", ["# svclint: skip-file", "# svclint: skip-file generated", "# flake8: noqa"])
def test_a_file_can_be_skipped(comment: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then nothing is told of it, not even of its other comments."""
    (folder / "feeder.py").write_text(f"{comment}\n" + commented("# svclint: ignore[SVC202]"))
    assert svclint(capsys)[0] == []


def test_a_reason_can_be_demanded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the command line or the settings; the finding stays suppressed."""
    (folder / "feeder.py").write_text(commented("# svclint: ignore[SVC101]"))
    assert codes(svclint(capsys, "--require-reason")[0]) == sorted([*REST, "17 SVC002"])
    (folder / "pyproject.toml").write_text("[tool.svclint]\nrequire-reason = true\n")
    assert codes(svclint(capsys)[0]) == sorted([*REST, "17 SVC002"])
    (folder / "feeder.py").write_text(commented("# svclint: ignore[SVC101] quick"))
    assert codes(svclint(capsys)[0]) == REST


REPAIRS = {
    "an idle comment": ("x  # svclint: ignore[SVC202] why", "x"),
    "one of two codes": ("x  # svclint: ignore[SVC101, SVC202] why", "x  # svclint: ignore[SVC101] why"),
    "the code of another tool stays": ("x  # noqa: E501, SVC202", "x  # noqa: E501"),
    "codes get their brackets": (
        "x  # svclint: ignore SVC101: it is quick",
        "x  # svclint: ignore[SVC101] it is quick",
    ),
    "small letters become capitals": ("x  # svclint: ignore[svc101]", "x  # svclint: ignore[SVC101]"),
    "what nobody can guess stays": ("x  # svclint: quiet", "x  # svclint: quiet"),
}


@pytest.mark.parametrize("sentence", REPAIRS)
def test_comments_are_repaired(sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--fix takes out what is idle, and writes as it is read what can be meant one way only."""
    before, after = (text.removeprefix("x").strip() for text in REPAIRS[sentence])
    (folder / "feeder.py").write_text(commented(before))
    svclint(capsys, "--fix", select="SVC0")
    wanted = commented(after) if after else SERVICE
    assert (folder / "feeder.py").read_text() == wanted


LASTING = {
    "a code that no rule has": "# svclint: ignore[SVC999] who knows",
    "one of two codes that no rule has": "# svclint: ignore[SVC101, SVC999]",
}


@pytest.mark.parametrize("sentence", LASTING)
def test_what_cannot_be_repaired_is_left_alone(sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is offered for it, and fixing comes to its end."""
    (folder / "feeder.py").write_text(commented(LASTING[sentence]))
    out, err, code = svclint(capsys, "--fix", select="SVC0")
    assert (codes(out), err, code) == (["17 SVC002"], "", 1)
    assert (folder / "feeder.py").read_text() == commented(LASTING[sentence])
    (document,) = [json.loads("\n".join(svclint(capsys, "--output-format", "json", select="SVC0")[0]))]
    assert [one["fix"] for one in document["findings"]] == [None]


def test_a_comment_on_its_own_line_goes_with_the_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No empty line is left."""
    (folder / "feeder.py").write_text(SERVICE.replace("\tdef feed", "\t# svclint: ignore[SVC101] old\n\tdef feed"))
    svclint(capsys, "--fix", select="SVC0")
    assert (folder / "feeder.py").read_text() == SERVICE


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_everything_found_can_be_suppressed(end: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--add-noqa leaves nothing to tell, adds nothing a second time, and touches no other byte."""
    path = folder / "feeder.py"
    path.write_bytes(SERVICE.replace("\n", end).encode())
    assert svclint(capsys, "--add-noqa")[0] == ["wrote 3 comments in 1 file"]
    text = path.read_bytes().decode()
    assert text.replace("  # noqa: SVC502", "").replace("  # noqa: SVC101", "").replace("  # noqa: SVC202", "") == (
        SERVICE.replace("\n", end)
    )
    assert svclint(capsys) == ([], "", 0)
    assert svclint(capsys, "--add-noqa")[0] == ["wrote 0 comments in 0 files"]


def test_suppressing_with_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason stands where svclint asks for it."""
    (folder / "feeder.py").write_text(SERVICE)
    svclint(capsys, "--add-noqa=before 2027")
    assert f"{STOP}  # svclint: ignore[SVC101] before 2027\n" in (folder / "feeder.py").read_text()
    assert svclint(capsys, "--require-reason")[0] == []


def test_a_comment_gets_one_code_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A noqa that names codes is extended, not doubled."""
    (folder / "feeder.py").write_text(commented("# noqa: E501"))
    svclint(capsys, "--add-noqa")
    assert f"{STOP}  # noqa: E501, SVC101\n" in (folder / "feeder.py").read_text()


def test_a_comment_of_ours_gets_one_code_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second comment behind it would be read as its reason."""
    (folder / "feeder.py").write_text(commented("# svclint: ignore[SVC905] seen in a run"))
    svclint(capsys, "--add-noqa=before 2027")
    assert f"{STOP}  # svclint: ignore[SVC905, SVC101] seen in a run\n" in (folder / "feeder.py").read_text()
    assert svclint(capsys)[0] == []


def test_a_file_that_cannot_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A link that leads out of what is linted is not followed to write; the others are written, exit code 2."""
    outside = tmp_path_factory.mktemp("outside") / "real.py"
    outside.write_text(SERVICE)
    (folder / "feeder.py").write_text(SERVICE)
    (folder / "link.py").symlink_to(outside)
    out, err, code = svclint(capsys, "--add-noqa")
    assert (out, code, "link.py: error: it leads out" in err) == (["wrote 3 comments in 1 file"], 2, True)
    assert outside.read_text() == SERVICE


@pytest.mark.parametrize("other", ["--fix", "--diff"])
def test_suppressing_and_fixing_exclude_each_other(other: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One of them at a time."""
    _, err, code = svclint(capsys, "--add-noqa=why", other)
    assert (code, "--add-noqa" in err) == (2, True)


def test_sarif_shows_what_is_suppressed_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason; by default nobody is bothered with it."""
    (folder / "feeder.py").write_text(commented("# svclint: ignore[SVC101] it is quick"))
    logs = []
    for more in ([], ["--show-suppressed"]):
        with pytest.raises(SystemExit):
            main(["--select", SELECT, "--output-format", "sarif", *more, "."])
        logs.append(json.loads(capsys.readouterr().out)["runs"][0]["results"])
    without, shown = ([(one["ruleId"], one.get("suppressions")) for one in results] for results in logs)
    why = [{"kind": "inSource", "justification": "it is quick"}]
    assert sorted(without) == [("SVC202", None), ("SVC502", None)]
    assert [one for one in shown if one not in without] == [("SVC101", why)]


def test_flake8_says_the_same(folder: Path) -> None:
    """The plugin heeds our comments; flake8 heeds its own, and is free not to."""
    (folder / "feeder.py").write_text(
        commented("# svclint: ignore[SVC101] quick").replace("self.quit.set()", "self.quit.set()  # noqa: SVC101")
    )
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "SVC0,SVC1", "feeder.py"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert codes(run.stdout.splitlines()) == ["18 SVC001"]
