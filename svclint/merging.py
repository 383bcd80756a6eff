"""What the services of one file do wrong in others goes where it stands: to the files of the run, once."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from svclint.checking.judgement import Certainty
from svclint.linting import FileReport

if TYPE_CHECKING:
    from svclint.checking.finding import Finding


def merged(reports: Collection[FileReport], files: Collection[str]) -> tuple[list[FileReport], tuple[Finding, ...]]:
    """The reports with all findings at home, in the ``files`` of the run; and the findings outside it.

    Whichever file a finding came through, and in whatever order, the result is the same.
    """
    shown = {os.path.realpath(path): path for path in files}
    homes = {report.path: replace(report, elsewhere=()) for report in reports}
    outside = FileReport("")
    for finding in sorted((one for report in reports for one in report.elsewhere), key=_order):
        path = shown.get(os.path.realpath(finding.at.path))
        if path is None:
            outside = _with(outside, finding)
        else:
            homes[path] = _with(homes.get(path) or FileReport(path), _at(finding, path))
    return list(homes.values()), outside.findings


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.at, finding.code, finding.certainty is Certainty.POSSIBLE, finding.message, finding.steps)


def _at(finding: Finding, path: str) -> Finding:
    return replace(finding, at=finding.at._replace(path=path))


def _with(report: FileReport, finding: Finding) -> FileReport:
    """One finding a rule and place, the most certain."""
    same = [one for one in report.findings if (one.code, one.at) == (finding.code, finding.at)]
    if any(one.certainty is Certainty.BROKEN or finding.certainty is Certainty.POSSIBLE for one in same):
        return report
    return replace(report, findings=(*(one for one in report.findings if one not in same), finding))
