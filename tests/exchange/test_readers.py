"""Every format tells the same to a reader that knows nothing of svclint, of an awkward file, too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.reporting.github import render
from svclint.reporting.result import Result
from svclint.settings import FORMATS
from tests.exchange import readers, schemas
from tests.exchange.readers import FLAKE8, PEOPLE, Read
from tests.exchange.test_exchange import NAME, PENDING, SERVICE, folder, svclint

__all__ = ["folder"]  # a fixture: the repository with the file


def json_findings(text: str) -> Iterator[Read]:
    """svclint's own format."""
    return (Read(one["path"], one["line"], one["code"], one["message"]) for one in json.loads(text)["findings"])


READERS: dict[str, Callable[[str], Iterator[Read]]] = {
    "text": partial(readers.lines, pattern=PEOPLE),
    "concise": partial(readers.lines, pattern=FLAKE8),
    "json": json_findings,
    "sarif": readers.sarif,
    "github": readers.github,
    "gitlab": readers.gitlab,
    "rdjson": readers.rdjson,
    "junit": readers.junit,
    "markdown": readers.markdown,
}
JOIN = "'SvcStop' waits for 'self.wörker.join()' without a limit before it returns to the SCM"
START = "the thread of 'self.wörker.start()' is not joined when the host reports SERVICE_STOPPED"
SILENT = "'SvcStop' gives the stop signal, and nobody reports SERVICE_STOP_PENDING before SvcDoRun is over"


def told(name: str) -> set[Read]:
    """What there is to read of the service in a file of that name."""
    return {Read(name, 16, "SVC502", SILENT), Read(name, 17, "SVC101", JOIN), Read(name, 21, "SVC202", START)}


def test_every_format_has_a_reader() -> None:
    """None is only compared with what it was."""
    assert list(READERS) == list(FORMATS)


@pytest.mark.parametrize("name", READERS)
def test_a_format_is_read_by_others(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Path, line, code and message come out as they went in: emoji, tabs, umlauts and CRLF do no harm."""
    found = list(READERS[name](svclint(capsys, "--output-format", name, ".")[0]))
    assert (len(found), set(found)) == (3, told(NAME))


@pytest.mark.parametrize("name", READERS)
def test_awkward_names_are_read(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What means something in some format, in the name of the file."""
    awkward = "a,b;c%0A d&<i>*e*_f_`g`[h](i)|~j~ # !.py"
    (folder / NAME).rename(folder / awkward)
    found = list(READERS[name](svclint(capsys, "--output-format", name, ".")[0]))
    assert (len(found), set(found)) == (3, told(awkward))


def test_a_message_cannot_forge_a_command() -> None:
    """GitHub's runner gives back what was said, whatever it looks like."""
    message = "50%0A::error::x, y: z"
    at = At("a,b:c%0A.py", 3, 5, 3, 11, "join()")
    (line,) = render(Result((Finding("SVC101", message, at, Certainty.BROKEN, (), (), "    join()"),)))
    command = readers.command(line)
    assert (command.name, command.data, command.properties["file"]) == ("error", message, at.path)


def test_reviewdog_finds_the_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its ranges cut the offending text out of the bytes of the file, emoji and all."""
    data = (folder / NAME).read_bytes()
    found = readers.diagnostics(svclint(capsys, "--output-format", "rdjson", ".")[0])
    cuts = {one["code"]["value"]: readers.cut(data, one["location"]["range"]) for one in found}
    assert cuts == {
        "SVC101": "self.wörker.join()",
        "SVC202": "self.wörker.start()",
        "SVC502": "def SvcStop(self):",
    }
    related = (readers.cut(data, place["location"]["range"]) for one in found for place in one["related_locations"])
    assert "self.quit.set()" in set(related)


def test_a_click_on_a_suggestion_fixes_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines stand for lines, as on GitHub."""
    found = readers.diagnostics(svclint(capsys, "--output-format", "rdjson", ".")[0])
    (suggestion,) = (one for each in found for one in each.get("suggestions", ()))
    wanted = SERVICE.replace('\t\t"🐟" and', f'{PENDING}\n\t\t"🐟" and')
    assert readers.replaced((folder / NAME).read_bytes(), suggestion).decode() == wanted


def test_what_could_not_be_linted_keeps_the_schemas(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems are told where the formats have a place for them, and never without one that they demand."""
    (folder / "old.py").write_text("print 'ServiceFramework'\n")
    (folder / "blob.py").write_bytes(b"# ServiceFramework \xff\n")
    documents = {name: svclint(capsys, "--output-format", name, ".")[0] for name in ("gitlab", "rdjson")}
    assert len(readers.valid(json.loads(documents["gitlab"]), schemas.GITLAB)) == 5
    assert len(readers.diagnostics(documents["rdjson"])) == 5


def test_the_paths_of_markdown_can_be_folded_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A numbered list for each finding, in a block that opens with a click."""
    tokens = readers.parsed(svclint(capsys, "--output-format", "markdown", ".")[0])
    folds = [one.content.strip() for one in tokens if one.type == "html_block"]
    assert folds.count("</details>") == 3
    assert sum(one.startswith("<details><summary>SVC") for one in folds) == 3
    depth, items = 0, []
    for one in tokens:
        depth += one.nesting if one.type.startswith("list_item") else 0
        if depth and one.type == "inline":
            items.append(readers.plain(one))
    assert f"{NAME}:17: 'self.wörker.join()' waits without a limit" in items
    assert len(items) == 4 + 2 + 5
