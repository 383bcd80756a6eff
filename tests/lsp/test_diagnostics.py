"""What is shown while someone types: the findings of the text in the window, where that text has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from svclint.command import Work, lint
from svclint.settings import Settings
from tests.lsp.client import Editor, editor
from tests.lsp.services import GOOD, HEAD, PENDING, SIGNAL, SILENT, SLEEP, SLOW, SLOW_LINE, STOP, service

pytest.importorskip("pygls")

FIXTURES = Path(__file__).parents[2] / "fixtures"


def codes(diagnostics: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Code and line of each."""
    return [(one["code"], one["range"]["start"]["line"]) for one in diagnostics]


def test_a_diagnostic_has_all_that_an_editor_shows(session: Editor, tmp_path: Path) -> None:
    uri = session.open(tmp_path / "scale.py", SLOW)
    (found,) = session.published(uri, 1)
    assert found["range"] == {
        "start": {"line": SLOW_LINE, "character": 8},
        "end": {"line": SLOW_LINE, "character": 8 + len(SLEEP)},
    }
    assert (found["code"], found["source"], found["severity"]) == ("SVC101", "svclint", 1)
    assert "'SvcStop'" in found["message"]
    assert SLEEP in found["message"]


@pytest.mark.parametrize(
    ("offered", "agreed", "units"),
    [
        (None, "utf-16", 2),  # an editor that says nothing counts as the protocol always did
        (["utf-16"], "utf-16", 2),
        (["utf-8", "utf-16"], "utf-8", 4),
        (["utf-32", "utf-16"], "utf-32", 1),
        (["utf-7", "utf-16"], "utf-16", 2),  # what is not known here is passed over
    ],
)
def test_columns_behind_an_emoji(tmp_path: Path, offered: list[str] | None, agreed: str, units: int) -> None:
    """A traffic light takes one character, two units of UTF-16, four bytes of UTF-8."""
    capabilities = {"general": {"positionEncodings": offered}} if offered else {}
    with editor(tmp_path, capabilities=capabilities) as session:
        assert session.capabilities["positionEncoding"] == agreed
        uri = session.open(tmp_path / "scale.py", service(PENDING, SIGNAL, f"a = '🚦'; {SLEEP}"))
        (found,) = session.published(uri, 1)
        assert session.end() == 0
    start = 8 + len("a = '") + units + len("'; ")
    assert found["range"]["start"] == {"line": SLOW_LINE, "character": start}
    assert found["range"]["end"] == {"line": SLOW_LINE, "character": start + len(SLEEP)}


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_line_ends_of_other_systems(session: Editor, tmp_path: Path, end: str) -> None:
    uri = session.open(tmp_path / "scale.py", SLOW.replace("\n", end))
    assert codes(session.published(uri, 1)) == [("SVC101", SLOW_LINE)]


def test_what_python_counts_as_a_line_elsewhere_is_none_here(session: Editor, tmp_path: Path) -> None:
    """Neither a form feed nor a line separator in a text ends a line of the protocol."""
    uri = session.open(tmp_path / "scale.py", SLOW.replace('"Scale"', '"Scale\u2028"').replace("\n\n\n", "\n\x0c\n\n"))
    assert codes(session.published(uri, 1)) == [("SVC101", SLOW_LINE)]


@pytest.mark.parametrize("cookie", ["latin-1", "utf-8", "no-such-encoding"])
def test_an_encoding_cookie_moves_nothing(session: Editor, tmp_path: Path, cookie: str) -> None:
    """The text comes decoded; only an encoding that Python does not know keeps the file from being judged."""
    text = f"# -*- coding: {cookie} -*-\n" + service(PENDING, SIGNAL, f"a = 'é'; {SLEEP}")
    (found,) = session.published(session.open(tmp_path / "scale.py", text), 1)
    if cookie == "no-such-encoding":
        assert found["message"].startswith("not judged: wrong encoding declaration")
    else:
        assert found["range"]["start"] == {"line": SLOW_LINE + 1, "character": 8 + len("a = 'é'; ")}


@pytest.mark.parametrize(
    "name",
    [
        *("SVC101/bad_mixin_posts_farewell.py", "SVC201/bad_raw_report_by_function.py"),
        *("SVC301/bad_step_is_never_raised.py", "SVC401/bad_ctypes_match_default.py"),
    ],
)
def test_the_editor_says_what_the_command_says(session: Editor, name: str) -> None:
    """The same findings on the same lines, of the same file."""
    path = FIXTURES / name
    uri = session.open(path, path.read_text("utf-8"))
    result = lint(Work((str(path),)), Settings())
    expected = sorted((one.code, one.at.line - 1) for one in result.findings)
    assert expected
    assert sorted(codes(session.published(uri, 1))) == expected
    session.close(uri)


def test_the_window_counts_and_not_the_disk(session: Editor, tmp_path: Path) -> None:
    """Unsaved text hides a finding of the file, and has findings of its own."""
    path = tmp_path / "scale.py"
    path.write_text(SLOW)
    uri = session.open(path, GOOD)
    assert session.published(uri, 1) == []
    session.change(uri, SILENT, 2)
    assert codes(session.published(uri, 2)) == [("SVC502", STOP)]


def test_a_file_that_was_never_saved(session: Editor) -> None:
    uri = session.open("untitled:Untitled-1", SLOW)
    assert codes(session.published(uri, 1)) == [("SVC101", SLOW_LINE)]


