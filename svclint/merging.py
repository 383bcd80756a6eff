"""What the services of one file do wrong in others: told where it stands, once, whichever file it was found through."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from svclint.checking.judgement import Certainty
from svclint.heeding import UNUSED

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding


def housed(findings: Iterable[Finding], files: Collection[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Those that stand in the ``files`` of a run, by the paths that the run uses; and those outside of it."""
    shown = {os.path.realpath(path): path for path in files}
    inside, outside = [], []
    for finding in findings:
        path = shown.get(os.path.realpath(finding.at.path))
        if path is None:
            outside.append(finding)
        else:
            inside.append(replace(finding, at=finding.at._replace(path=path)))
    return distinct(inside), distinct(outside)


def used(reports: Iterable[FileReport]) -> list[FileReport]:
    """The reports without complaints about comments that cover what the service of another file does wrong."""
    reports = list(reports)
    covered = ((report.path, one.finding) for report in reports for one in report.suppressed)
    lines = {_line(finding) for path, finding in covered if finding.at.path != path}
    return [_without(report, lines) for report in reports] if lines else reports


def _without(report: FileReport, lines: Collection[tuple[str, int]]) -> FileReport:
    kept = tuple(one for one in report.findings if one.code != UNUSED or _line(one) not in lines)
    return replace(report, findings=kept)


def _line(finding: Finding) -> tuple[str, int]:
    return os.path.realpath(finding.at.path), finding.at.line


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding a rule and place, the most certain; the order they come in changes nothing."""
    best: dict[object, Finding] = {}
    for finding in sorted(findings, key=_order):
        best.setdefault((finding.code, finding.at), finding)
    return tuple(best.values())


def _order(finding: Finding) -> tuple[object, ...]:
    steps = [(step.at, step.text) for step in finding.steps]
    return (finding.at, finding.code, finding.certainty is Certainty.POSSIBLE, finding.message, steps)
