"""Facts about a node, one bit each: which jumps leave it, whether controls can arrive in it.

A call eats its returns, a loop its breaks, a try what it catches.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from svclint.checking.behaviour import Behaviour, Call, Choice, Jump, Leaves, Loop, Seq, Try
from svclint.contract.events import Enter, Event, Point, Report

RETURN, BREAK, CONTINUE, RAISE, NEVER, REST, POINT, WORLDLY = (1 << place for place in range(8))
ESCAPES = RETURN | BREAK | CONTINUE | RAISE | NEVER
LOCAL = RETURN | BREAK | CONTINUE
JUMPS = {"return": RETURN, "break": BREAK, "continue": CONTINUE, "raise": RAISE}


def shown(event: Event) -> int:
    """The bits of one event."""
    if isinstance(event, Point):
        return POINT | REST if event.rest else POINT
    return WORLDLY if isinstance(event, (Report, Enter)) else 0


def held(node: Behaviour, below: list[int]) -> int:
    """The bits of a node from those of its parts: what a loop, a call or a try eats is gone."""
    kind, bits = type(node), reduce(or_, below, 0)
    if kind is Seq:
        return bits
    if kind is Choice:
        return bits & ~NEVER | reduce(and_, below, NEVER) | trapped(below)
    if kind is Call:
        return bits & ~LOCAL
    if kind is Leaves:
        return bits & ~(LOCAL | RAISE)
    if isinstance(node, Jump):
        return JUMPS[node.kind]
    if isinstance(node, Loop):
        return of_loop(node, *below)
    return of_try(node, *below) if isinstance(node, Try) and node.handlers else bits


def of_loop(node: Loop, again: int, body: int, leave: int) -> int:
    """The bits of a loop. What never goes on ends it only if it must be met."""
    if node.count == 0:
        return leave
    turn = again | body
    must = node.least if node.count is None else node.count
    ends = NEVER if must else trapped([again, body])
    after = leave & ~NEVER | trapped([leave]) if turn & BREAK else leave
    return turn & ~(BREAK | CONTINUE | NEVER) | turn & ends | after


def of_try(node: Try, body: int, *others: int) -> int:
    """The bits of a try with handlers. That controls arrive in these only takes an exception matters to the world."""
    *handlers, orelse, final = others
    caught = 0
    for handler in handlers:
        caught |= handler
    doubted = caught & ~(body | orelse | final) & (POINT | REST)
    passing = body & ~(RAISE | NEVER) | trapped([body]) if node.catches else body
    return passing | caught | orelse | final | (WORLDLY if doubted else 0)


def trapped(parts: Iterable[int]) -> int:
    """NEVER if one of the parts has Points on a way that never goes on: a control may arrive there, and no more."""
    return NEVER if any(part & POINT and part & NEVER for part in parts) else 0
