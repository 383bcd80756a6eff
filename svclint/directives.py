"""Comments that speak to svclint: ``# svclint: ignore[SVC101] reason`` and ``# svclint: skip-file``."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from typing import Final, NamedTuple

MARK: Final = "svclint:"
DIRECTIVE: Final = re.compile(r"#\s*svclint:\s*(?P<what>.*?)\s*$")
IGNORE: Final = re.compile(r"ignore\[(?P<codes>[^\]]*)\]\s*(?P<reason>.*)")
IGNORES: Final = re.compile(r"#\s*svclint:\s*ignore\[(?P<codes>[^\]]*\S)\s*\]")  # in a line, as far as one can tell
OF_THE_READER: Final = re.compile(r"(host|profile)\s*=", re.IGNORECASE)  # which host a service has
CODE: Final = re.compile(r"SVC\d{3}")
SKIP_FILE: Final = "skip-file"


class Directive(NamedTuple):
    """One comment. Columns count characters from 1, the end is exclusive.

    ``codes`` are ignored on its row; none in the whole file when ``skips`` is set. ``wrong``: why it means nothing.
    """

    line: int
    column: int
    end_column: int
    text: str
    codes: tuple[str, ...] = ()
    reason: str = ""
    skips: bool = False
    wrong: str = ""


def directives(text: str) -> list[Directive]:
    """Those of a file, from the top; ``text`` has ``\\n`` line ends."""
    return list(_read(text)) if MARK in text else []


def _read(text: str) -> Iterator[Directive]:
    for token in _comments(text):
        found = DIRECTIVE.search(token.string)
        if found and not OF_THE_READER.match(found["what"]):
            line, column = token.start
            start = column + found.start() + 1
            written = found[0].rstrip()
            yield _meant(found["what"], Directive(line, start, start + len(written), written))


def _comments(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and MARK in token.string:
                yield token
    except (tokenize.TokenError, SyntaxError):
        return


def _meant(what: str, directive: Directive) -> Directive:
    if what == SKIP_FILE or what.startswith(f"{SKIP_FILE} "):
        return directive._replace(skips=True, reason=what.removeprefix(SKIP_FILE).strip())
    found = IGNORE.fullmatch(what)
    if not found:
        return directive._replace(wrong="'ignore[SVC101] reason' or 'skip-file' is wanted")
    codes = tuple(part.strip() for part in found["codes"].split(",") if part.strip())
    unknown = next((one for one in codes if not CODE.fullmatch(one)), None)
    if unknown or not codes:
        return directive._replace(wrong=f"{unknown!r} is no code" if unknown else "no code is named")
    return directive._replace(codes=codes, reason=found["reason"])
