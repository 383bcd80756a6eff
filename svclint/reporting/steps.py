"""The path to a finding, numbered: where, and what happens there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from svclint.visible import visible

if TYPE_CHECKING:
    from svclint.checking.finding import Step


def numbered(steps: Sequence[Step]) -> Iterator[str]:
    """One line per step, numbers aligned."""
    digits = len(str(len(steps)))
    return (f"{number:>{digits}}. {_step(step)}" for number, step in enumerate(steps, 1))


def _step(step: Step) -> str:
    return visible(f"{step.at.path}:{step.at.line}: {step.text}")
