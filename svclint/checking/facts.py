"""Facts about a node, one bit each: which events it holds, what happens to which keys, which jumps leave it.

A call eats its returns, a loop its breaks, a try what it catches.
"""

from __future__ import annotations

from typing import TypeAlias

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Jump, Leaves, Loop, Try
from svclint.contract.events import Event

RETURN, BREAK, CONTINUE, RAISE, NEVER, REST = (1 << place for place in range(6))
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
        return bits & ~NEVER | never
    if isinstance(node, (Call, Leaves)):
        return bits & ~LOCAL
    if isinstance(node, Loop):
        again, body, leave = below
        breaks = (again | body) & BREAK
        return (again | body) & ~(BREAK | CONTINUE | NEVER) | (leave & ~NEVER if breaks else leave)
    if isinstance(node, Try) and node.handlers and node.catches:
        return below[0] & ~(RAISE | NEVER) | held(SKIP, below[1:])
    return bits
