"""Which findings are shown: codes by prefix, files by pattern, and how sure one must be."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from svclint.catalogue import entry
from svclint.checking.internal import INTERNAL
from svclint.ignoring import relative
from svclint.patterns import compiled
from svclint.settings import CERTAINTIES, BadSettings, Settings

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.linting import FileReport


class Selection:
    """The settings, made ready to choose findings."""

    def __init__(self, settings: Settings) -> None:
        """Raises BadSettings for a file pattern that is none."""
        self.settings = settings
        self.certainties = CERTAINTIES[: CERTAINTIES.index(settings.min_certainty) + 1]
        self.root = os.path.abspath(settings.root)
        try:
            self.by_file = [(compiled([pattern]), codes) for pattern, codes in settings.per_file_ignores]
        except ValueError as error:
            raise BadSettings(f"{settings.source or 'command line'}: per-file-ignores: {error}") from None

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

    def _ignored_in(self, path: str) -> tuple[str, ...]:
        if not self.by_file:
            return ()
        shown = relative(os.path.abspath(path), self.root)
        return tuple(code for spec, codes in self.by_file if spec.match_file(shown) for code in codes)

    def _wanted(self, finding: Finding, ignored: tuple[str, ...]) -> bool:
        # An internal error is no verdict that could be unwanted: it says that verdicts are missing.
        if finding.code == INTERNAL:
            return True
        select, ignore = self.settings.select, self.settings.ignore
        if entry(finding.code).severity == "info" and not self.settings.pedantic and finding.code not in select:
            return False
        return not finding.code.startswith(ignored) and _reach(finding.code, select) > _reach(finding.code, ignore)


def _reach(code: str, prefixes: Iterable[str]) -> int:
    """Length of the longest prefix that fits; 0 when none does."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=0)
