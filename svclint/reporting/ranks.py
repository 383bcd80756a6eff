"""How important findings are: by severity first, then by certainty. What there is no room for is at the end."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svclint.checking.finding import Finding
    from svclint.reporting.result import Result

# SARIF's scale (its section 3.27.25): 0 is the least important, 100 the most. Even steps, so that nothing is read
# into their distances but the order.
RANKS: Final = {
    ("error", "broken"): 90.0,
    ("error", "possible"): 75.0,
    ("warning", "broken"): 60.0,
    ("warning", "possible"): 45.0,
    ("info", "broken"): 30.0,
    ("info", "possible"): 15.0,
}


def rank(finding: Finding, result: Result) -> float:
    """The importance of a finding, 0 to 100."""
    return RANKS[result.severity(finding), finding.certainty.value]


def ranked(result: Result) -> list[Finding]:
    """The findings, the most important first, else in the order of the result."""
    return sorted(result.findings, key=lambda one: -rank(one, result))


def gravest(result: Result, most: int) -> Sequence[Finding]:
    """As many of the most important findings, in the order of the result."""
    if len(result.findings) <= most:
        return result.findings
    places = dict(zip(map(id, result.findings), count()))
    return sorted(ranked(result)[:most], key=lambda one: places[id(one)])
