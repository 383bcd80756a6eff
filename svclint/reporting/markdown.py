"""Findings for a comment on a pull request: a table, and below it the path to each."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as html
from typing import TYPE_CHECKING, Final

from svclint.reporting.places import repository_path
from svclint.reporting.steps import numbered
from svclint.reporting.text import summary
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.reporting.result import Result

LIMIT: Final = 200  # findings with their paths: a comment of GitHub holds 65,536 characters
_ACTIVE: Final = "\\`*_{}[]<>()#|!&~"


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """Lines without line ends; this format has no colours."""
    yield f"**svclint**: {escaped(summary(result))}"
    yield from (f"- {escaped(visible(f'{one.path}: not linted: {one.reason}'))}" for one in result.problems)
    if result.findings:
        yield from ("", "| | place | | |", "|---|---|---|---|")
        yield from (_row(one, result.severity(one)) for one in result.findings[:LIMIT])
        yield from (line for one in result.findings[:LIMIT] if one.steps for line in _details(one))
    if len(result.findings) > LIMIT:
        yield from ("", f"{len(result.findings) - LIMIT} more are not shown here.")


def escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{one}" if one in _ACTIVE else one for one in text)


def _row(finding: Finding, severity: str) -> str:
    possible = " (possible)" if finding.certainty.value == "possible" else ""
    grade = f"{severity}{possible}"
    return f"| {finding.code} | {escaped(_place(finding))} | {grade} | {escaped(visible(finding.message))} |"


def _place(finding: Finding) -> str:
    return visible(f"{repository_path(finding.at.path)}:{finding.at.line}")


def _details(finding: Finding) -> Iterator[str]:
    yield from ("", f"<details><summary>{finding.code} {html(_place(finding))}</summary>", "")
    yield from (escaped(line.strip()) for line in numbered(finding.steps))
    yield from ("", "</details>")
