"""Findings as one JSON document, in ASCII.

    {"version": "0.1.0",
     "findings": [{"code", "name", "message", "path", "line", "column", "end_line", "end_column",
                   "certainty": "broken" | "possible", "severity": "error" | "warning" | "info",
                   "clauses": [id, ...],
                   "steps": [{"path", "line", "column", "message"}, ...],
                   "fix": null | {"title", "applicability": "safe" | "unsafe" | "suggestion",
                                  "edits": [{"line", "column", "end_line", "end_column", "text"}, ...]}}, ...],
     "problems": [{"path", "line": number | null, "reason"}, ...],
     "statistics": {"files", "services", "doubtful", "bursts", "fixed", "outside",
                    "unknown", "by_code": {code: count}}}

Lines and columns count characters from 1, ends are exclusive. Steps lead to the finding, in order.
Unprintable characters of messages are shown escaped, as in the other formats. Findings and problems
are ordered by path, line, column and code. ``files`` were read, ``services`` of them judged,
``doubtful`` findings held back by the least certainty, ``unknown`` calls not followed, ``bursts``
searches ended early, ``fixed`` fixes made; ``outside`` findings stand in files of the project that were not named.
``--fix-only`` lists no findings, and counts none of them by code.

A fix is proven: made alone, it ends its finding and brings no other. Its edits do not overlap and refer to the
text as it is; each puts ``text``, whose lines end with ``\\n`` whatever the file does, in the place of a range.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from svclint import __version__
from svclint.catalogue import entry
from svclint.reporting.streaming import lines
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Step
    from svclint.repair.fix import Fix
    from svclint.reporting.result import Result


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The document in pieces; this format has no colours."""
    document = {
        "version": __version__,
        "findings": (_finding(finding, result) for finding in result.findings),
        "problems": [{"path": one.path, "line": one.line, "reason": one.reason} for one in result.problems],
        "statistics": _statistics(result),
    }
    return lines(document, 2)


def _finding(finding: Finding, result: Result) -> dict[str, Any]:
    at, rule, fix = finding.at, entry(finding.code), result.fixes.get(finding)
    return {
        "code": finding.code,
        "name": rule.name,
        "message": visible(finding.message),
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "certainty": finding.certainty.value,
        "severity": result.severity(finding),
        "clauses": list(finding.clauses),
        "steps": [_step(step) for step in finding.steps],
        "fix": _fix(fix) if fix else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [
        {
            "line": edit.start.line,
            "column": edit.start.column,
            "end_line": edit.end.line,
            "end_column": edit.end.column,
            "text": edit.text,
        }
        for edit in fix.edits
    ]
    return {"title": visible(fix.title), "applicability": fix.applicability.value, "edits": edits}


def _step(step: Step) -> dict[str, Any]:
    at = step.at
    return {"path": at.path, "line": at.line, "column": at.column, "message": visible(step.text)}


def _statistics(result: Result) -> dict[str, Any]:
    counts = ("files", "services", "doubtful", "bursts", "fixed", "outside")
    counted = {name: getattr(result, name) for name in counts}
    return counted | {"unknown": len(result.unknown), "by_code": result.by_code()}
