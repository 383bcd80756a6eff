"""``--add-noqa``: what is found today is suppressed where it stands, so that only what is new is told from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from svclint.checking.internal import INTERNAL
from svclint.directives import IGNORES
from svclint.heeding import commented
from svclint.noqa import INLINE, spans
from svclint.opening import Source, opened
from svclint.repair.document import Document
from svclint.repair.fix import Edit, Place
from svclint.repair.tree import Refused
from svclint.repair.writing import Unwritten, write

if TYPE_CHECKING:
    from svclint.checking.finding import Finding


class Noted(NamedTuple):
    """How many comments were written into how many files; and which files were left as they are, and why."""

    comments: int
    files: int
    refused: tuple[str, ...]


def noted(findings: Iterable[Finding], reason: str, roots: Iterable[str]) -> Noted:
    """Write a comment behind every finding; a file is changed whole or not at all.

    ``reason``: stands behind the codes, which are then svclint's own kind of comment. ``roots``: the folders that are
    linted, outside of which nothing is written.
    """
    by_path: dict[str, list[Finding]] = {}
    for one in findings:
        if not commented(one) and one.code != INTERNAL:
            by_path.setdefault(one.at.path, []).append(one)
    comments, files, refused = 0, 0, []
    for path, found in by_path.items():
        try:
            comments += _write(path, found, reason, list(roots))
            files += 1
        except (Refused, Unwritten) as error:
            refused.append(f"{path}: error: {error}")
    return Noted(comments, files, tuple(refused))


def _write(path: str, findings: Iterable[Finding], reason: str, roots: Iterable[str]) -> int:
    source = opened(path)
    if not isinstance(source, Source):
        raise Unwritten(source.reason)
    document = Document(source.data, path)
    edits = list(comment_edits(document.text, findings, reason))
    write(path, source.data, document.edited(edits), roots)
    return len(edits)


def comment_edits(text: str, findings: Iterable[Finding], reason: str) -> Iterator[Edit]:
    """A comment behind every row of a text that has findings; its lines end with ``\\n``."""
    lines, rows = text.split("\n"), spans(text)
    codes: dict[int, dict[str, None]] = {}
    for one in findings:
        _, last = rows.get(one.at.line, (one.at.line, one.at.line))
        codes.setdefault(last, {})[one.code] = None
    for number, found in codes.items():
        yield _edit(lines[number - 1], number, found, reason)


def _edit(line: str, number: int, codes: Mapping[str, None], reason: str) -> Edit:
    """A comment at the end of the line; one of the same kind that names codes names some more."""
    more = "".join(f", {code}" for code in sorted(codes))
    ours, known = IGNORES.search(line), INLINE.search(line)
    if ours:
        end = ours.end("codes") + 1
        return Edit(Place(number, end), Place(number, end), more)
    if known and known["codes"] and not reason:
        end = known.start() + len(known[0].rstrip().rstrip(",")) + 1
        return Edit(Place(number, end), Place(number, end), more)
    listed = ", ".join(sorted(codes))
    comment = f"# svclint: ignore[{listed}] {reason}" if reason else f"# noqa: {listed}"
    end = len(line.rstrip()) + 1
    return Edit(Place(number, end), Place(number, len(line) + 1), f"  {comment}")
