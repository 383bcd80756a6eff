"""The state diagram of a service: the edges it uses, those the contract does not allow in red."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from svclint.contract.states import (
    CONTINUE_PENDING,
    EDGES,
    PAUSE_PENDING,
    PAUSED,
    RUNNING,
    START_EDGES,
    START_PENDING,
    STOP_PENDING,
    STOPPED,
    State,
)
from svclint.reviewing.edges import Edge
from svclint.simulation.tracing.markup import Markup, tag, text, together

WIDTH, HEIGHT = 760, 330
COLOURS: Final = {"good": "#1a7f37", "bad": "#c5221f", "none": "#d0d7de"}
BOX: Final = (132, 34)
PLACES: Final = {
    STOPPED: (90, 165),
    START_PENDING: (250, 60),
    RUNNING: (430, 60),
    PAUSE_PENDING: (650, 60),
    PAUSED: (650, 165),
    CONTINUE_PENDING: (430, 165),
    STOP_PENDING: (250, 270),
}


def short(state: State) -> str:
    """The name without its prefix."""
    return state.name.removeprefix("SERVICE_")


def legal(before: State, after: State) -> bool:
    """Whether the contract has that edge."""
    return after in (START_EDGES if before is STOPPED else EDGES[before])


def mermaid(edges: tuple[Edge, ...]) -> Iterator[str]:
    """The lines of a Mermaid diagram; what is not allowed is named so, and red where the renderer can."""
    yield "stateDiagram-v2"
    yield "    direction LR"
    yield from (f"    [*] --> {short(one)}" for one in begun(edges))
    for one in edges:
        note = "" if legal(one.before, one.after) else f" : not allowed (line {one.line})"
        yield f"    {short(one.before)} --> {short(one.after)}{note}"
    bad = sorted({short(one.after) for one in edges if not legal(one.before, one.after)})
    if bad:
        yield "    classDef broken stroke:#c5221f,color:#c5221f"
        yield f"    class {','.join(bad)} broken"


def begun(edges: tuple[Edge, ...]) -> list[State]:
    """The states that a start of the service leads to first."""
    return [state for state in (START_PENDING, RUNNING) if any(one.before is state for one in edges)][:1]


def svg(edges: tuple[Edge, ...], label: str) -> Markup:
    """The same as a picture of its own."""
    marks = tag(
        "defs",
        *(_head(name, colour) for name, colour in (("good", "#1a7f37"), ("bad", "#c5221f"), ("none", "#d0d7de"))),
    )
    used = {(one.before, one.after) for one in edges} | {(STOPPED, state) for state in begun(edges)}
    unused = ((before, after) for before, all_ in EDGES.items() for after in sorted(all_) if after is not before)
    lines = [_line(before, after, "none") for before, after in unused if (before, after) not in used]
    lines += [_line(before, after, "good" if legal(before, after) else "bad") for before, after in sorted(used)]
    reached = {state for pair in used for state in pair}
    boxes = [_box(state, state in reached) for state in PLACES]
    return tag(
        "svg", marks, together(lines), together(boxes),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label,
    )  # fmt: skip


def _head(name: str, colour: str) -> Markup:
    path = tag("path", d="M0,0 L8,4 L0,8 z", fill=colour)
    return tag("marker", path, id=name, markerWidth=8, markerHeight=8, refX=8, refY=4, orient="auto")


def _box(state: State, reached: bool) -> Markup:
    x, y = PLACES[state]
    wide, high = BOX
    kind = "state" if reached else "state unreached"
    rect = tag("rect", x=x - wide // 2, y=y - high // 2, width=wide, height=high, rx=8)
    words = tag("text", text(short(state)), x=x, y=y + 4, text_anchor="middle")
    return tag("g", rect, words, class_=kind)


def _line(before: State, after: State, kind: str) -> Markup:
    """From edge of box to edge of box, bent so that there and back are two lines; a loop above the box to itself."""
    if before is after:
        x, y = PLACES[before]
        top = y - BOX[1] / 2
        path = (
            f"M{x - 16:.1f},{top:.1f} C{x - 26:.1f},{top - 30:.1f} {x + 26:.1f},{top - 30:.1f} {x + 16:.1f},{top:.1f}"
        )
    else:
        (x1, y1), (x2, y2) = PLACES[before], PLACES[after]
        bent = math.hypot(x2 - x1, y2 - y1) * 0.12
        across = math.atan2(y2 - y1, x2 - x1) + math.pi / 2
        middle = ((x1 + x2) / 2 + bent * math.cos(across), (y1 + y2) / 2 + bent * math.sin(across))
        start, end = _border(before, middle), _border(after, middle)
        path = f"M{start[0]:.1f},{start[1]:.1f} Q{middle[0]:.1f},{middle[1]:.1f} {end[0]:.1f},{end[1]:.1f}"
    title = tag("title", text(f"{short(before)} to {short(after)}"))
    return tag("path", title, d=path, class_=f"edge {kind}", marker_end=f"url(#{kind})")


def _border(state: State, towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from a box's middle leaves the box."""
    x, y = PLACES[state]
    dx, dy = towards[0] - x, towards[1] - y
    scale = min(
        (BOX[0] / 2) / abs(dx) if dx else math.inf,
        (BOX[1] / 2) / abs(dy) if dy else math.inf,
    )
    return x + dx * scale, y + dy * scale
