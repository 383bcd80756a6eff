"""Which findings are shown: codes by prefix, files by pattern, and how sure one must be."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from svclint.catalogue import entry
from svclint.checking.internal import INTERNAL
from svclint.ignoring import relative
from svclint.patterns import compiled
from svclint.settings import CERTAINTIES, BadSettings, Settings

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from svclint.checking.finding import FileReport, Finding


T = TypeVar("T")


class Selection:
    """The settings, made ready to choose findings."""

    def __init__(self, settings: Settings) -> None:
        """Raises BadSettings for a file pattern that is none."""
        self.settings = settings
        self.certainties = CERTAINTIES[: CERTAINTIES.index(settings.min_certainty) + 1]
        self.root = os.path.abspath(settings.root)
        self.by_file = self._compiled("per-file-ignores", settings.per_file_ignores)
        self.graded = self._compiled("per-file-severity", settings.per_file_severity)

    def _compiled(self, name: str, table: Iterable[tuple[str, T]]) -> list[tuple[GitIgnoreSpec, T]]:
        try:
            return [(compiled([pattern]), what) for pattern, what in table]
        except ValueError as error:
            raise BadSettings(f"{self.settings.source or 'command line'}: {name}: {error}") from None

    def of(self, report: FileReport) -> list[Finding]:
        """The findings of a file that are asked for, certainty apart."""
        return [one for one in report.findings if self._wanted(one, self._ignored_in(report.path))]

    def shown(self, finding: Finding) -> bool:
        """Whether a finding is asked for and as certain as is asked for."""
        return self.asked(finding) and self.sure(finding)

    def asked(self, finding: Finding) -> bool:
        """Whether a finding is asked for, certainty apart."""
        return self._wanted(finding, self._ignored_in(finding.at.path))

    def sure(self, finding: Finding) -> bool:
        """Whether a finding is as certain as is asked for."""
        return finding.certainty.value in self.certainties

    def severity(self, finding: Finding) -> str:
        """How grave a finding is: what its file says, then the settings, then the rule; the longest prefix decides."""
        tables = (dict(self._of(self.graded, finding.at.path)), dict(self.settings.severity))
        for table in tables:
            prefix = max((one for one in table if finding.code.startswith(one)), key=len, default=None)
            if prefix is not None:
                return table[prefix]
        return entry(finding.code).severity

    def severities(self, findings: Iterable[Finding]) -> dict[Finding, str]:
        """The severities that are not as the rules have them, if any can be."""
        if not self.graded and not self.settings.severity:
            return {}
        return {one: self.severity(one) for one in findings}

    def _ignored_in(self, path: str) -> tuple[str, ...]:
        return tuple(self._of(self.by_file, path))

    def _of(self, table: list[tuple[GitIgnoreSpec, tuple[T, ...]]], path: str) -> Iterator[T]:
        """What the entries say whose patterns fit a file."""
        if table:
            shown = relative(os.path.abspath(path), self.root)
            yield from (one for spec, several in table if spec.match_file(shown) for one in several)

    def _wanted(self, finding: Finding, ignored: tuple[str, ...]) -> bool:
        # An internal error is no verdict that could be unwanted: it says that verdicts are missing.
        if finding.code == INTERNAL:
            return True
        select, ignore = self.settings.select, self.settings.ignore
        if self.severity(finding) == "info" and not self.settings.pedantic and finding.code not in select:
            return False
        return not finding.code.startswith(ignored) and _reach(finding.code, select) > _reach(finding.code, ignore)


def _reach(code: str, prefixes: Iterable[str]) -> int:
    """Length of the longest prefix that fits; 0 when none does."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
