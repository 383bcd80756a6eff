"""Facts about a node, one bit each: which events it holds, what happens to which keys, which jumps leave it.

A call eats its returns, a loop its breaks, a try what it catches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Jump, Leaves, Loop, Try
from svclint.contract.events import Event

RETURN, BREAK, CONTINUE, RAISE, NEVER, REST, POINT = (1 << place for place in range(7))
ESCAPES = RETURN | BREAK | CONTINUE | RAISE | NEVER
LOCAL = RETURN | BREAK | CONTINUE
JUMPS = {"return": RETURN, "break": BREAK, "continue": CONTINUE, "raise": RAISE}

# What else a bit stands for: a class of events; or a key and what happens to it.
Fact: TypeAlias = "type[Event] | tuple[str, str]"
TESTED, SET, FORGOTTEN = "tested", "set", "forgotten"


def held(node: Behaviour, below: list[int]) -> int:
    """The bits of a node from those of its parts: what a loop, a call or a try eats is gone."""
    bits, never = 0, NEVER
    for part in below:
        bits |= part
        never &= part
    if isinstance(node, Jump):
        return JUMPS[node.kind]
    if isinstance(node, Choice):
        return bits & ~NEVER | never | trapped(below)
    if isinstance(node, (Call, Leaves)):
        return bits & ~LOCAL
    if isinstance(node, Loop):
        return of_loop(node, *below)
    if isinstance(node, Try) and node.handlers and node.catches:
        return below[0] & ~(RAISE | NEVER) | held(SKIP, below[1:])
    return bits


def of_loop(node: Loop, again: int, body: int, leave: int) -> int:
    """The bits of a loop. What never goes on ends it only if it must be met."""
    if node.count == 0:
        return leave
    turn = again | body
    must = node.least if node.count is None else node.count
    ends = NEVER if must else trapped([again, body])
    after = leave & ~NEVER | trapped([leave]) if turn & BREAK else leave
    return turn & ~(BREAK | CONTINUE | NEVER) | turn & ends | after


def trapped(parts: Iterable[int]) -> int:
    """NEVER if one of the parts has Points on a way that never goes on: a control may arrive there, and no more."""
    return NEVER if any(part & POINT and part & NEVER for part in parts) else 0
