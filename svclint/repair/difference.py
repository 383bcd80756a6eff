"""Unified diffs, byte for byte, so that ``patch`` makes of the one file exactly the other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator


def difference(before: bytes, after: bytes, path: str) -> Iterator[bytes]:
    """The lines of the diff with their ends."""
    name = path.encode("utf-8", "surrogateescape")
    for line in difflib.diff_bytes(difflib.unified_diff, _rows(before), _rows(after), name, name):
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _rows(data: bytes) -> list[bytes]:
    """The lines as ``patch`` counts them: nothing but ``\\n`` ends one."""
    rows = [row + b"\n" for row in data.split(b"\n")]
    last = rows.pop()[:-1]
    return [*rows, last] if last else rows


def shown(before: bytes, after: bytes, path: str, encoding: str) -> Iterator[str]:
    """The same for eyes: no line ends, and what the encoding lacks replaced."""
    for line in difference(before, after, path):
        for row in line.decode(encoding, "replace").rstrip("\n").split("\n"):
            yield row.rstrip("\r")
