"""A file's bytes and the text that its findings refer to: edits of the one become edits of the other.

Byte order mark, encoding, line ends and whatever else no edit covers come out as they went in.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from tokenize import detect_encoding
from typing import Final

from svclint.repair.fix import Edit, Place
from svclint.repair.lines import applied
from svclint.repair.tree import Refused
from svclint.source.text import decode

END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Document:
    """The bytes of one file. Raises Refused for those that would not come out as they went in."""

    data: bytes
    path: str

    def __post_init__(self) -> None:
        text = decode(self.data, self.path)
        if not isinstance(text, str) or text != self.text or self.raw.encode(self.encoding) != self.data:
            raise Refused("the encoding does not give the same bytes back")

    @cached_property
    def encoding(self) -> str:
        """As Python finds it; ``utf-8-sig`` stands for a byte order mark."""
        return detect_encoding(io.BytesIO(self.data).readline)[0]

    @cached_property
    def raw(self) -> str:
        """The characters, line ends as they are."""
        return self.data.decode(self.encoding)

    @cached_property
    def text(self) -> str:
        """The characters as the linter counts them: every line ends with ``\\n``."""
        return END.sub("\n", self.raw)

    def edited(self, edits: Sequence[Edit]) -> bytes:
        """The bytes with edits made. Raises Refused where the encoding lacks a character."""
        try:
            data = applied_raw(self.raw, edits).encode(self.encoding)
        except UnicodeEncodeError as error:
            raise Refused(f"{self.encoding} lacks a character of the fix") from error
        if decode(data, self.path) != applied(self.text, edits):
            raise Refused("the bytes would not read as the fix wants")
        return data


def applied_raw(raw: str, edits: Iterable[Edit]) -> str:
    """The same as ``applied`` on text with any line ends; new lines end like the one they come to."""
    ends = [*END.findall(raw), ""]
    rows = END.split(raw)
    starts = [0, *accumulate(len(row) + len(end) for row, end in zip(rows, ends, strict=True))]

    def offset(place: Place) -> int:
        return starts[place.line - 1] + place.column - 1

    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        parts += (raw[done : offset(edit.start)], edit.text.replace("\n", _end_near(ends, edit.start.line)))
        done = offset(edit.end)
    return "".join((*parts, raw[done:]))


def _end_near(ends: Sequence[str], line: int) -> str:
    """The end of a line; of the last one, which may have none, that of the line above it."""
    usual = Counter(filter(None, ends)).most_common(1)
    return ends[line - 1] or (ends[line - 2] if line > 1 else "") or (usual[0][0] if usual else "\n")
