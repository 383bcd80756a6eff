"""Findings as plain data, for the pipe between a worker and its parent. Not pickled: the worker ran the user's code."""

from __future__ import annotations

from typing import Any

from svclint.checking.finding import Finding, Step
from svclint.checking.judgement import Certainty
from svclint.contract.events import At


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as JSON can have it."""
    steps = [[*step.at, step.text] for step in finding.steps]
    return {
        "code": finding.code,
        "message": finding.message,
        "at": list(finding.at),
        "certainty": finding.certainty.value,
        "clauses": list(finding.clauses),
        "steps": steps,
        "source": finding.source,
    }


def finding(held: dict[str, Any]) -> Finding:
    """The finding again."""
    return Finding(
        held["code"],
        held["message"],
        At(*held["at"]),
        Certainty(held["certainty"]),
        tuple(held["clauses"]),
        tuple(Step(At(*at), text) for *at, text in held["steps"]),
        held["source"],
    )
