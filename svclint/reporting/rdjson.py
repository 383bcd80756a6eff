"""The diagnostic format of reviewdog: columns count UTF-8 bytes, suggestions replace whole lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from svclint.reporting.places import repository_path
from svclint.reporting.steps import elsewhere
from svclint.reporting.streaming import lines
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.contract.events import At
    from svclint.repair.fix import Fix
    from svclint.reporting.result import Result
    from svclint.reporting.texts import Texts

SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The document in pieces; this format has no colours."""
    found = (_finding(one, result) for one in result.findings)
    diagnostics = chain(map(_problem, result.problems), found)
    return lines({"source": {"name": "svclint"}, "diagnostics": diagnostics}, 1)


def _finding(finding: Finding, result: Result) -> dict[str, Any]:
    fix, texts = result.fixes.get(finding), result.texts
    document: dict[str, Any] = {
        "message": visible(finding.message),
        "location": _location(finding.at, texts),
        "severity": SEVERITIES[result.severity(finding)],
        "code": {"value": finding.code},
    }
    if others := elsewhere(finding):
        document["related_locations"] = [
            {"message": visible(step.text), "location": _location(step.at, texts)} for step in others
        ]
    suggestion = _suggestion(fix, finding.at.path, texts) if fix else None
    return document | ({"suggestions": [suggestion]} if suggestion else {})


def _location(at: At, texts: Texts) -> dict[str, Any]:
    start, end = texts.columns(at, "utf-8")
    place = {"start": {"line": at.line, "column": start}, "end": {"line": at.end_line, "column": end}}
    return {"path": repository_path(at.path), "range": place}


def _suggestion(fix: Fix, path: str, texts: Texts) -> dict[str, Any] | None:
    """The lines from the first edit to the last, as they will be; none for a fix in several places."""
    if len(fix.edits) != 1:
        return None
    edit = fix.edits[0]
    head = texts.line(path, edit.start.line)[: edit.start.column - 1]
    tail = texts.line(path, edit.end.line)[edit.end.column - 1 :]
    end, text = edit.end.line, head + edit.text + tail
    if edit.end.column == 1 and end > edit.start.line:  # up to the beginning of a line, which stays as it is
        end, text = end - 1, (head + edit.text).removesuffix("\n")
    return {"range": {"start": {"line": edit.start.line}, "end": {"line": end}}, "text": text}


def _problem(problem: Problem) -> dict[str, Any]:
    place = {"range": {"start": {"line": problem.line}}} if problem.line else {}
    location = {"path": repository_path(problem.path), **place}
    return {"message": visible(f"not linted: {problem.reason}"), "location": location, "severity": "ERROR"}
