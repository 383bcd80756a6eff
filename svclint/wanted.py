"""What is asked for of the findings of runs: the settings and comments that hold for reading hold for running, too."""

from __future__ import annotations

import os
from dataclasses import replace

from svclint.checking.finding import Finding
from svclint.command import home
from svclint.configuration import nearest
from svclint.examining import heeded_in
from svclint.opening import Source, opened
from svclint.selection import Selection
from svclint.settings import Settings
from svclint.simulation.results import Result
from svclint.simulation.targets import Target, located


def settings_of(target: Target, base: str) -> Settings:
    """Those of the pyproject.toml nearest to the file that is run. Raises BadSettings."""
    file = located(target, base)
    return nearest(home([str(file)]) if file else base)


class Wanted:
    """What some settings, and the comments of files, leave of findings whose paths count from ``base``."""

    def __init__(self, settings: Settings, base: str) -> None:
        """Raises BadSettings for a file pattern that is none."""
        self._selection, self._base = Selection(settings), base

    def of(self, result: Result) -> Result:
        """A result without what nobody asks for, which is counted."""
        shown = [one for one in result.shown if self(one.finding)]
        return replace(result, shown=shown, unwanted=len(result.shown) - len(shown))

    def __call__(self, finding: Finding) -> bool:
        """Whether a finding is asked for, and no comment covers it."""
        path = os.path.join(self._base, finding.at.path)
        there = replace(finding, at=finding.at._replace(path=path))
        return self._selection.asked(there) and not self._covered(path, finding)

    def _covered(self, path: str, finding: Finding) -> bool:
        source = opened(path)
        heeded = heeded_in(path, source.data, (finding,), reasons=False) if isinstance(source, Source) else None
        return heeded is not None and finding not in heeded.kept
