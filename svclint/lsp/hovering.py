"""The pages of rules for what the pointer is on: a finding, or a code in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lsprotocol import types

from svclint.lsp.documents import Document
from svclint.lsp.places import meet, position
from svclint.pages import page

CODE: Final = re.compile(r"\bSVC\d{3}\b")


def hover(
    document: Document, told: Iterable[types.Diagnostic], at: types.Position, encoding: str
) -> types.Hover | None:
    """What is shown at a position; None when there is nothing of ours."""
    point = types.Range(at, at)
    named = list(_named(document, at.line + 1, encoding))
    places = {str(one.code): one.range for one in told if one.code and meet(one.range, point)}
    places |= {code: where for code, where in named if meet(where, point)}
    pages = {code: text for code in places if (text := _page(code))}
    if not pages:
        return None
    shown = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(pages.values()))
    return types.Hover(shown, places[next(iter(pages))])


def _named(document: Document, number: int, encoding: str) -> Iterator[tuple[str, types.Range]]:
    """The codes in the comment of a line, if it has one."""
    line = document.lines[number - 1] if number <= len(document.lines) else ""
    for found in CODE.finditer(line, line.find("#")) if "#" in line else ():
        start, end = (position(document.lines, number, place + 1, encoding) for place in found.span())
        yield found[0], types.Range(start, end)


def _page(code: str) -> str:
    try:
        return page(code)
    except LookupError:
        return ""
