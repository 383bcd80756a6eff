"""The axis of a strip: the number of each event, and the virtual times.

Moments have the same room each, so times are written: in full where they leap, and from there on what was added.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from svclint.simulation.tracing.markup import Markup, tag, text
from svclint.simulation.tracing.scene import Scene
from svclint.simulation.tracing.text import left_out

LEAP: Final = 1_000_000  # nanoseconds after which a time is written in full
HEIGHT: Final = 62
_CHARACTER: Final = 6.2


class Tick(NamedTuple):
    """What stands above a column. ``full`` is a time with the row it has room in; ``leaps``: time leaps before it."""

    column: int
    number: str
    full: str
    row: int
    added: str
    leaps: bool
    hides: str


def ticks(scene: Scene, columns: range, width: float) -> Iterator[Tick]:
    """The ticks of a strip, whose first time is written in full."""
    base, before = None, None
    free = [0.0, 0.0]
    for column in columns:
        moment, fold = scene.moment(column), scene.columns[column]
        leaps = before is not None and moment.time - before >= LEAP
        full, row = "", 0
        if base is None or moment.time - base >= LEAP:
            base = moment.time // LEAP * LEAP
            full, row = _placed(written(base), column * width, free)
        added = f"+{(moment.time - base) // 1000} µs" if moment.time != before or full else ""
        hides = "" if fold.shown else left_out(scene.order, fold)
        number = "" if moment.begins or hides else str(scene.numbers[moment.number])
        yield Tick(column, number, full, row, added, leaps, hides)
        before = scene.order[fold.stop - 1].time


def _placed(label: str, place: float, free: list[float]) -> tuple[str, int]:
    """The label and the first of two rows that has room for it; nothing when none has."""
    row = next((row for row, end in enumerate(free) if end <= place), None)
    if row is None:
        return "", 0
    free[row] = place + (len(label) + 1) * _CHARACTER
    return label, row


def written(time: int) -> str:
    """A time in full, to the millisecond: ``2.25 s``, ``1:18.5``, ``1:02:03``."""
    minutes, milliseconds = divmod(time // LEAP, 60_000)
    hours, minutes = divmod(minutes, 60)
    if not hours and not minutes:
        return f"{milliseconds / 1000:g} s"
    clock = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{clock}:{milliseconds // 1000:02}{_fraction(milliseconds % 1000)}"


def _fraction(milliseconds: int) -> str:
    return f".{milliseconds:03}".rstrip("0") if milliseconds else ""


def leaps(tick: Tick, x: float, width: float, top: float, bottom: float) -> Iterator[Markup]:
    """The line before a column where time leaps."""
    if tick.leaps:
        yield tag("line", x1=x - width / 2, x2=x - width / 2, y1=top + 16, y2=bottom, class_="leap")


def labels(tick: Tick, x: float, width: float, top: float) -> Iterator[Markup]:
    """What is written above a column."""
    yield tag("text", text(tick.number), x=x, y=top + 12, class_="number")
    yield tag("text", text(tick.full), x=x - width / 2 + 2, y=top + 28 + 13 * tick.row, class_="full")
    yield tag("text", text(tick.added), x=x, y=top + 55, class_="added")


def gap(tick: Tick, x: float, width: float, top: float, bottom: float) -> Iterator[Markup]:
    """A column that stands for what is left out: it covers all lanes."""
    if tick.hides:
        middle = (top + HEIGHT + bottom) / 2
        words = tick.hides.partition(" (")[0]
        yield tag(
            "rect",
            tag("title", text(tick.hides)),
            x=x - width / 2,
            y=top,
            width=width,
            height=bottom - top,
            class_="gap",
        )
        yield tag("text", text(words), x=x, y=middle, transform=f"rotate(-90 {x} {middle})", class_="hidden")
