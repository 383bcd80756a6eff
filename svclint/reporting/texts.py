"""The source behind findings, for formats that count columns otherwise or look at whole files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from svclint.contract.events import At

# Findings come file by file, and their paths lead into few others.
AT_ONCE: Final = 16
NOTHING: Mapping[str, bytes] = MappingProxyType({})


class Texts:
    """The files of a result by the paths that findings have; ``held`` are those that no disk has."""

    def __init__(self, held: Mapping[str, bytes] = NOTHING) -> None:
        """Nothing is read before it is asked for."""
        self.held = held
        self.text = lru_cache(AT_ONCE)(self._text)
        self.lines = lru_cache(AT_ONCE)(self._lines)

    def _text(self, path: str) -> str:
        """What the file says, every line end as ``\\n``; empty when it cannot be read any more."""
        from svclint.source.text import decode

        try:
            data = self.held[path] if path in self.held else Path(path).read_bytes()
        except (OSError, ValueError):
            return ""
        text = decode(data, path)
        return text if isinstance(text, str) else ""

    def _lines(self, path: str) -> list[str]:
        return self.text(path).split("\n")

    def line(self, path: str, number: int) -> str:
        """A line, from 1, without its end."""
        lines = self.lines(path)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def columns(self, at: At, encoding: str) -> tuple[int, int]:
        """Where a place begins and ends, counted from 1 in the code units of an encoding: utf-8, or utf-16-le."""
        return self._column(at.path, at.line, at.column, encoding), self._column(
            at.path, at.end_line, at.end_column, encoding
        )

    def _column(self, path: str, number: int, column: int, encoding: str) -> int:
        before = self.line(path, number)[: column - 1]
        if before.isascii():
            return column
        return column + len(before.encode(encoding, "surrogatepass")) // UNITS[encoding] - len(before)


UNITS = {"utf-8": 1, "utf-16-le": 2}
