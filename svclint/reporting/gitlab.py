"""GitLab's code quality report: one JSON array. Fingerprints do not depend on lines, so moved code is not new."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from svclint.reporting.fingerprints import fingerprints, identity
from svclint.reporting.places import repository_path
from svclint.reporting.streaming import lines
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.reporting.result import Result

SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The array in pieces; this format has no colours."""
    prints = fingerprints(map(identity, result.findings))
    found = (_finding(one, own, result.severity(one)) for one, own in zip(result.findings, prints, strict=True))
    return lines(chain(map(_problem, result.problems), found), 1)


def _finding(finding: Finding, fingerprint: str, severity: str) -> dict[str, Any]:
    at = finding.at
    place = {"begin": {"line": at.line, "column": at.column}, "end": {"line": at.end_line, "column": at.end_column}}
    return {
        "description": visible(f"{finding.code} {finding.message}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[severity],
        "location": {"path": repository_path(at.path), "positions": place},
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "description": visible(f"not linted: {problem.reason}"),
        "check_name": "not-linted",
        "fingerprint": f"not-linted {problem.path}",
        "severity": "blocker",
        "location": {"path": repository_path(problem.path), "lines": {"begin": problem.line or 1}},
    }
