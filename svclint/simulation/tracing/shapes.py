"""The shapes of a timeline: marks for what happens at once, arrows for what goes between the SCM and the service."""

from __future__ import annotations

from typing import Final

from svclint.contract.events import (
    RAISED,
    Asked,
    AtWork,
    Connected,
    Crashed,
    Ended,
    Enter,
    Escaped,
    Event,
    GaveUp,
    Join,
    Known,
    Late,
    Leave,
    OutOfTime,
    Quit,
    Refused,
    Report,
    Signal,
    Spawn,
)
from svclint.simulation.tracing.markup import Markup, tag, text

KINDS: Final = {
    "report": "a status report",
    "handling": "a handler begins, returns",
    "signal": "a signal or flag changes",
    "thread": "a thread starts, is over",
    "trouble": "something fails, or comes too late",
    "end": "the process ends",
    "other": "anything else",
}
_KIND: Final[dict[type[Event], str]] = {
    Report: "report",
    Enter: "handling",
    Leave: "handling",
    Signal: "signal",
    Spawn: "thread",
    Known: "thread",
    Join: "thread",
    AtWork: "thread",
    Late: "trouble",
    OutOfTime: "trouble",
    Escaped: "trouble",
    Refused: "trouble",
    GaveUp: "trouble",
    Crashed: "trouble",
    Quit: "trouble",
    Ended: "end",
}


def kind(event: Event) -> str:
    """Which of KINDS an event is: answers that are errors and handlers left by an exception are trouble."""
    refused = isinstance(event, (Asked, Connected)) and event.error != 0
    raised = isinstance(event, Leave) and event.result is RAISED
    return "trouble" if refused or raised else _KIND.get(type(event), "other")


def caption(event: Event) -> str:
    """What is written beside a mark of what is seen from outside."""
    match event:
        case Asked():
            return str(int(event.error)) if event.error else "done"
        case Late() | OutOfTime():
            return "late"
        case GaveUp():
            return "gave up"
        case Ended():
            return f"exit {event.code}"
    return ""


def mark(event: Event, x: float, y: float, title: str) -> Markup:
    """The mark of an event."""
    return tag("g", tag("title", text(title)), shape(kind(event), x, y))


def shape(name: str, x: float, y: float) -> Markup:
    """The mark of a kind."""
    match name:
        case "report":
            return _polygon(name, [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)])
        case "signal":
            return _polygon(name, [(x - 5, y - 6), (x + 7, y), (x - 5, y + 6)])
        case "thread" | "end":
            return tag("rect", x=x - 5, y=y - 5, width=10, height=10, class_=f"mark {name}")
        case "trouble":
            return tag(
                "path", d=f"M{x - 5} {y - 5}L{x + 5} {y + 5}M{x - 5} {y + 5}L{x + 5} {y - 5}", class_=f"mark {name}"
            )
    return tag("circle", cx=x, cy=y, r=5, class_=f"mark {name}")


def arrow(x: float, start: float, end: float, name: str) -> Markup:
    """A line up or down, with a head at its end."""
    back = -7 if end > start else 7
    line = tag("line", x1=x, x2=x, y1=start, y2=end + back, class_=f"arrow {name}")
    return tag("g", line, _polygon(name, [(x, end), (x - 4, end + back), (x + 4, end + back)], "head"))


def _polygon(name: str, points: list[tuple[float, float]], what: str = "mark") -> Markup:
    return tag("polygon", points=" ".join(f"{x:g},{y:g}" for x, y in points), class_=f"{what} {name}")
