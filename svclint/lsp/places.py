"""Lines and characters from 1 -> positions of the protocol: from 0, in the code units that were agreed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lsprotocol import types

from svclint.contract.events import At

# Bytes a code unit takes, by encoding.
UNITS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def units(text: str, encoding: str) -> int:
    """How many code units a text has in ``utf-8``, ``utf-16`` or ``utf-32``."""
    if text.isascii():
        return len(text)
    codec, size = UNITS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size


def position(lines: Sequence[str], line: int, column: int, encoding: str) -> types.Position:
    """The position of a character; one behind the text becomes its end."""
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1 if lines else 1
    if not lines:
        return types.Position(0, 0)
    return types.Position(line - 1, units(lines[line - 1][: column - 1], encoding))


def place(at: At, lines: Sequence[str], encoding: str) -> types.Range:
    """The range of a finding or a step in a text of these lines."""
    start = position(lines, at.line, at.column, encoding)
    return types.Range(start, max(start, position(lines, at.end_line, at.end_column, encoding)))


def whole_line(number: int, lines: Sequence[str], encoding: str) -> types.Range:
    """The range of a line without its indentation."""
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    indent = len(line) - len(line.lstrip())
    start = position(lines, number, indent + 1, encoding)
    return types.Range(start, position(lines, number, len(line.rstrip()) + 1, encoding))


def meet(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges touch."""
    return one.start <= other.end and other.start <= one.end
