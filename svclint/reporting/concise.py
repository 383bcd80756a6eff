"""One line per finding, as flake8 writes it: ``path:line:column: CODE message``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint.catalogue import entry
from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem, Unfollowed
    from svclint.reporting.result import Result


def render(result: Result, colour: bool = False) -> Iterator[str]:
    """Lines without line ends; this format has no colours."""
    return map(line, result.findings)


def line(finding: Finding) -> str:
    """What flake8 prints for the same finding."""
    at = finding.at
    return visible(f"{at.path}:{at.line}:{at.column}: {finding.code} {finding.message}")


def problem(one: Problem) -> str:
    """One line that names the file, the line when there is one, and the reason."""
    place = one.path if one.line is None else f"{one.path}:{one.line}"
    return visible(f"{place}: error: {one.reason}")


def unfollowed(one: Unfollowed) -> str:
    """A call that could not be followed, and why not."""
    at = one.at
    return visible(f"{at.path}:{at.line}:{at.column}: unknown: '{at.text}': {one.why}")


def statistics(result: Result) -> Iterator[str]:
    """How many of each code, aligned; then how much was not understood."""
    counts = result.by_code()
    digits = len(str(max(counts.values(), default=0)))
    yield from (f"{count:>{digits}}  {code}  {entry(code).name}" for code, count in counts.items())
    yield from (f"{count:>{digits}}  {what}" for count, what in _limits(result) if count)


def _limits(result: Result) -> tuple[tuple[int, str], ...]:
    return (len(result.unknown), "calls that could not be followed"), (result.bursts, "searches that ended early")
