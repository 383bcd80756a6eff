"""The results of a SARIF log: findings, and if they are wanted those that comments or a baseline cover."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from svclint.catalogue import entries, entry
from svclint.reporting.fingerprints import Identity, fingerprints, identity, line_hashes
from svclint.reporting.limits import SARIF
from svclint.reporting.ranks import rank, ranked
from svclint.reporting.sarif_places import Places, artifact
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.reporting.result import Compared, Result

LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


class Results:
    """What a result has to say to a log."""

    def __init__(self, result: Result) -> None:
        """Nothing is written yet."""
        self.result = result
        self.rules = {code: number for number, code in enumerate(entries())}
        self.places = Places(result.texts)
        self.hashes = lru_cache(8)(lambda path: line_hashes(result.texts.text(path)))

    def documents(self) -> Iterator[dict[str, Any]]:
        """The result objects, the most important first, as many as there is room for."""
        found = list(islice(self._all(), SARIF))
        prints = fingerprints(one if isinstance(one, Identity) else identity(one) for one, _ in found)
        for (one, more), own in zip(found, prints, strict=True):
            document = self._absent(one) if isinstance(one, Identity) else self._result(one)
            document["partialFingerprints"] = {"svclint/v1": own} | document.get("partialFingerprints", {})
            yield document | more

    def _all(self) -> Iterator[tuple[Finding | Identity, dict[str, Any]]]:
        """Findings, and what stands beside them because of comments and the baseline.

        SARIF has it that either all results of a run say how they stand to a baseline or none does.
        """
        beside = self.result.compared
        yield from ((one, _state("new", beside)) for one in ranked(self.result))
        if self.result.shows_suppressed:
            yield from self._suppressed(beside)
            yield from self._baselined(beside) if beside else ()

    def _suppressed(self, beside: Compared | None) -> Iterator[tuple[Finding, dict[str, Any]]]:
        """What comments cover. The baseline may have known it before they did."""
        before = {one.key for one in beside.stale} if beside else set()
        for one in self.result.suppressed:
            why = {"justification": one.reason} if one.reason else {}
            state = "unchanged" if identity(one.finding).key in before else "new"
            yield one.finding, {"suppressions": [{"kind": "inSource", **why}]} | _state(state, beside)

    def _baselined(self, beside: Compared) -> Iterator[tuple[Finding | Identity, dict[str, Any]]]:
        """What the baseline knows: still there, or not."""
        covered = {identity(one.finding).key for one in self.result.suppressed}
        yield from ((one, _state("unchanged", beside)) for one in beside.known)
        yield from ((one, _state("absent", beside)) for one in beside.stale if one.key not in covered)

    def _absent(self, one: Identity) -> dict[str, Any]:
        """A result that is no more: a baseline knows neither its line nor its message."""
        place: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact(one.path)}}
        if one.context:
            place["logicalLocations"] = [{"fullyQualifiedName": one.context}]
        return {
            **self._rule(one.code),
            "level": LEVELS[entry(one.code).severity],
            "message": {"text": visible(f"{one} is not found any more: {one.text}")},
            "locations": [place],
        }

    def _rule(self, code: str) -> dict[str, Any]:
        return {"ruleId": code} | ({"ruleIndex": self.rules[code]} if code in self.rules else {})

    def _result(self, finding: Finding) -> dict[str, Any]:
        document: dict[str, Any] = {
            **self._rule(finding.code),
            "level": LEVELS[self.result.severity(finding)],
            "rank": rank(finding, self.result),
            "message": {"text": visible(finding.message)},
            "locations": [self.places.location(finding.at)],
            "partialFingerprints": self._line_hash(finding),
            "properties": {"certainty": finding.certainty.value, "clauses": list(finding.clauses)},
        }
        if finding.steps:
            document["codeFlows"] = [{"threadFlows": [{"locations": list(self.places.flow(finding))}]}]
            document["relatedLocations"] = list(self.places.related(finding))
        fix = self.result.fixes.get(finding)
        return document | ({"fixes": [self.places.fix(fix, finding.at.path)]} if fix else {})

    def _line_hash(self, finding: Finding) -> dict[str, str]:
        known = self.hashes(finding.at.path)[finding.at.line - 1 : finding.at.line]
        return {"primaryLocationLineHash": known[0]} if known else {}


def _state(state: str, beside: Compared | None) -> dict[str, Any]:
    """How a result stands to the baseline, if one is in force."""
    return {"baselineState": state} if beside else {}
