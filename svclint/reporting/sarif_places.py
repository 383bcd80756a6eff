"""Places in files as SARIF names them, and what is made of them: code flows, related locations, fixes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from svclint.contract.events import At
from svclint.reporting.places import repository_path, uri
from svclint.reporting.steps import elsewhere
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.repair.fix import Edit, Fix
    from svclint.reporting.texts import Texts

ROOT: Final = "%SRCROOT%"
_CODE_UNITS: Final = "utf-16-le"


def artifact(path: str) -> dict[str, str]:
    """A file, by its path in the repository; one outside of it by a URI of its own."""
    found = uri(path)
    return {"uri": found} if found.startswith("file:") else {"uri": found, "uriBaseId": ROOT}


class Places:
    """Writes places whose columns count UTF-16 units."""

    def __init__(self, texts: Texts) -> None:
        """``texts``: the files behind them."""
        self.texts = texts

    def location(self, at: At, **more: Any) -> dict[str, Any]:
        """A location object; ``more`` of its properties."""
        place = {"artifactLocation": artifact(repository_path(at.path)), "region": self._region(at)}
        return {"physicalLocation": place, **more}

    def _region(self, at: At) -> dict[str, int]:
        start, end = self.texts.columns(at, _CODE_UNITS)
        return {"startLine": at.line, "startColumn": start, "endLine": at.end_line, "endColumn": end}

    def flow(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """The steps, the last of which is what is wrong."""
        for number, step in enumerate(finding.steps, 1):
            importance = "essential" if number == len(finding.steps) else "important"
            location = self.location(step.at, message={"text": visible(step.text)})
            yield {"location": location, "executionOrder": number, "importance": importance}

    def related(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """Every other place that the path goes through."""
        for number, step in enumerate(elsewhere(finding), 1):
            yield self.location(step.at, id=number, message={"text": visible(step.text)})

    def fix(self, fix: Fix, path: str) -> dict[str, Any]:
        """A fix object for the file ``path``."""
        replacements = [self._replacement(edit, path) for edit in fix.edits]
        return {
            "description": {"text": visible(fix.title)},
            "artifactChanges": [{"artifactLocation": artifact(repository_path(path)), "replacements": replacements}],
            "properties": {"applicability": fix.applicability.value},
        }

    def _replacement(self, edit: Edit, path: str) -> dict[str, Any]:
        at = At(path, edit.start.line, edit.start.column, edit.end.line, edit.end.column, "")
        return {"deletedRegion": self._region(at), "insertedContent": {"text": edit.text}}