def test_the_last_of_many_keystrokes_is_what_is_told(session: Editor, tmp_path: Path) -> None:
    """Nothing old is told after something new; and the last text has the last word."""
    uri = session.open(tmp_path / "scale.py", GOOD)
    session.published(uri, 1)
    before = len(session.heard)
    for version in range(2, 42):
        session.change(uri, SLOW + "#" * version if version % 2 else GOOD, version)
    session.change(uri, SILENT, 42)
    assert codes(session.published(uri, 42)) == [("SVC502", STOP)]
    told = [one["params"]["version"] for one in session.heard[before:] if one["params"].get("uri") == uri]
    assert told == sorted(set(told))


def test_a_text_that_does_not_parse_says_so_and_comes_back(session: Editor, tmp_path: Path) -> None:
    """Half a statement: the findings are gone, since nobody knows whether they are; why is said on its line."""
    uri = session.open(tmp_path / "scale.py", SLOW)
    session.published(uri, 1)
    session.change(uri, SLOW.replace(SLEEP, "time.sleep("), 2)
    (found,) = session.published(uri, 2)
    assert found["message"].startswith("not judged: syntax error")
    assert found["range"]["start"] == {"line": SLOW_LINE, "character": 8}
    assert "code" not in found
    session.change(uri, SLOW, 3)
    assert codes(session.published(uri, 3)) == [("SVC101", SLOW_LINE)]


def test_closing_takes_everything_back(session: Editor, tmp_path: Path) -> None:
    uri = session.open(tmp_path / "scale.py", SLOW)
    assert session.published(uri, 1)
    session.close(uri)
    assert session.published(uri, None) == []


def test_a_file_without_services_is_not_even_parsed(session: Editor, tmp_path: Path) -> None:
    """What does not parse, and does not mention services, is none of our business."""
    uri = session.open(tmp_path / "plain.py", "def broken(:\n")
    assert session.published(uri, 1) == []


def test_other_languages_are_none_of_our_business(session: Editor, tmp_path: Path) -> None:
    """A page about services has their code in it."""
    item = {"uri": (tmp_path / "page.md").as_uri(), "languageId": "markdown", "version": 1, "text": SLOW}
    session.notify("textDocument/didOpen", textDocument=item)
    assert session.request("textDocument/diagnostic", textDocument={"uri": item["uri"]})["items"] == []


def test_comments_count(session: Editor, tmp_path: Path) -> None:
    """One that ignores a finding does, and one that ignores nothing is shown as unnecessary."""
    uri = session.open(
        tmp_path / "scale.py", SLOW.replace(SLEEP, f"{SLEEP}  # svclint: ignore[SVC101] the scale is slow")
    )
    assert session.published(uri, 1) == []
    session.change(uri, GOOD.replace(SIGNAL, f"{SIGNAL}  # svclint: ignore[SVC101] it was slow"), 2)
    (found,) = session.published(uri, 2)
    assert (found["code"], found["tags"]) == ("SVC001", [1])


def test_the_code_is_not_run(session: Editor, tmp_path: Path) -> None:
    """It is read; the file that it would make is not there."""
    made = tmp_path / "made"
    uri = session.open(tmp_path / "scale.py", f"open({str(made)!r}, 'w').close()\n{SLOW}")
    assert codes(session.published(uri, 1)) == [("SVC101", SLOW_LINE + 1)]
    assert not made.exists()


def test_the_steps_are_places_to_jump_to(tmp_path: Path) -> None:
    """An editor that understands them gets each with its file."""
    capabilities = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
    with editor(tmp_path, capabilities=capabilities) as session:
        uri = session.open(tmp_path / "scale.py", SLOW)
        (found,) = session.published(uri, 1)
    places = [
        (one["location"]["uri"], one["location"]["range"]["start"]["line"]) for one in found["relatedInformation"]
    ]
    assert (uri, SLOW_LINE) in places


def test_whatever_else_is_printed_does_not_disturb_the_protocol(tmp_path: Path) -> None:
    """A rule of somebody else may print, write to the descriptor, or start something that does."""
    import sys

    noisy = (
        "import os, subprocess, sys\n"
        "from svclint import linting\n"
        "real = linting.lint_bytes\n"
        "def loud(*given, **named):\n"
        "    print('printed'); os.write(1, b'written\\n'); subprocess.run([sys.executable, '-c', 'print(1)'])\n"
        "    return real(*given, **named)\n"
        "linting.lint_bytes = loud\n"
        "sys.argv = ['svclint', 'lsp']\n"
        "from svclint.__main__ import main\n"
        "main()\n"
    )
    with editor(tmp_path, command=[sys.executable, "-c", noisy]) as session:
        uri = session.open(tmp_path / "scale.py", SLOW)
        assert codes(session.published(uri, 1)) == [("SVC101", SLOW_LINE)]
        assert session.end() == 0
        assert session.strange == b""
        assert session.process.stderr and b"printed" in session.process.stderr.read()


def test_the_head_alone_is_no_service_yet(session: Editor, tmp_path: Path) -> None:
    """Someone has typed as far as the head of SvcStop: Python wants a body."""
    (found,) = session.published(session.open(tmp_path / "scale.py", HEAD), 1)
    assert found["message"].startswith("not judged: syntax error")
