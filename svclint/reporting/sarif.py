"""SARIF 2.1.0: findings with the path that leads to them, their fixes, and all rules with their pages.

Columns count UTF-16 units, paths are relative to the repository, nothing depends on the time or the machine.
What is over the limit is left out, the least important results first, and a notification says how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from svclint import __version__
from svclint.catalogue import entries, entry
from svclint.reporting.limits import left_out
from svclint.reporting.places import repository_path
from svclint.reporting.sarif_places import ROOT, artifact
from svclint.reporting.sarif_results import LEVELS, Results
from svclint.reporting.streaming import lines
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Problem
    from svclint.reporting.result import Result

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The log in pieces; this format has no colours."""
    return lines({"$schema": SCHEMA, "version": "2.1.0", "runs": iter([_run(result)])}, 1)


def _run(result: Result) -> dict[str, Any]:
    """The run object."""
    driver = {"name": "svclint", "semanticVersion": __version__, "rules": list(map(_rule, entries()))}
    return {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(result)],
        "results": Results(result).documents(),
    }


def _invocation(result: Result) -> dict[str, Any]:
    notes = list(map(_notification, result.problems))
    if count := left_out("sarif", result):
        notes.append({"level": "warning", "message": {"text": f"{count} more findings are not in this log"}})
    return {"executionSuccessful": not result.problems, "toolExecutionNotifications": notes}


def _notification(problem: Problem) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": artifact(repository_path(problem.path))}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    text = {"text": visible(problem.reason)}
    return {"level": "error", "message": text, "locations": [{"physicalLocation": place}]}


def _rule(code: str) -> dict[str, Any]:
    from svclint.pages import page

    one, text = entry(code), page(code)
    return {
        "id": code,
        "name": "".join(part.title() for part in one.name.split("-")),
        "shortDescription": {"text": one.summary},
        "fullDescription": {"text": one.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": LEVELS[one.severity]},
        "properties": {
            "tags": ["windows-service"],
            "precision": "very-high",
            "problem.severity": "recommendation" if one.severity == "info" else one.severity,
        },
    }
