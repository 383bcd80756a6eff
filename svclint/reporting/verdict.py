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
from svclint.simulation.results import Agreement, Result, Shown, Verdict, reason
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
        why = reason(finding.code, agreement)
        yield visible(f"read in the source: {finding.code} at {place}: {agreement.value}{f' ({why})' if why else ''}")
    yield from map(visible, _limits(answer.result))
    if answer.result.unwanted:
        yield f"not asked for, by settings or comments: {_counted(answer.result.unwanted, 'finding')}"
    yield visible(f"{answer.target}: {summary(answer.result)}")


def _limits(result: Result) -> Iterator[str]:
    for why, often in result.limits.items():
        yield f"not seen to the end ({_counted(often, 'run')}): {why}"
    for what, often in result.denied.items():
        yield f"denied ({_counted(often, 'time')}; --allow lets it happen): {what}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 'es' if noun.endswith('s') else 's'}"


def _finding(shown: Shown, colour: bool) -> Iterator[str]:
    yield from block(shown.finding, colour)
    far = _counted(len(shown.token.deviations), "deviation")
    how = f"scenario {shown.scenario}, found by {shown.strategy}, {far} from the default schedule"
    seen = _counted(shown.again, "fresh process")
    again = f"seen again in {seen}" if shown.again else "NOT seen again in a fresh process"
    yield visible(f"  {how}; {again}")
    yield f"  svclint replay {shown.token}"


def summary(result: Result) -> str:
    """The verdict in one line, with what it rests on."""
    if not result.runs:
        return f"{result.verdict.value}: nothing could be asked of it"
    strategies: Counter[str] = sum(result.scenarios.values(), Counter())
    by = ", ".join(f"{number} {name}" for name, number in sorted(strategies.items()))
    found = f", {_counted(len(result.shown), 'finding')}" if result.shown else ""
    runs, scenarios = _counted(result.runs, "run"), _counted(len(result.scenarios), "scenario")
    return f"{result.verdict.value}{found} in {runs} of {scenarios} ({by})"


def github_lines(answer: Answer, colour: bool = False) -> Iterator[str]:
    """Workflow commands for the findings, and one for a verdict that proves nothing."""
    yield from github.render(Findings(findings=ordered(one.finding for one in answer.result.shown)))
    if answer.result.verdict is Verdict.INCONCLUSIVE:
        yield f"::warning title=svclint verify::{visible(answer.target)}: {visible(summary(answer.result))}"


def document(answer: Answer, colour: bool = False) -> Iterator[str]:
    """One JSON document: "verdict", "findings", "static", "limits", "denied", "unwanted", "scenarios"."""
    result = answer.result
    held = {
        "version": __version__,
        "target": answer.target,
        "verdict": result.verdict.value,
        "findings": [_shown(one) for one in result.shown],
        "static": [
            {**_place(one), "runs": agreement.value, "why": reason(one.code, agreement)}
            for one, agreement in answer.static
        ],
        "limits": dict(result.limits),
        "denied": dict(result.denied),
        "unwanted": result.unwanted,
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
