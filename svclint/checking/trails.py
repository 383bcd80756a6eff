"""Trails: how a configuration was reached, kept as shared cells and spelt out only for findings."""

from __future__ import annotations

from typing import NamedTuple

from svclint.contract.events import Event

# A spliced trail is a DAG whose spelling can be exponential; nobody reads more than this.
LONGEST = 5_000


class Trail(NamedTuple):
    """``last`` came after ``before``: one event, or all that a call added (shared by its call sites)."""

    before: Trail | None
    last: Event | Trail


def splice(before: Trail | None, after: Trail | None) -> Trail | None:
    """One trail after the other."""
    if before is None or after is None:
        return before or after
    return Trail(before, after)


def spell(trail: Trail | None, longest: int = LONGEST) -> tuple[Event, ...]:
    """The events of a trail in order; the last ``longest`` of them."""
    path: list[Event] = []
    stack = [trail]
    while stack and len(path) < longest:
        cell = stack.pop()
        if cell is None:
            continue
        stack.append(cell.before)
        if isinstance(cell.last, Trail):
            stack.append(cell.last)
        else:
            path.append(cell.last)
    return tuple(reversed(path))
