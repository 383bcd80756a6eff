"""Long runs are folded: what matters stays, of the rest only how much it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from svclint.contract.events import (
    Asked,
    Crashed,
    Ended,
    Enter,
    Escaped,
    Event,
    GaveUp,
    Late,
    Leave,
    OutOfTime,
    Quit,
    Refused,
    Report,
)
from svclint.simulation.tracing.moments import Moment
from svclint.simulation.tracing.trace import Trace, marks

LIMIT: Final = 160  # moments on a page
NEAR: Final = 4  # moments on each side of a violation, and at both ends
_WEIGHTY: Final = (Enter, Leave, Report, Refused, Asked, Late, GaveUp, OutOfTime, Crashed, Escaped, Quit, Ended)


class Fold(NamedTuple):
    """The moments from one step up to another (exclusive): one that is shown, or a gap of those that are not."""

    first: int
    stop: int
    shown: bool


def folded(trace: Trace, order: Sequence[Moment], limit: int = LIMIT) -> list[Fold]:
    """All moments in order, at most about ``limit`` of them shown."""
    keep = _kept(trace, order, limit)
    return list(_folds(len(order), keep))


def _folds(length: int, keep: frozenset[int]) -> Iterator[Fold]:
    """A gap of one moment takes no less room than the moment itself."""
    for shown, group in groupby(range(length), keep.__contains__):
        steps = list(group)
        if shown or len(steps) == 1:
            yield from (Fold(step, step + 1, True) for step in steps)
        else:
            yield Fold(steps[0], steps[-1] + 1, False)


def _kept(trace: Trace, order: Sequence[Moment], limit: int) -> frozenset[int]:
    if len(order) <= limit:
        return frozenset(range(len(order)))
    culprits = {mark.event for mark in marks(trace)}
    guilty = [step for step, one in enumerate(order) if one.number in culprits and not one.begins]
    anchors = (0, *guilty, len(order) - 1)

    def rank(step: int) -> tuple[int, int]:
        distance = min(abs(step - anchor) for anchor in anchors)
        weighty = not order[step].begins and _weighty(trace.events[order[step].number].event)
        return (0 if distance <= NEAR else 1 if weighty else 2), distance

    return frozenset(sorted(range(len(order)), key=rank)[:limit])


def _weighty(event: Event) -> bool:
    """Whether it is between the service and the SCM, or ends something."""
    return isinstance(event, _WEIGHTY)
