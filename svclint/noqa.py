"""``# noqa`` as flake8 reads it, quirks included, so that the command and the plugin agree.

A comment covers its physical line; lines joined by a multi-line string or a backslash count
as one. ``# flake8: noqa`` at the start of any line silences the file, with codes or without.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from typing import Final

INLINE: Final = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
WHOLE_FILE: Final = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
SILENT: Final = frozenset({tokenize.ENDMARKER, tokenize.DEDENT})
ROW_ENDS: Final = frozenset({tokenize.NL, tokenize.NEWLINE})


def suppresses(row: str, code: str) -> bool:
    """Whether the row's first noqa names the code, a prefix of it (case matters), or nothing at all."""
    found = INLINE.search(row)
    if found is None:
        return False
    codes = found["codes"]
    return codes is None or code.startswith(tuple(part for part in re.split(r"[,\s]", codes) if part))


def joined_rows(text: str, lines: Sequence[str]) -> dict[int, str]:
    """Line number -> all physical lines it is read with; empty when the text cannot be tokenised."""
    return {line: "\n".join(lines[first - 1 : last]) for line, (first, last) in spans(text).items()}


def spans(text: str) -> dict[int, tuple[int, int]]:
    """Line number -> first and last line of the row it is read with; empty when the text cannot be tokenised."""
    try:
        ranges = list(_ranges(text))
    except (tokenize.TokenError, SyntaxError):
        return {}
    return {line: (first, last) for first, last in ranges for line in range(first, last + 1)}


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """First and last line of every row of tokens."""
    first = last = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in SILENT:
            continue
        first, last = first or token.start[0], max(last, token.end[0])
        if token.type in ROW_ENDS:
            yield first, last
            first = last = 0
