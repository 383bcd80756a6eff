"""A file as it is judged while it is repaired."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from svclint.examining import Judge, Manner, examine
from svclint.repair.registry import fixable
from svclint.selection import Selection
from svclint.source.disk import Disk
from svclint.source.markers import has_comments

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding


class Judged(NamedTuple):
    """The bytes of a file, and every finding there is in them."""

    data: bytes
    report: FileReport


@dataclass(frozen=True)
class Bench:
    """What a file is judged by. ``noqa``: whether its comments are heeded; ``chosen``: only these are to be fixed."""

    judge: Judge
    selection: Selection
    noqa: bool = True
    chosen: Collection[Finding] | None = None

    def judged(self, data: bytes, path: str) -> Judged:
        """The bytes with what is found in them, covered by comments or not."""
        return Judged(data, examine(data, path, Disk(), Manner(self.judge, noqa=False)))

    def known(self, data: bytes, report: FileReport) -> Judged:
        """The same, where the file was linted already; comments that hide findings make that another question."""
        plain = not self.noqa or not has_comments(data)
        return Judged(data, report) if plain else self.judged(data, report.path)

    def seen(self, file: Judged) -> FileReport:
        """What a user who lints the file is told."""
        known = Manner(lambda data, path, files: file.report, noqa=self.noqa)
        return examine(file.data, file.report.path, Disk(), known)

    def wanted(self, file: Judged) -> list[Finding]:
        """The findings that are shown, as far as their rules have fixers."""
        shown = self.selection.of(self.seen(file))
        sure = [one for one in shown if one.code in fixable() and self.selection.sure(one)]
        return sure if self.chosen is None else [one for one in sure if one in self.chosen]
