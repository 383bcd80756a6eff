"""A file as it is judged while it is repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from svclint.examining import Judge, Manner, examine
from svclint.repair.registry import fixable
from svclint.selection import Selection
from svclint.source.disk import Disk

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding


class Judged(NamedTuple):
    """The bytes of a file, and every finding there is in them."""

    data: bytes
    report: FileReport


@dataclass(frozen=True)
class Bench:
    """What a file is judged by. ``noqa``: whether its comments are heeded."""

    judge: Judge
    selection: Selection
    noqa: bool = True

    def judged(self, data: bytes, path: str) -> Judged:
        """The bytes with what is found in them, covered by comments or not."""
        return Judged(data, examine(data, path, Disk(), Manner(self.judge, noqa=False)))

    def seen(self, file: Judged) -> FileReport:
        """What a user who lints the file is told."""
        known = Manner(lambda data, path, files: file.report, noqa=self.noqa)
        return examine(file.data, file.report.path, Disk(), known)

    def wanted(self, file: Judged) -> list[Finding]:
        """The findings that are shown, as far as their rules have fixers."""
        shown = self.selection.of(self.seen(file))
        return [one for one in shown if one.code in fixable() and self.selection.sure(one)]
