"""Comments decide what is told of a file, and are told of themselves when they suppress nothing, or mean nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from svclint.catalogue import entries
from svclint.checking.finding import Finding, Suppressed
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.directives import CODE, Directive, directives
from svclint.noqa import INLINE, WHOLE_FILE, spans, suppresses
from svclint.rules import read_rules

UNUSED: Final = "SVC001"
MALFORMED: Final = "SVC002"


class Heeded(NamedTuple):
    """What is left of the findings, and those that comments cover."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()


def commented(finding: Finding) -> bool:
    """Whether the finding is about a comment."""
    return finding.code in (UNUSED, MALFORMED)


def heeded(findings: Sequence[Finding], text: str, path: str, demand: bool = False) -> Heeded:
    """What the comments of a file leave of its findings, with what is to be said of the comments themselves.

    ``text``: decoded source with ``\\n`` line ends. ``demand``: ignoring asks for a reason.
    """
    page = _Page(text, path, demand)
    if page.silent:
        return Heeded((), tuple(Suppressed(one, page.silent) for one in findings))
    covered = [found for one in findings if (found := page.covers(one)) is not None]
    hidden = {one.finding for one in covered}
    kept = (*(one for one in findings if one not in hidden), *page.complaints(hidden))
    return Heeded(kept, tuple(covered))


class _Page:
    """One file and its comments."""

    def __init__(self, text: str, path: str, demand: bool) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.rows = spans(text)
        self.directives = directives(text)
        self.demand = demand
        self.asked = {one.code for one in read_rules()}

    @property
    def silent(self) -> str:
        """Why nothing at all is told; empty when something is."""
        if any(WHOLE_FILE.match(line) for line in self.lines):
            return "# flake8: noqa"
        return next((one.text for one in self.directives if one.skips), "")

    def covers(self, finding: Finding) -> Suppressed | None:
        """The finding as it is covered; None when nothing covers it."""
        for one in self._of(finding.at.line):
            if finding.code in one.codes:
                return Suppressed(finding, one.reason)
        return Suppressed(finding, "", noqa=True) if suppresses(self._row(finding.at.line), finding.code) else None

    def complaints(self, covered: Collection[Finding]) -> Iterator[Finding]:
        """What is wrong with the comments."""
        for one in self.directives:
            yield from self._of_directive(one, covered)
        for number, line in enumerate(self.lines, 1):
            found = INLINE.search(line) if "noqa" in line.lower() else None
            if found and found["codes"] and self._is_comment(number, found):
                yield from self._unused(At(self.path, *_region(number, found)), _listed(found), covered)

    def _of_directive(self, one: Directive, covered: Collection[Finding]) -> Iterator[Finding]:
        at = At(self.path, one.line, one.column, one.line, one.end_column, one.text)
        unknown = [code for code in one.codes if code not in entries()]
        if one.wrong or unknown:
            yield self._finding(MALFORMED, at, one.wrong or f"there is no rule {unknown[0]}")
        elif self.demand and not one.reason:
            yield self._finding(MALFORMED, at, "a reason is wanted behind it")
        else:
            yield from self._unused(at, one.codes, covered)

    def _unused(self, at: At, codes: Sequence[str], covered: Collection[Finding]) -> Iterator[Finding]:
        """Codes that cover nothing, though reading the file asks their rules."""
        here = {one.code for one in covered if self._span(one.at.line) == self._span(at.line)}
        idle = [one for one in codes if one in self.asked and one not in here]
        if idle:
            yield self._finding(UNUSED, at, f"{', '.join(idle)} {'is' if len(idle) == 1 else 'are'} not found here")

    def _finding(self, code: str, at: At, text: str) -> Finding:
        source = self.lines[at.line - 1]
        return Finding(code, f"'{at.text}': {text}", at, Certainty.BROKEN, (), (), source)

    def _of(self, line: int) -> Iterator[Directive]:
        span = self._span(line)
        return (one for one in self.directives if not one.wrong and self._span(one.line) == span)

    def _span(self, line: int) -> tuple[int, int]:
        return self.rows.get(line, (line, line))

    def _row(self, line: int) -> str:
        first, last = self._span(line)
        return "\n".join(self.lines[first - 1 : last])

    def _is_comment(self, number: int, found: re.Match[str]) -> bool:
        """Whether it is a comment of its own, no text; a directive that follows it on the line is its business."""
        row, line = self._row(number), self.lines[number - 1]
        before = line[: found.start()]
        return row == line and before.count('"') % 2 == 0 and before.count("'") % 2 == 0


def _region(number: int, found: re.Match[str]) -> tuple[int, int, int, int, str]:
    text = found[0].rstrip().rstrip(",")
    return number, found.start() + 1, number, found.start() + len(text) + 1, text


def _listed(found: re.Match[str]) -> list[str]:
    """The codes of ours, written out; prefixes mean what they may find."""
    return [one for one in re.split(r"[,\s]+", found["codes"]) if CODE.fullmatch(one)]
