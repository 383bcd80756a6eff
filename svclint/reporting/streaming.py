"""JSON that is written as it comes: what a hundred thousand findings make is never held at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def lines(document: Any, indent: int) -> Iterator[str]:
    """What ``json.dumps`` makes of a document, in pieces that end where lines do; iterators stand for arrays."""
    return _lines(document, indent, "", "", "")


def _lines(value: Any, indent: int, pad: str, before: str, after: str) -> Iterator[str]:
    """``before`` and ``after`` are what else its first and its last line hold."""
    if not _streams(value):
        text = json.dumps(value, indent=indent).replace("\n", f"\n{pad}")
        yield f"{pad}{before}{text}{after}"
        return
    keyed = isinstance(value, dict)
    opening, closing = "{}" if keyed else "[]"
    parts = ((f"{json.dumps(key)}: ", one) for key, one in value.items()) if keyed else (("", one) for one in value)
    opened = False
    for name, part, last in _marked(parts):
        if not opened:
            yield f"{pad}{before}{opening}"
            opened = True
        yield from _lines(part, indent, pad + " " * indent, name, "" if last else ",")
    yield f"{pad}{closing}{after}" if opened else f"{pad}{before}{opening}{closing}{after}"


def _streams(value: Any) -> bool:
    """Whether it is an array that comes piece by piece, or holds one."""
    return any(isinstance(one, Iterator) for one in (value.values() if isinstance(value, dict) else (value,)))


def _marked(parts: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any, bool]]:
    """Each with the word whether it is the last."""
    waiting = None
    for part in parts:
        if waiting is not None:
            yield (*waiting, False)
        waiting = part
    if waiting is not None:
        yield (*waiting, True)
