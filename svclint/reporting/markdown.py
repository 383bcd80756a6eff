"""Findings for a comment on a pull request: a table, and below it the path to each; no more than a comment holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape as html
from typing import TYPE_CHECKING, Final, TypeVar

from svclint.reporting.limits import COMMENT
from svclint.reporting.places import repository_path
from svclint.reporting.ranks import gravest, ranked
from svclint.reporting.steps import numbered
from svclint.reporting.text import summary
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.reporting.result import Result

T = TypeVar("T")

ROOM: Final = COMMENT - 1_000  # the rest is for the summary, the head of the table and the word of what is left out
_ACTIVE: Final = "\\`*_{}[]<>()#|!&~"


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """Lines without line ends; this format has no colours."""
    problems, room = _fitting(result.problems, _problem, ROOM)
    fitting, _ = _fitting(ranked(result), lambda one: [_row(one, result.severity(one)), *_details(one)], room)
    findings = gravest(result, len(fitting))
    yield f"**svclint**: {escaped(summary(result))}"
    yield from (line for one in problems for line in _problem(one))
    if findings:
        yield from ("", "| | place | | |", "|---|---|---|---|")
        yield from (_row(one, result.severity(one)) for one in findings)
        yield from (line for one in findings for line in _details(one))
    if hidden := len(result.findings) + len(result.problems) - len(findings) - len(problems):
        yield from ("", f"{hidden} more are not shown here.")


def _fitting(things: Iterable[T], lines: Callable[[T], Sequence[str]], room: int) -> tuple[list[T], int]:
    """As many of the first things as the characters of their lines allow, and how many characters are left."""
    shown: list[T] = []
    for one in things:
        taken = sum(len(line) + 1 for line in lines(one))
        if taken > room:
            break
        shown.append(one)
        room -= taken
    return shown, room


def escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{one}" if one in _ACTIVE else one for one in text)


def _problem(problem: Problem) -> list[str]:
    return [f"- {escaped(visible(f'{problem.path}: not linted: {problem.reason}'))}"]


def _row(finding: Finding, severity: str) -> str:
    possible = " (possible)" if finding.certainty.value == "possible" else ""
    grade = f"{severity}{possible}"
    return f"| {finding.code} | {escaped(_place(finding))} | {grade} | {escaped(visible(finding.message))} |"


def _place(finding: Finding) -> str:
    return visible(f"{repository_path(finding.at.path)}:{finding.at.line}")


def _details(finding: Finding) -> Iterator[str]:
    if not finding.steps:
        return
    yield from ("", f"<details><summary>{finding.code} {html(_place(finding))}</summary>", "")
    yield from (escaped(line.strip()) for line in numbered(finding.steps))
    yield from ("", "</details>")
