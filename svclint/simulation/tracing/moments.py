"""The moments of a run in order. Each event is one, and so is the beginning of each wait that is told as an event.

A run mixes microseconds and minutes, so pictures give each moment the same room. Events are recorded when they are
known, a wait when its task does something else; here they stand by their time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from svclint.contract.events import Defined, Elapsed, Handles, Masked, Reporting, Turn, Wait
from svclint.simulation.recording.journal import Recorded
from svclint.simulation.tracing.times import nanoseconds
from svclint.simulation.tracing.trace import Trace, marks

# Rules need them, nobody else does, unless a rule stops there.
_SILENT: Final = (Defined, Elapsed, Handles, Masked, Reporting, Turn)


class Moment(NamedTuple):
    """A moment: nanoseconds since the run began, the index of its event, and whether that wait only begins here."""

    time: int
    number: int
    begins: bool = False


def moments(trace: Trace) -> list[Moment]:
    """The moments by time; on a task, in the order of what it did."""
    guilty = {mark.event for mark in marks(trace)}
    shown = (pair for pair in enumerate(trace.events) if pair[0] in guilty or not isinstance(pair[1].event, _SILENT))
    return [moment for _, moment in sorted(_placed(shown))]


def _placed(events: Iterable[tuple[int, Recorded]]) -> Iterator[tuple[tuple[int, float], Moment]]:
    """The moments with what they are sorted by: a wait begins right behind what its task did before."""
    before: dict[int, tuple[int, int]] = {}
    for index, one in events:
        time, previous = before.get(one.task, (0, -1))
        if isinstance(one.event, Wait):
            begin = min(max(one.time - lasted(one.event), time), one.time)
            yield (begin, previous + 0.5), Moment(begin, index, begins=True)
        yield (one.time, index), Moment(one.time, index)
        before[one.task] = one.time, index


def lasted(wait: Wait) -> int:
    """How long a wait of a run lasted, in nanoseconds; 0 when that is not known."""
    return nanoseconds(wait.took.least) or 0


def ended(wait: Wait) -> bool:
    """Whether the end of a wait was seen; the others last to the end of the run."""
    return wait.took.most != math.inf
