"""The source line under a finding, with carets below what is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from svclint.visible import visible, width

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

# Characters of source shown before and after the place in a line that is too long to read.
BEFORE: Final = 60
AFTER: Final = 120


def frame(finding: Finding) -> Iterator[str]:
    """The line with its number, and the carets; nothing when there is no text to show."""
    source = finding.source.rstrip("\r\n")
    if not source.strip():
        return
    start = finding.at.column - 1
    end = finding.at.end_column - 1 if finding.at.end_line == finding.at.line else len(source)
    before, meant, after = _clipped(source, start, max(end, start + 1))
    number = str(finding.at.line)
    yield f"{number} | {before}{meant}{after}"
    yield f"{' ' * len(number)} | {' ' * width(before)}{'^' * max(width(meant), 1)}"


def _clipped(source: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, at and after the place, as it is shown."""
    first, last = max(0, start - BEFORE), start + AFTER
    before = ("..." if first else "") + visible(source[first:start])
    after = visible(source[end:last]) + ("..." if len(source) > last else "")
    return before, visible(source[start : min(end, last)]), after
