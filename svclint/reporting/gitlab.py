"""GitLab's code quality report: one JSON array. Fingerprints do not depend on lines, so moved code is not new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from svclint.reporting.fingerprints import fingerprints
from svclint.reporting.places import repository_path
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.reporting.result import Result

SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The array as one string; this format has no colours."""
    known = fingerprints(result.findings)
    found = (_finding(one, known[one], result.severity(one)) for one in result.findings)
    yield json.dumps([*map(_problem, result.problems), *found], indent=1)


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
