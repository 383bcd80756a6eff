"""A run as one HTML page for people: a timeline in strips, the violations, and every event in words.

The page needs nothing else: no script, no font, no network. It is bounded, whatever the run was.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from svclint.simulation.tracing import shapes, strip
from svclint.simulation.tracing.folding import LIMIT, Fold
from svclint.simulation.tracing.layout import Part, parts
from svclint.simulation.tracing.markup import Markup, tag, text, together
from svclint.simulation.tracing.scene import Scene
from svclint.simulation.tracing.text import left_out, sentence, where
from svclint.simulation.tracing.times import clock, duration
from svclint.simulation.tracing.trace import Mark, Trace
from svclint.visible import visible


def rendered(trace: Trace, limit: int = LIMIT) -> str:
    """The page; of longer runs, ``limit`` moments are shown."""
    page = _Page(trace, limit)
    head = [
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width">'),
        tag("title", text(page.title)),
        tag("style", Markup(files(__package__).joinpath("page.css").read_text("utf-8"))),
    ]
    html = tag("html", tag("head", together(head)), tag("body", tag("main", together(page.body()))), lang="en")
    return f"<!DOCTYPE html>\n{html}\n"


class _Page:
    def __init__(self, trace: Trace, limit: int) -> None:
        self._trace = trace
        self._scene = Scene(trace, limit)
        self._lanes = {lane.key: lane.name for lane in self._scene.lanes}
        self.title = visible(f"Timeline of {trace.facts.get('target', 'a service')}")

    def body(self) -> Iterator[Markup]:
        """The page from top to bottom."""
        yield tag("h1", text(self.title))
        yield tag("p", text(self._summary()), class_="summary")
        yield tag("dl", together(self._facts()), class_="facts")
        if self._scene.marks:
            yield tag("h2", text("What is wrong"))
            yield tag("ol", together(self._violations()), class_="violations")
        yield tag("h2", text("Timeline"))
        yield _legend()
        yield from self._strips()
        yield tag("h2", text("Events"))
        yield self._table()

    def _summary(self) -> str:
        order = self._scene.order
        threads = sum(lane.key >= 0 for lane in self._scene.lanes)
        length = duration(order[-1].time) if order else "no time"
        wrong = len(self._trace.violations)
        hidden = sum(
            not one.begins for fold in self._scene.columns if not fold.shown for one in order[fold.first : fold.stop]
        )
        said = f"{_count(len(self._scene.numbers), 'event')} on {_count(threads, 'thread')} in {length} of virtual time"
        folded = f" {_count(hidden, 'event')} of little weight left out." if hidden else ""
        return f"{said}; {_count(wrong, 'violation') if wrong else 'no violation'}.{folded}"

    def _facts(self) -> Iterator[Markup]:
        for name, value in self._trace.facts.items():
            yield tag("div", tag("dt", self._text(name)), tag("dd", self._text(value)))

    def _violations(self) -> Iterator[Markup]:
        yield from map(self._violation, self._scene.marks)
        if self._scene.unmarked:
            yield tag("li", text(f"and {self._scene.unmarked} more"))

    def _violation(self, mark: Mark) -> Markup:
        at = mark.violation.at
        place = tag("span", self._text(f"{at.path}:{at.line}:{at.column}"), class_="where") if at.line else Markup("")
        words = tag("strong", self._text(sentence(mark)))
        if mark.event is None or mark.event not in self._scene.shown:
            return tag("li", words, Markup(" "), place)
        seen = f"event {self._scene.numbers[mark.event]}, at {clock(self._trace.events[mark.event].time)} s"
        link = tag("a", text(seen), href=f"#e{self._scene.numbers[mark.event]}")
        return tag("li", words, Markup(" "), place, Markup(" "), link)

    def _strips(self) -> Iterator[Markup]:
        strips = parts(self._scene)
        for number, part in enumerate(strips, 1):
            title = f"Part {number} of {len(strips)}: {self._period(part)}"
            image = strip.drawn(self._scene, part, title, f"strip{number}")
            yield tag("figure", tag("figcaption", text(title)), image)

    def _period(self, part: Part) -> str:
        first, last = self._scene.columns[part.first], self._scene.columns[part.stop - 1]
        times = clock(self._scene.order[first.first].time), clock(self._scene.order[last.stop - 1].time)
        return f"{times[0]} s to {times[1]} s"

    def _table(self) -> Markup:
        titles = ("No.", "Time (s)", "Thread", "What happens", "Where")
        head = tag("thead", tag("tr", *(tag("th", text(one), scope="col") for one in titles)))
        rows = (row for fold in self._scene.columns for row in self._rows(fold))
        return tag("table", head, tag("tbody", together(rows)))

    def _rows(self, fold: Fold) -> Iterator[Markup]:
        moment = self._scene.order[fold.first]
        if not fold.shown:
            yield tag("tr", tag("td", text(left_out(self._scene.order, fold)), colspan=5), class_="gap")
        elif not moment.begins:
            number, lane = self._scene.numbers[moment.number], self._lanes[self._scene.lane(moment.number)]
            cells = (str(number), clock(moment.time), lane, self._scene.told(moment.number), self._where(moment.number))
            yield tag("tr", *(tag("td", text(cell)) for cell in cells), id=f"e{number}")
            for mark in self._scene.marks:
                if mark.event == moment.number:
                    words = tag("td", self._text(f"{sentence(mark)}{where(mark.violation.at)}"), colspan=4)
                    yield tag("tr", tag("td"), words, class_="violation")

    def _where(self, number: int) -> str:
        at = self._trace.events[number].event.at
        return visible(f"{at.path}:{at.line}") if at.line else ""

    def _text(self, foreign: str) -> Markup:
        return text(visible(foreign))


def _legend() -> Markup:
    """What the shapes mean."""
    shown = [_entry(shapes.shape(name, 9, 9), words) for name, words in shapes.KINDS.items()]
    shown.append(_entry(tag("rect", x=1, y=3, width=16, height=12, rx=3, class_="wait"), "a wait"))
    shown.append(_entry(tag("rect", x=1, y=1, width=16, height=16, rx=3, class_="handler"), "in a control handler"))
    shown.append(_entry(tag("circle", cx=9, cy=9, r=7, class_="ring"), "a violation"))
    shown.append(_entry(tag("line", x1=9, x2=9, y1=0, y2=18, class_="leap"), "time leaps by a millisecond or more"))
    return tag("ul", together(shown), class_="legend")


def _entry(drawing: Markup, words: str) -> Markup:
    image = tag("svg", drawing, viewBox="0 0 18 18", width=18, height=18, aria_hidden="true")
    return tag("li", image, text(words))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
