"""What monitors said, of source or of a run, becomes what people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from svclint.checking.finding import Finding, Step
from svclint.checking.judgement import Certainty, Violation
from svclint.checking.steps import explain
from svclint.contract.events import At, Event, Hosted, Point, Test, Unread
from svclint.rules import rule


def found(
    violations: Iterable[Violation],
    line: Callable[[At], str],
    tell: Callable[[Event], str] = explain,
    context: Callable[[At], str] = lambda at: "",
) -> list[Finding]:
    """The findings in the order of their places.

    ``line`` gives the line of the source at a place, ``tell`` what happens at an event of the path,
    ``context`` the definition around a place.
    """
    findings = (replace(_finding(one, line(one.at), tell), context=context(one.at)) for one in _distinct(violations))
    return sorted(findings, key=lambda one: (one.at, one.code))


def _distinct(violations: Iterable[Violation]) -> list[Violation]:
    """One violation a rule and place, the most certain; where a more specific rule stands, the others are silent."""
    best: dict[tuple[str, object], Violation] = {}
    for one in violations:
        known = best.get((one.code, one.at))
        if known is None or (known.certainty is Certainty.POSSIBLE and one.certainty is Certainty.BROKEN):
            best[one.code, one.at] = one
    return [one for one in best.values() if not any((code, one.at) in best for code in rule(one.code).yields_to)]


def _finding(violation: Violation, source: str, tell: Callable[[Event], str]) -> Finding:
    clauses, steps = rule(violation.code).clauses, tuple(_steps(violation, tell))
    return Finding(violation.code, violation.text, violation.at, violation.certainty, clauses, steps, source)


def _steps(violation: Violation, tell: Callable[[Event], str]) -> Iterator[Step]:
    """The path for people: what only the engine needs to know is left out, and what repeats is said once."""
    told: Step | None = None
    for event in violation.path:
        if event.at.line and not isinstance(event, (Hosted, Point, Test, Unread)):
            step = Step(event.at, tell(event))
            if step != told:
                yield step
            told = step
