"""What an editor offers for a finding: its fix, a comment that ignores it, all safe fixes; and the rule's page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import LAZY, Editor, Refused, editor
from tests.lsp.services import PENDING, SIGNAL, SILENT, SLEEP, SLOW, SLOW_LINE, STOP, service

pytest.importorskip("pygls")

FIXTURES = Path(__file__).parents[2] / "fixtures"
IGNORE = "Ignore {} on this line"
COMMENT = "  # svclint: ignore[{}] TODO: say why"
FIX_ALL = "source.fixAll.svclint"


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """The text with edits made as the protocol says: all positions are those of the text before, in UTF-16 units."""
    rows = re.split(r"(?<=\n)", text)
    starts = [sum(map(_units, rows[:number])) for number in range(len(rows) + 1)]

    def offset(position: dict[str, int]) -> int:
        return 2 * (starts[position["line"]] + position["character"])

    data = text.encode("utf-16-le")
    for one in sorted(edits, key=lambda one: offset(one["range"]["start"]), reverse=True):
        start, end = (offset(one["range"][name]) for name in ("start", "end"))
        data = data[:start] + one["newText"].encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def edits_of(action: dict[str, Any], uri: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = action["edit"]["changes"][uri]
    return found


def titles(actions: list[dict[str, Any]]) -> list[str]:
    return [one["title"] for one in actions]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_safe_fix_is_preferred_and_mends(session: Editor, tmp_path: Path, end: str) -> None:
    """The report comes first in SvcStop; line ends stay what they are; then nothing is left to say."""
    text = SILENT.replace("\n", end)
    uri = session.open(tmp_path / "scale.py", text)
    found = session.published(uri, 1)
    fix, ignore = session.actions(uri, found)
    assert (fix["kind"], fix["isPreferred"], fix["diagnostics"]) == ("quickfix", True, found)
    assert ignore["title"] == IGNORE.format("SVC502")
    mended = applied(text, edits_of(fix, uri))
    assert mended == service(PENDING, SIGNAL).replace("\n", end)
    session.change(uri, mended, 2)
    assert session.published(uri, 2) == []


def test_an_unsafe_fix_says_so_and_is_not_preferred(session: Editor) -> None:
    """The join of a thread is moved out of the handler, which changes when things happen."""
    path = FIXTURES / "SVC101" / "bad_join_after_event.py"
    text = path.read_text("utf-8")
    uri = session.open(path, text)
    found = session.published(uri, 1)
    fix, _ = session.actions(uri, [one for one in found if one["code"] == "SVC101"])
    assert fix["title"].endswith("(unsafe)")
    assert "isPreferred" not in fix
    expected = (path.parent / "fixed_unsafe" / path.name).read_text("utf-8")
    assert applied(text, edits_of(fix, uri)) == expected
    session.close(uri)


@pytest.mark.parametrize(
    ("line", "ignoring"),
    [
        (SLEEP, SLEEP + COMMENT.format("SVC101")),
        (f"a = '🚦'; {SLEEP}", f"a = '🚦'; {SLEEP}" + COMMENT.format("SVC101")),
        # One that ignores something else on the line gets another code, and keeps its reason.
        (f"{SLEEP}  # svclint: ignore[SVC102] slow", f"{SLEEP}  # svclint: ignore[SVC102, SVC101] slow"),
        (f"{SLEEP}  # noqa: E702", f"{SLEEP}  # noqa: E702" + COMMENT.format("SVC101")),
    ],
    ids=["plain", "emoji", "svclint comment", "noqa"],
)
def test_ignoring_leaves_the_reason_to_be_said(session: Editor, tmp_path: Path, line: str, ignoring: str) -> None:
    """Only the end of the line changes, so that a cursor in it stays where it is."""
    uri = session.open(tmp_path / "scale.py", service(PENDING, SIGNAL, line))
    found = [one for one in session.published(uri, 1) if one["code"] == "SVC101"]
    (ignore,) = [one for one in session.actions(uri, found) if one["title"] == IGNORE.format("SVC101")]
    (edit,) = edits_of(ignore, uri)
    assert edit["range"]["start"] == edit["range"]["end"]
    ignored = applied(service(PENDING, SIGNAL, line), [edit])
    assert ignored == service(PENDING, SIGNAL, ignoring)
    session.change(uri, ignored, 2)
    assert "SVC101" not in [one["code"] for one in session.published(uri, 2)]


def test_nothing_is_offered_for_findings_of_another_version(session: Editor, tmp_path: Path) -> None:
    """The editor shows what it was told of version 1; its text is version 2."""
    uri = session.open(tmp_path / "scale.py", SILENT)
    old = session.published(uri, 1)
    session.change(uri, "# moved\n" + SILENT, 2)
    assert session.actions(uri, old, ["quickfix"]) == []
    now = session.pulled(uri)["items"]
    assert len(session.actions(uri, now, ["quickfix"])) == 2


def test_fixes_that_are_worked_out_for_a_text_that_is_gone_are_refused(session: Editor, tmp_path: Path) -> None:
    """Someone types on while the editor asks what can be done: the text is long, so the answer takes a while."""
    text = SILENT + "raise ValueError\n" * 5_000
    uri = session.open(tmp_path / "scale.py", text)
    found = session.published(uri, 1)
    given = {"range": found[0]["range"], "context": {"diagnostics": found}}
    number = session.ask("textDocument/codeAction", textDocument={"uri": uri}, **given)
    session.change(uri, SILENT, 2)
    with pytest.raises(Refused) as caught:
        session.answer(number)
    assert caught.value.code == -32801  # ContentModified
    assert [one["code"] for one in session.pulled(uri)["items"]] == ["SVC502"]


def test_nothing_is_offered_for_findings_of_others(session: Editor, tmp_path: Path) -> None:
    uri = session.open(tmp_path / "scale.py", SILENT)
    (found,) = session.published(uri, 1)
    assert session.actions(uri, [{**found, "source": "another linter", "code": "E501"}], ["quickfix"]) == []


def test_all_safe_fixes_at_once(session: Editor, tmp_path: Path) -> None:
    """Asked for by its kind, as editors do on saving; an editor that resolves nothing gets the edit at once."""
    text = "# 🚦\n" + SILENT
    uri = session.open(tmp_path / "scale.py", text)
    session.published(uri, 1)
    for only in ([FIX_ALL], ["source.fixAll"], ["source"]):
        (action,) = session.actions(uri, [], only)
        assert action["kind"] == FIX_ALL
        assert applied(text, edits_of(action, uri)) == "# 🚦\n" + service(PENDING, SIGNAL)
    assert session.actions(uri, [], ["refactor"]) == []


def test_all_safe_fixes_leave_unsafe_ones_alone(session: Editor, tmp_path: Path) -> None:
    """Of two findings one has a safe fix, and the other keeps its place below it."""
    text = service(SIGNAL, SLEEP)
    uri = session.open(tmp_path / "scale.py", text)
    assert {one["code"] for one in session.published(uri, 1)} >= {"SVC101", "SVC502"}
    (action,) = session.actions(uri, [], [FIX_ALL])
    assert applied(text, edits_of(action, uri)) == SLOW


def test_fixes_are_resolved_late_and_refused_too_late(tmp_path: Path) -> None:
    """The edit names its version, so that the editor can refuse it; the server refuses for another one."""
    with editor(tmp_path, capabilities=LAZY) as session:
        uri = session.open(tmp_path / "scale.py", SILENT)
        found = session.published(uri, 1)
        *_, action = session.actions(uri, found)
        assert (action["kind"], "edit" in action) == (FIX_ALL, False)
        (change,) = session.request("codeAction/resolve", **action)["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": 1}
        assert applied(SILENT, change["edits"]) == service(PENDING, SIGNAL)
        session.change(uri, SILENT + "\n", 2)
        with pytest.raises(Refused) as caught:
            session.request("codeAction/resolve", **action)
        assert caught.value.code == -32801  # ContentModified
        assert session.end() == 0


@pytest.mark.parametrize(
    ("line", "character", "shown"),
    [
        (SLOW_LINE, 12, "# SVC101 "),  # in the finding
        (SLOW_LINE, 2, None),  # in front of it
        (0, len("# 🚦 noqa: ") + 3, "# SVC502 "),  # in a code: the emoji counts twice
        (0, 2, None),
        (STOP, 8, None),
    ],
)
def test_the_page_of_a_rule_is_where_the_pointer_is(
    session: Editor, tmp_path: Path, line: int, character: int, shown: str | None
) -> None:
    """On a finding, and on a code in a comment."""
    uri = session.open(tmp_path / "scale.py", SLOW.replace("import time\n", "import time  # 🚦 noqa: SVC502\n", 1))
    session.published(uri, 1)
    if line == 0:
        character += len("import time  ")
    at = {"line": line, "character": character}
    found = session.request("textDocument/hover", textDocument={"uri": uri}, position=at)
    if shown is None:
        assert found is None
    else:
        assert found["contents"]["kind"] == "markdown"
        assert found["contents"]["value"].startswith(shown)
