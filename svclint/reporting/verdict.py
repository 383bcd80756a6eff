"""What runs have shown, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from svclint import __version__
from svclint.checking.finding import Finding
from svclint.reporting import github
from svclint.reporting.result import Result as Findings
from svclint.reporting.result import ordered
from svclint.reporting.text import block
from svclint.simulation.results import Agreement, Result, Shown, Verdict
from svclint.visible import visible

Renderer = Callable[["Answer", bool], Iterator[str]]


class Answer(NamedTuple):
    """What ``verify`` has to tell: of the runs, and of what was read in the same file and what runs make of it."""

    target: str
    result: Result
    static: tuple[tuple[Finding, Agreement], ...]


def text(answer: Answer, colour: bool = False) -> Iterator[str]:
    """Findings with their path and replay token, what was read before, the limits, and the verdict."""
    for shown in answer.result.shown:
        yield from _finding(shown, colour)
        yield ""
    for finding, agreement in answer.static:
        place = f"{finding.at.path}:{finding.at.line}"
        yield visible(f"read in the source: {finding.code} at {place}: {agreement.value}")
    yield from (visible(f"not seen to the end ({often} runs): {why}") for why, often in answer.result.limits.items())
    yield from (visible(f"denied ({often} times): {what}") for what, often in answer.result.denied.items())
    yield visible(f"{answer.target}: {summary(answer.result)}")


def _finding(shown: Shown, colour: bool) -> Iterator[str]:
    yield from block(shown.finding, colour)
    deviations = len(shown.token.deviations)
    how = f"scenario {shown.scenario}, found by {shown.strategy}, {deviations} deviations from the default schedule"
    again = f"seen again in {shown.again} fresh processes" if shown.again else "NOT seen again in a fresh process"
    yield visible(f"  {how}; {again}")
    yield f"  svclint replay {shown.token}"


def summary(result: Result) -> str:
    """The verdict in one line, with what it rests on."""
    strategies: Counter[str] = sum(result.scenarios.values(), Counter())
    by = ", ".join(f"{number} {name}" for name, number in sorted(strategies.items()))
    count = len(result.shown)
    found = f", {count} finding{'s' if count != 1 else ''}" if count else ""
    return f"{result.verdict.value}{found} in {result.runs} runs of {len(result.scenarios)} scenarios ({by})"


def github_lines(answer: Answer, colour: bool = False) -> Iterator[str]:
    """Workflow commands for the findings, and one for a verdict that proves nothing."""
    yield from github.render(Findings(findings=ordered(one.finding for one in answer.result.shown)))
    if answer.result.verdict is Verdict.INCONCLUSIVE:
        yield f"::warning title=svclint verify::{visible(answer.target)}: {visible(summary(answer.result))}"


def document(answer: Answer, colour: bool = False) -> Iterator[str]:
    """One JSON document: "verdict", "findings", "static", "limits", "denied", "scenarios"."""
    result = answer.result
    held = {
        "version": __version__,
        "target": answer.target,
        "verdict": result.verdict.value,
        "findings": [_shown(one) for one in result.shown],
        "static": [{**_place(one), "runs": agreement.value} for one, agreement in answer.static],
        "limits": dict(result.limits),
        "denied": dict(result.denied),
        "scenarios": {name: dict(runs) for name, runs in result.scenarios.items()},
    }
    yield json.dumps(held, indent=2)


def _shown(shown: Shown) -> dict[str, Any]:
    schedule = {"scenario": shown.scenario, "strategy": shown.strategy, "deviations": len(shown.token.deviations)}
    steps = [{"path": one.at.path, "line": one.at.line, "message": visible(one.text)} for one in shown.finding.steps]
    return {**_place(shown.finding), "steps": steps, **schedule, "again": shown.again, "token": str(shown.token)}


def _place(finding: Finding) -> dict[str, Any]:
    at = finding.at
    return {
        "code": finding.code,
        "message": visible(finding.message),
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "clauses": list(finding.clauses),
    }


RENDERERS: Final[dict[str, Renderer]] = {"text": text, "json": document, "github": github_lines}
