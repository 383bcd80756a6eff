"""The stop path as a timeline: what is reported and what is waited for, in order, each wait as long as it may take."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from svclint.contract.events import Event, Report, Wait
from svclint.reviewing.diagram import short
from svclint.reviewing.edges import StopPath
from svclint.simulation.tracing.markup import Markup, tag, text, together
from svclint.visible import visible

WIDTH: Final = 760
ROW: Final = 26
_LEAST: Final = 12.0
_ROOM: Final = 420.0
_LEFT: Final = 20.0


def strip(stop: StopPath | None) -> Markup:
    """A bar for each wait, a mark for each report, from the top down; nothing when there is no way to stop."""
    shown = [one for one in stop.events if isinstance(one, (Wait, Report)) and one.at.line] if stop else []
    if not shown:
        return Markup("")
    height = ROW * len(shown) + 10
    rows = together(_rows(shown))
    return tag("svg", rows, class_="strip", viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label="Stop path")


def _rows(shown: Sequence[Event]) -> Iterator[Markup]:
    lengths = [_length(one) for one in shown]
    finite = sum(one for one in lengths if one != math.inf)
    scale = (_ROOM / 2 if math.inf in lengths else _ROOM) / finite if finite else 0.0
    x = _LEFT
    for number, (event, length) in enumerate(zip(shown, lengths, strict=True)):
        wide = max(_LEAST, _ROOM - x + _LEFT if length == math.inf else length * scale)
        yield _row(event, x, ROW * number + 6, wide, endless=length == math.inf)
        x += wide if isinstance(event, Wait) and length != math.inf else 0


def _length(event: Event) -> float:
    return (event.asked or 0.0) if isinstance(event, Wait) else 0.0


def _row(event: Event, x: float, y: float, wide: float, endless: bool) -> Markup:
    if isinstance(event, Report):
        mark = tag("circle", cx=f"{x:.1f}", cy=f"{y + 7:.1f}", r=5, class_="report")
        words = f"{short(event.state) if event.state else '?'} (line {event.at.line})"
        return together([mark, _label(words, x + 12, y)])
    kind = "wait endless" if endless else "wait"
    bar = tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=14, rx=3, class_=kind)
    return together([bar, _label(f"{event.at.text} (line {event.at.line})", x + wide + 6, y)])


def _label(words: str, x: float, y: float) -> Markup:
    return tag("text", text(visible(words)), x=f"{x:.1f}", y=f"{y + 11:.1f}")
