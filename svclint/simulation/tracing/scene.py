"""What a picture of a run is made of: lanes, columns of moments, and the bars on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from svclint.contract.events import Asked, Ended, Event, GaveUp, Late, OutOfTime, Wait
from svclint.contract.states import State
from svclint.simulation.recording.journal import Track
from svclint.simulation.tracing.folding import LIMIT, Fold, folded
from svclint.simulation.tracing.moments import Moment, ended, moments
from svclint.simulation.tracing.spans import handlers, states, waits
from svclint.simulation.tracing.times import duration
from svclint.simulation.tracing.trace import Mark, Trace, marks
from svclint.simulation.tracing.words import flat, told
from svclint.visible import visible

STATE: Final = -2  # lanes that are no task's
MANAGER: Final = -1
MOST: Final = 40  # violations that are shown
_OUTSIDE: Final = (Asked, Late, GaveUp, OutOfTime, Ended)  # what is seen from outside the process, on whatever task

_RANKS: Final = ("service", "dispatcher", "process")


class Lane(NamedTuple):
    """A lane: its key (a task's number, STATE or MANAGER), its name, and what part it plays."""

    key: int
    name: str
    role: str


class Bar(NamedTuple):
    """What lasts, from one column to another. ``labels`` say it, the longest that fits is shown; ``title`` says all."""

    lane: int
    first: int
    last: int
    kind: str
    labels: tuple[str, ...]
    title: str
    tall: bool = False


class Scene:
    """A run, laid out. All its texts are safe to show."""

    def __init__(self, trace: Trace, limit: int = LIMIT) -> None:
        self.run = trace.events
        self.order: list[Moment] = moments(trace)
        self.columns: list[Fold] = folded(trace, self.order, limit)
        self.column_of = [number for number, one in enumerate(self.columns) for _ in range(one.first, one.stop)]
        self.numbers = self._numbered()
        self.shown = {self.moment(column).number for column, fold in enumerate(self.columns) if fold.shown}
        found = marks(trace)
        self.marks, self.unmarked = found[:MOST], len(found[MOST:])
        self._outside = {track.number for track in trace.tracks if track.process == 0}
        self.lanes = list(self._lanes(trace))
        self.bars = list(self._bars())

    def moment(self, column: int) -> Moment:
        """The moment of a column, the first of a gap."""
        return self.order[self.columns[column].first]

    def event(self, column: int) -> Event:
        """The event of a column."""
        return self.run[self.moment(column).number].event

    def lane(self, number: int) -> int:
        """The lane of an event, by its index."""
        one = self.run[number]
        return MANAGER if one.task in self._outside or isinstance(one.event, _OUTSIDE) else one.task

    def told(self, number: int) -> str:
        """What happened at an event, by its index."""
        return visible(flat(told(self.run[number].event)))

    def marked(self, column: int) -> list[Mark]:
        """The violations at a column."""
        moment = self.moment(column)
        shown = self.columns[column].shown and not moment.begins
        return [mark for mark in self.marks if shown and mark.event == moment.number]

    def _numbered(self) -> dict[int, int]:
        """The events counted from 1 in the order of their moments."""
        return {one: number for number, one in enumerate((one.number for one in self.order if not one.begins), 1)}

    def _lanes(self, trace: Trace) -> Iterator[Lane]:
        """Tasks on which nothing is recorded have no lane."""
        busy = {self.lane(moment.number) for moment in self.order}
        yield Lane(STATE, "state", "as reported")
        yield Lane(MANAGER, "SCM", "and its clients")
        several = len({track.process for track in trace.tracks if track.number in busy}) > 1
        for track in sorted(trace.tracks, key=_place):
            if track.number in busy:
                role = f"{track.role}, pid {track.process}" if several else track.role
                yield Lane(track.number, visible(track.name), visible(role))

    def _bars(self) -> Iterator[Bar]:
        for state in states(self.run, self.order):
            name = state.state.name.removeprefix("SERVICE_")
            yield self._bar(STATE, state.first, state.last, f"state {_css(state.state)}", (name,), name)
        for call in handlers(self.run, self.order):
            length = duration(self.order[call.last].time - self.order[call.first].time)
            name, kind = call.event.control, "handler" if call.over else "handler open"
            labels = (name,) if call.over else (f"{name}, never returns", name)
            bar = self._bar(call.task, call.first, call.last, kind, labels, f"handler of {labels[0]}, {length}")
            yield bar._replace(tall=True)
        for wait in waits(self.run, self.order):
            length = duration(self.order[wait.last].time - self.order[wait.first].time)
            kind = "wait" if ended(wait.event) else "wait open"
            yield self._bar(wait.task, wait.first, wait.last, kind, _labels(wait.event, length), told(wait.event))

    def _bar(self, lane: int, first: int, last: int, kind: str, labels: tuple[str, ...], title: str) -> Bar:
        shown = tuple(visible(flat(label)) for label in labels)
        return Bar(lane, self.column_of[first], self.column_of[last], kind, shown, visible(flat(title)))


def _place(track: Track) -> tuple[int, int, int]:
    """The lanes of a process: the service's own thread, the dispatcher's, workers in the order of their starts."""
    rank = _RANKS.index(track.role) if track.role in _RANKS else len(_RANKS)
    return track.process, rank, track.number


def _labels(wait: Wait, length: str) -> tuple[str, ...]:
    """A piece of a length would be another length, so the last of them is nothing."""
    length = length if ended(wait) else f"{length} and on"
    return f"{wait.subject} · {length}", f"{wait.kind.value} · {length}", length, ""


def _css(state: State) -> str:
    return state.name.removeprefix("SERVICE_").lower().replace("_", "-")
