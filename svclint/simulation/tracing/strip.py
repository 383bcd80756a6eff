"""A strip of the timeline, as SVG: some columns of a scene, a lane for each thread that does something there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from svclint.contract.events import Enter, Leave, Report, Wait
from svclint.simulation.tracing import axis, shapes
from svclint.simulation.tracing.layout import CUT, GUTTER, HIGH, LINE, TOLD, WIDTH, Layout, Part, fitting
from svclint.simulation.tracing.markup import Markup, tag, text, together
from svclint.simulation.tracing.scene import MANAGER, STATE, Bar, Scene
from svclint.simulation.tracing.text import sentence
from svclint.simulation.tracing.words import RUN
from svclint.visible import visible

_BAR: Final = 18
_NAME: Final = GUTTER - CUT - 12  # pixels
_SMALL: Final = 10.5 / 9  # how much more fits of small print


def drawn(scene: Scene, part: Part, title: str, name: str) -> Markup:
    """The strip as an image; ``name`` is unique on the page."""
    strip = _Strip(scene, part)
    said = "The table of the events tells the same in words."
    return tag(
        "svg",
        tag("title", text(title), id=f"{name}-title"),
        tag("desc", text(said), id=f"{name}-desc"),
        together(strip.layers()),
        viewBox=f"0 0 {WIDTH} {strip.at.height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


class _Strip:
    """The drawing of one part."""

    def __init__(self, scene: Scene, part: Part) -> None:
        self.scene, self.at = scene, Layout(scene, part)
        self.ticks = list(axis.ticks(scene, self.at.columns, part.width))

    def layers(self) -> Iterator[Markup]:
        """All there is, from the back to the front."""
        for layer in (self._lanes, self._leaps, self._bars, self._arrows, self._marks, self._violations, self._axis):
            yield from layer()

    def _lanes(self) -> Iterator[Markup]:
        above = self.at.top
        for number, lane in enumerate(self.at.lanes):
            height, middle = self.at.high(lane), self.at.y(lane.key)
            kind = "lane odd" if number % 2 else "lane"
            name = tag("title", text(f"{lane.name} ({lane.role})"))
            yield tag("rect", name, x=0, y=above, width=WIDTH, height=height, class_=kind)
            yield tag("line", x1=GUTTER, x2=self.at.end, y1=middle, y2=middle, class_="life")
            yield tag("text", text(fitting((lane.name,), _NAME)), x=8, y=middle - 1, class_="name")
            yield tag("text", text(fitting((lane.role,), _NAME * _SMALL)), x=8, y=middle + 10, class_="role")
            above += height
        if self.at.hidden:
            rest = f"and {self.at.hidden} more threads, which the table has"
            yield tag("text", text(rest), x=8, y=above + 12, class_="role")

    def _leaps(self) -> Iterator[Markup]:
        for tick in self.ticks:
            yield from axis.leaps(tick, self.at.x(tick.column), self.at.part.width, self.at.head, self.at.height)

    def _axis(self) -> Iterator[Markup]:
        for tick in self.ticks:
            x, width = self.at.x(tick.column), self.at.part.width
            yield from axis.gap(tick, x, width, self.at.head, self.at.height)
            yield from axis.labels(tick, x, width, self.at.head)

    def _bars(self) -> Iterator[Markup]:
        for bar in self.at.bars:
            left, right = self.at.edges(bar.first, bar.last)
            yield _bar(bar, left, right, self.at.y(bar.lane))

    def _arrows(self) -> Iterator[Markup]:
        """Controls go down from the SCM to their handlers, answers and reports up."""
        manager, states = self.at.y(MANAGER), self.at.y(STATE) + _BAR / 2
        for column, event in self.at.events:
            x, lane = self.at.x(column), self.at.y(self.at.lane(column))
            if isinstance(event, Enter):
                yield shapes.arrow(x, manager, lane - HIGH / 2 - 3, "control")
                yield tag("text", text(visible(event.control)), x=x + 5, y=manager + 4, class_="control")
            elif isinstance(event, Leave) and event.control != RUN:
                yield shapes.arrow(x, lane - HIGH / 2 - 3, manager, "answer")
            elif isinstance(event, Report):
                yield shapes.arrow(x, lane, states, "report")

    def _marks(self) -> Iterator[Markup]:
        for column, event in self.at.events:
            if not isinstance(event, Wait):
                x, y = self.at.x(column), self.at.y(self.at.lane(column))
                yield shapes.mark(event, x, y, self.scene.told(self.scene.moment(column).number))
                yield tag("text", text(shapes.caption(event)), x=x + 9, y=y + 4, class_="caption")

    def _violations(self) -> Iterator[Markup]:
        for row, (column, mark) in enumerate(self.at.told):
            x, y = self.at.x(column), self.at.y(self.at.lane(column))
            yield tag("circle", cx=x, cy=y, r=9, class_="ring")
            if row < TOLD:
                yield tag("line", x1=x, x2=x, y1=row * LINE + 4, y2=y - 9, class_="guilt")
                yield _sentence(x, row, visible(sentence(mark)))
        if len(self.at.told) > TOLD:
            rest = f"and {len(self.at.told) - TOLD} more, listed above"
            yield tag("text", text(rest), x=8, y=TOLD * LINE + 13, class_="violation")


def _sentence(x: float, row: int, words: str) -> Markup:
    """A violation in words, on the side of its line that has more room."""
    left = x > (GUTTER + WIDTH) / 2
    shown = fitting((words,), (x if left else WIDTH - x) - 12)
    place = {"x": x - 6, "text_anchor": "end"} if left else {"x": x + 6}
    return tag("text", tag("title", text(words)), text(shown), y=row * LINE + 13, class_="violation", **place)


def _bar(bar: Bar, left: float, right: float, middle: float) -> Markup:
    """A handler's bar is as high as its lane, and has its name above what it does."""
    top = middle - (HIGH / 2 + 3 if bar.tall else _BAR / 2)
    height = HIGH - 4 if bar.tall else _BAR
    label = fitting(bar.labels, right - left - 8)
    return tag(
        "g",
        tag("title", text(bar.title)),
        tag("rect", x=left, y=top, width=right - left, height=height, rx=3, class_=bar.kind),
        tag("text", text(label), x=left + 5, y=top + (11 if bar.tall else 13), class_=f"label {bar.kind}"),
    )
