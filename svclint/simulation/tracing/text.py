"""A run as text, for terminals and the messages of tests: a line for each event, violations marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.simulation.tracing.folding import Fold, folded
from svclint.simulation.tracing.moments import Moment, moments
from svclint.simulation.tracing.times import clock
from svclint.simulation.tracing.trace import Mark, Trace, marks
from svclint.simulation.tracing.words import flat, told
from svclint.visible import visible

LIMIT: Final = 200  # moments


def timeline(trace: Trace, limit: int = LIMIT) -> Iterator[str]:
    """Lines without line ends: virtual time in seconds, thread, what happened, where.

    Runs longer than ``limit`` are folded.
    """
    teller = _Teller(trace, {track.number: visible(track.name) for track in trace.tracks})
    for fold in folded(trace, teller.order, limit):
        yield from map(visible, teller.lines(fold))
    yield from map(visible, teller.marked(None))


class _Teller:
    """The lines of one trace, in columns that fit it."""

    def __init__(self, trace: Trace, names: dict[int, str]) -> None:
        self.order = moments(trace)
        self._run, self._marks, self._names = trace.events, marks(trace), names
        self._time = max((len(clock(one.time)) for one in self.order), default=0)
        self._name = max(map(len, names.values()), default=0)

    def lines(self, fold: Fold) -> Iterator[str]:
        """An event and what is wrong there; a wait stands where it is over."""
        moment = self.order[fold.first]
        if not fold.shown:
            yield f"{'...':>{self._time}}  {left_out(self.order, fold)}"
        elif not moment.begins:
            one = self._run[moment.number]
            what = f"{flat(told(one.event))}{where(one.event.at)}"
            yield f"{clock(one.time):>{self._time}}  {self._names[one.task]:{self._name}}  {what}"
            yield from self.marked(moment.number)

    def marked(self, event: int | None) -> Iterator[str]:
        """The violations at an event; at None, those that no event shows."""
        for mark in self._marks:
            if mark.event == event:
                yield f"{'':{self._time + self._name + 4}}^ {sentence(mark)}{where(mark.violation.at)}"


def sentence(mark: Mark) -> str:
    """What is wrong, on one line."""
    possible = " (possible)" if mark.violation.certainty is Certainty.POSSIBLE else ""
    times = f" (x{mark.times})" if mark.times > 1 else ""
    return f"{mark.violation.code}{possible} {flat(mark.violation.text)}{times}"


def left_out(order: Sequence[Moment], fold: Fold) -> str:
    """What a gap hides."""
    count = sum(not one.begins for one in order[fold.first : fold.stop])
    first, last = clock(order[fold.first].time), clock(order[fold.stop - 1].time)
    return f"{count} {'event' if count == 1 else 'events'} left out ({first} to {last})"


def where(at: At) -> str:
    """The place, to stand behind a sentence; nothing for what stands nowhere."""
    return f"  ({at.path}:{at.line})" if at.line else ""
