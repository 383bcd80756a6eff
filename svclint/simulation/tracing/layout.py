"""Where things stand in a strip of the timeline: its columns, its lanes, and what text fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from svclint.contract.events import Event
from svclint.simulation.tracing import axis
from svclint.simulation.tracing.scene import Bar, Lane, Scene

GUTTER: Final = 150  # pixels for the names of the lanes
WIDTH: Final = 1230
WIDEST: Final = 84  # a column
COLUMNS: Final = 26  # of a strip, at most
LANES: Final = 14  # likewise
LANE: Final = 34
HIGH: Final = 48  # a lane with a handler
LOW: Final = 28  # the lanes of the states and the SCM
LINE: Final = 18  # of text
TOLD: Final = 5  # violations above a strip
CUT: Final = 9  # how far a bar that goes on in the next strip sticks out
_CHARACTER: Final = 6.4  # the width of one, in pixels, at the size of labels
_MARGIN: Final = 46  # for what is written beside the last mark


class Part(NamedTuple):
    """The columns from one up to another (exclusive), and how wide each is."""

    first: int
    stop: int
    width: float


def parts(scene: Scene) -> list[Part]:
    """The strips, all of the same length."""
    count = len(scene.columns)
    strips = max(1, -(-count // COLUMNS))
    length = max(1, -(-count // strips))
    width = min(WIDEST, (WIDTH - GUTTER - _MARGIN) / length)
    return [Part(first, min(first + length, count), width) for first in range(0, count, length)]


class Layout:
    """The places of one part of a scene. The lanes are those on which something is there."""

    def __init__(self, scene: Scene, part: Part) -> None:
        self.scene, self.part = scene, part
        self.columns = range(part.first, part.stop)
        self.told = [(column, mark) for column in self.columns for mark in scene.marked(column)]
        self.lanes, self.hidden = self._chosen()
        keys = {lane.key for lane in self.lanes}
        self.bars = [bar for bar in self._crossing() if bar.lane in keys]
        self.events = [(column, event) for column, event in self._events() if self.lane(column) in keys]
        self.head = LINE * min(len(self.told), TOLD + 1)
        self.top = self.head + axis.HEIGHT
        self.height = self.top + sum(map(self.high, self.lanes)) + (LINE if self.hidden else 6)
        self.end = self.x(part.stop - 1) + part.width / 2

    def x(self, column: int) -> float:
        """The middle of a column."""
        return GUTTER + (column - self.part.first + 0.5) * self.part.width

    def y(self, lane: int) -> float:
        """The middle of a lane; where a handler is, of what lies below its name."""
        above = self.top
        for one in self.lanes:
            if one.key == lane:
                return above + self.high(one) / 2 + (5 if self.high(one) == HIGH else 0)
            above += self.high(one)
        raise KeyError(lane)

    def high(self, lane: Lane) -> int:
        """How high a lane is."""
        if lane.key < 0:
            return LOW
        return HIGH if any(bar.lane == lane.key and bar.tall for bar in self.bars) else LANE

    def lane(self, column: int) -> int:
        """The lane of the event of a column."""
        return self.scene.lane(self.scene.moment(column).number)

    def edges(self, first: int, last: int) -> tuple[float, float]:
        """Where a bar begins and ends: in the middle of a moment, at the inner side of a gap, or beyond the strip."""
        left = self._edge(first, 1) if first >= self.part.first else GUTTER - CUT
        right = self._edge(last, -1) if last < self.part.stop else self.end + CUT
        return left, right

    def _edge(self, column: int, inward: int) -> float:
        return self.x(column) if self.scene.columns[column].shown else self.x(column) + inward * self.part.width / 2

    def _events(self) -> Iterator[tuple[int, Event]]:
        """The columns that are events."""
        for column in self.columns:
            if self.scene.columns[column].shown and not self.scene.moment(column).begins:
                yield column, self.scene.event(column)

    def _crossing(self) -> Iterator[Bar]:
        """The bars that are here, if only to go through."""
        for bar in self.scene.bars:
            if bar.first < self.part.stop and bar.last >= self.part.first and bar.first < bar.last:
                yield bar

    def _chosen(self) -> tuple[list[Lane], int]:
        """The lanes with anything on them, and how many of them have no room: first those that only wait."""
        guilty = {self.lane(column) for column, _ in self.told}
        acting = {self.lane(column) for column, _ in self._events()}
        used = acting | {bar.lane for bar in self._crossing()}
        needed = [lane for lane in self.scene.lanes if lane.key < 0 or lane.key in used]
        ranked = sorted(needed, key=lambda lane: (lane.key >= 0, lane.key not in guilty, lane.key not in acting))
        chosen = ranked[:LANES]
        return [lane for lane in needed if lane in chosen], len(ranked[LANES:])


def fitting(labels: Sequence[str], room: float) -> str:
    """The first label that fits into so many pixels, else what fits of the last; nothing in too little room."""
    most = int(room / _CHARACTER)
    whole = next((label for label in labels if len(label) <= most), None)
    if whole is not None:
        return whole
    return f"{labels[-1][: most - 1]}…" if most >= 4 else ""
