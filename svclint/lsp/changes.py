"""A document and the bytes it is to become -> the edits of the protocol, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from lsprotocol import types

from svclint.lsp.documents import Document
from svclint.lsp.places import position

ROW: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def edits(document: Document, after: bytes, encoding: str) -> list[types.TextEdit]:
    """What turns the text into what ``after`` says, in the document's own encoding; none when it cannot be read."""
    try:
        wanted = after.decode(document.encoding)
    except ValueError:
        return []
    return list(_edits(document, ROW.findall(document.text), ROW.findall(wanted), encoding))


def _edits(document: Document, rows: list[str], wanted: list[str], encoding: str) -> Iterator[types.TextEdit]:
    for what, start, end, new, new_end in SequenceMatcher(None, rows, wanted).get_opcodes():
        if what == "equal":
            continue
        if end - start == new_end - new == 1:
            yield _within(document, start + 1, rows[start], wanted[new], encoding)
        else:
            first, last = (position(document.lines, number + 1, 1, encoding) for number in (start, end))
            yield types.TextEdit(types.Range(first, last), "".join(wanted[new:new_end]))


def _within(document: Document, number: int, row: str, wanted: str, encoding: str) -> types.TextEdit:
    """The part of a line that changes, so that the cursor stays where it is in the rest."""
    same = _shared(row, wanted)
    behind = _shared(row[same:][::-1], wanted[same:][::-1])
    ends = (position(document.lines, number, place + 1, encoding) for place in (same, len(row) - behind))
    return types.TextEdit(types.Range(*ends), wanted[same : len(wanted) - behind])


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (here, there) in enumerate(pairs) if here != there), min(len(one), len(other)))


def workspace_edit(document: Document, changed: list[types.TextEdit], versioned: bool) -> types.WorkspaceEdit:
    """The edits of one document; ``versioned``: the editor refuses them itself when it has another version."""
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: changed})
    name = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, changed)])
