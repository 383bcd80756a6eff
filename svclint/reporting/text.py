"""Findings for people: the fact, the source line, the path that leads there, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from svclint.catalogue import entry
from svclint.reporting.frame import frame
from svclint.reporting.limits import TEXT, left_out
from svclint.reporting.ranks import gravest
from svclint.reporting.steps import numbered
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.reporting.result import Result

COLOURS: Final = {"error": 31, "warning": 33, "info": 36}
POSSIBLE: Final = ("possible one", "possible ones")
WORDS: Final = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """Lines without line ends; ``colour`` for a terminal that wants it."""
    for finding in gravest(result, TEXT):
        yield from block(finding, colour, result.severity(finding))
        yield ""
    if count := left_out("text", result):
        yield f"{count} more are not shown, the least important ones (--output-format concise has a line for each)"
    yield summary(result)


def block(finding: Finding, colour: bool = False, severity: str = "") -> Iterator[str]:
    """The lines about one finding; ``severity``: instead of its rule's."""
    paint = _paint if colour else _plain
    severity = severity or entry(finding.code).severity
    at = finding.at
    place = visible(f"{at.path}:{at.line}:{at.column}")
    possible = " (possible)" if finding.certainty.value == "possible" else ""
    head = paint(f"{severity}{possible} {finding.code}", COLOURS[severity])
    yield f"{paint(place, 1)}: {head} {visible(finding.message)}"
    yield from (f"  {line}" for line in frame(finding))
    yield from (f"  {line}" for line in numbered(finding.steps))
    yield from (f"  {line}" for line in _contract(finding))


def _contract(finding: Finding) -> Iterator[str]:
    if finding.clauses:
        yield f"contract: {', '.join(finding.clauses)}"


def _plain(text: str, number: int) -> str:
    return text


def _paint(text: str, number: int) -> str:
    return f"\x1b[{number}m{text}\x1b[0m"


def summary(result: Result) -> str:
    """One line: what was found where, and what was held back."""
    counts = Counter(result.severity(finding) for finding in result.findings)
    found = ", ".join(_several(counts[kind], *WORDS[kind]) for kind in COLOURS if counts[kind]) or "nothing found"
    looked = f"{_several(result.files, 'file', 'files')}, {result.services} with services"
    rest = (
        (result.fixed, f"{_several(result.fixed, 'fix', 'fixes')} made"),
        (result.known, f"{result.known} not new"),
        (result.doubtful, f"{_several(result.doubtful, *POSSIBLE)} not shown (--min-certainty possible)"),
        (result.bursts, f"{_several(result.bursts, 'search', 'searches')} ended early, so more may be wrong"),
        (result.outside, f"{result.outside} more in other files of the project"),
    )
    return f"{found} in {looked}{''.join(f'; {text}' for count, text in rest if count)}"


def _several(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
