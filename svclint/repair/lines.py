"""Places in a text, offsets, and how edits are put into it. Lines end with ``\\n``; columns count characters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from svclint.repair.fix import Edit, Place


class Lines:
    """A text and where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = text.split("\n")
        self.starts = [0, *accumulate(len(row) + 1 for row in self.rows)]

    def offset(self, place: Place) -> int:
        """How many characters stand before a place."""
        return self.starts[place.line - 1] + place.column - 1

    def slice(self, start: Place, end: Place) -> str:
        """The text between two places."""
        return self.text[self.offset(start) : self.offset(end)]

    def row(self, line: int) -> str:
        """One line without its end."""
        return self.rows[line - 1]

    def indent(self, line: int) -> str:
        """The white space a line begins with; what stands before a form feed does not count."""
        row = self.row(line)
        return row[: len(row) - len(row.lstrip(" \t\f"))].rpartition("\f")[2]

    def end_of(self, line: int) -> Place:
        """The place behind the last character of a line."""
        return Place(line, len(self.row(line)) + 1)

    def below(self, line: int, text: str) -> Edit:
        """Puts text on lines of its own below a line, the last of the file perhaps, and that without an end."""
        if line < len(self.rows):
            return Edit(Place(line + 1, 1), Place(line + 1, 1), text + "\n")
        return Edit(self.end_of(line), self.end_of(line), "\n" + text)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made that do not overlap; those at one place in the order they are given."""
    lines = Lines(text)
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        parts += (text[done : lines.offset(edit.start)], edit.text)
        done = lines.offset(edit.end)
    return "".join((*parts, text[done:]))


def overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same text, or insert at the same place."""
    if one.start == other.start:
        return True
    return one.start < other.end and other.start < one.end
