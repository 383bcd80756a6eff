"""Reports -> plain lists that JSON holds, and back. Nothing that is read from a cache is ever executed."""

from __future__ import annotations

from typing import Any, TypeAlias

from svclint.checking.finding import FileReport, Finding, Problem, Step, Suppressed, Unfollowed
from svclint.checking.judgement import Certainty
from svclint.contract.events import At

Plain: TypeAlias = list[Any]


def packed(report: FileReport) -> Plain:
    """A report as nested lists of text, numbers and truth values."""
    return [
        report.path,
        [_finding(one) for one in report.findings],
        [[one.path, one.line, one.reason] for one in report.problems],
        [[*one.at, one.why] for one in report.unknown],
        report.bursts,
        [_finding(one) for one in report.elsewhere],
        [[_finding(one.finding), one.reason, one.noqa] for one in report.suppressed],
    ]


def unpacked(plain: Plain) -> FileReport:
    """The report again. Raises ValueError, TypeError or KeyError for what is none."""
    path, findings, problems, unknown, bursts, elsewhere, suppressed = plain
    return FileReport(
        path,
        tuple(map(_found, findings)),
        tuple(Problem(*one) for one in problems),
        tuple(Unfollowed(At(*at), why) for *at, why in unknown),
        bursts,
        tuple(map(_found, elsewhere)),
        tuple(Suppressed(_found(one), reason, noqa) for one, reason, noqa in suppressed),
    )


def _finding(one: Finding) -> Plain:
    steps = [[*step.at, step.text] for step in one.steps]
    return [one.code, one.message, [*one.at], one.certainty.value, [*one.clauses], steps, one.source, one.context]


def _found(plain: Plain) -> Finding:
    code, message, at, certainty, clauses, steps, source, context = plain
    path = tuple(Step(At(*place), text) for *place, text in steps)
    return Finding(code, message, At(*at), Certainty(certainty), tuple(clauses), path, source, context)
