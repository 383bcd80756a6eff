"""The path to a finding, numbered: where, and what happens there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Step
    from svclint.contract.events import At


def numbered(steps: Sequence[Step]) -> Iterator[str]:
    """One line per step, numbers aligned."""
    digits = len(str(len(steps)))
    return (f"{number:>{digits}}. {_step(step)}" for number, step in enumerate(steps, 1))


def elsewhere(finding: Finding) -> list[Step]:
    """The first step at each other place that the path goes through."""
    first: dict[At, Step] = {}
    for step in finding.steps:
        first.setdefault(step.at, step)
    return [step for at, step in first.items() if at != finding.at]


def _step(step: Step) -> str:
    return visible(f"{step.at.path}:{step.at.line}: {step.text}")
