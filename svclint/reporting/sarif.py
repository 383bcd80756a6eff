"""SARIF 2.1.0: findings with the path that leads to them, their fixes, and all rules with their pages.

Columns count UTF-16 units, paths are relative to the repository, nothing depends on the time or the machine.
GitHub takes 25,000 results of a run and no more; the gravest are kept, and a notification says how many are not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from svclint import __version__
from svclint.catalogue import entries, entry
from svclint.reporting.fingerprints import fingerprints, line_hashes
from svclint.reporting.places import uri
from svclint.reporting.steps import elsewhere
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.contract.events import At
    from svclint.repair.fix import Edit, Fix
    from svclint.reporting.result import Result
    from svclint.reporting.texts import Texts

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
LIMIT: Final = 25_000
ROOT: Final = "%SRCROOT%"
_CODE_UNITS: Final = "utf-16-le"


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """The log as one string; this format has no colours."""
    run = _Run(result, sorted(result.findings, key=lambda one: tuple(LEVELS).index(result.severity(one)))[:LIMIT])
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run.document()]}, indent=1)


class _Run:
    """One run of the linter."""

    def __init__(self, result: Result, shown: list[Finding]) -> None:
        self.result = result
        self.shown = shown
        self.rules = list(entries())
        self.own = fingerprints([*shown, *(one.finding for one in result.suppressed)])
        self.texts: Texts = result.texts
        self.hashes: dict[str, list[str]] = {}

    def document(self) -> dict[str, Any]:
        """The run object."""
        driver = {"name": "svclint", "semanticVersion": __version__, "rules": list(map(_rule, self.rules))}
        return {
            "tool": {"driver": driver},
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
            "invocations": [self._invocation()],
            "results": [*map(self._result, self.shown), *self._suppressed()],
        }

    def _invocation(self) -> dict[str, Any]:
        notes = list(map(self._notification, self.result.problems))
        left_out = len(self.result.findings) - len(self.shown)
        if left_out:
            notes.append({"level": "warning", "message": {"text": f"{left_out} more findings are not in this log"}})
        return {"executionSuccessful": not self.result.problems, "toolExecutionNotifications": notes}

    def _notification(self, problem: Problem) -> dict[str, Any]:
        place: dict[str, Any] = {"artifactLocation": _artifact(problem.path)}
        if problem.line:
            place["region"] = {"startLine": problem.line}
        text = {"text": visible(problem.reason)}
        return {"level": "error", "message": text, "locations": [{"physicalLocation": place}]}

    def _result(self, finding: Finding) -> dict[str, Any]:
        document: dict[str, Any] = {
            "ruleId": finding.code,
            "level": LEVELS[self.result.severity(finding)],
            "message": {"text": visible(finding.message)},
            "locations": [self._location(finding.at)],
            "partialFingerprints": self._fingerprints(finding),
            "properties": {"certainty": finding.certainty.value, "clauses": list(finding.clauses)},
        }
        if finding.code in self.rules:
            document["ruleIndex"] = self.rules.index(finding.code)
        if finding.steps:
            document["codeFlows"] = [{"threadFlows": [{"locations": list(self._flow(finding))}]}]
            document["relatedLocations"] = list(self._related(finding))
        fix = self.result.fixes.get(finding)
        return document | ({"fixes": [self._fix(fix, finding.at.path)]} if fix else {})

    def _suppressed(self) -> Iterator[dict[str, Any]]:
        """What comments cover, for those who want to see it."""
        for one in self.result.suppressed if self.result.shows_suppressed else ():
            why = {"justification": one.reason} if one.reason else {}
            yield self._result(one.finding) | {"suppressions": [{"kind": "inSource", **why}]}

    def _fingerprints(self, finding: Finding) -> dict[str, str]:
        path, line = finding.at.path, finding.at.line
        if path not in self.hashes:
            self.hashes[path] = line_hashes(self.texts.text(path))
        known = self.hashes[path][line - 1 : line]
        return {"svclint/v1": self.own[finding]} | ({"primaryLocationLineHash": known[0]} if known else {})

    def _location(self, at: At, **more: Any) -> dict[str, Any]:
        return {"physicalLocation": {"artifactLocation": _artifact(at.path), "region": self._region(at)}, **more}

    def _region(self, at: At) -> dict[str, int]:
        start, end = self.texts.columns(at, _CODE_UNITS)
        return {"startLine": at.line, "startColumn": start, "endLine": at.end_line, "endColumn": end}

    def _flow(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """The steps, the last of which is what is wrong."""
        for number, step in enumerate(finding.steps, 1):
            importance = "essential" if number == len(finding.steps) else "important"
            location = self._location(step.at, message={"text": visible(step.text)})
            yield {"location": location, "executionOrder": number, "importance": importance}

    def _related(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """Every other place that the path goes through."""
        for number, step in enumerate(elsewhere(finding), 1):
            yield self._location(step.at, id=number, message={"text": visible(step.text)})

    def _fix(self, fix: Fix, path: str) -> dict[str, Any]:
        replacements = [self._replacement(edit, path) for edit in fix.edits]
        return {
            "description": {"text": visible(fix.title)},
            "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
            "properties": {"applicability": fix.applicability.value},
        }

    def _replacement(self, edit: Edit, path: str) -> dict[str, Any]:
        from svclint.contract.events import At

        at = At(path, edit.start.line, edit.start.column, edit.end.line, edit.end.column, "")
        return {"deletedRegion": self._region(at), "insertedContent": {"text": edit.text}}


def _artifact(path: str) -> dict[str, str]:
    found = uri(path)
    return {"uri": found} if found.startswith("file:") else {"uri": found, "uriBaseId": ROOT}


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
