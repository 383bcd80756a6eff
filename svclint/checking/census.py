"""What a behaviour holds, node by node: read once, asked by every monitor.

Each node gets a set of bits, one per fact: the classes of events in it, the keys tested and signalled
there, the jumps that leave it (a call eats its returns, a loop its breaks, a try what it catches).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from svclint.checking.behaviour import (
    SKIP,
    Behaviour,
    Call,
    Choice,
    Emit,
    Jump,
    Leaves,
    Loop,
    Seq,
    Try,
    children,
)
from svclint.checking.world import Setting
from svclint.contract.events import Event, Leave, Point, Signal, Test

RETURN, BREAK, CONTINUE, RAISE, NEVER, REST = (1 << place for place in range(6))
ESCAPES = RETURN | BREAK | CONTINUE | RAISE | NEVER
LOCAL = RETURN | BREAK | CONTINUE
JUMPS = {"return": RETURN, "break": BREAK, "continue": CONTINUE, "raise": RAISE}

# What else a bit stands for: a class of events; or a key and what happens to it.
Fact: TypeAlias = "type[Event] | tuple[str, str]"
TESTED, SET, FORGOTTEN = "tested", "set", "forgotten"


class Census:
    """The nodes below some roots, children first.

    ``holds`` has the bits of each, ``tests`` the keys tested right in it. ``gates`` are the keys that hold
    the run up: tested at the head of a loop or after a wait, not just to choose a branch.
    """

    def __init__(self, roots: Iterable[Behaviour]) -> None:
        """Reads everything below the roots."""
        self.nodes: list[Behaviour] = []
        self.below: list[tuple[int, ...]] = []
        self.holds: list[int] = []
        self.tests: dict[int, tuple[str, ...]] = {}
        self.gates: dict[str, None] = {}
        self.place: dict[int, int] = {}
        self.bits: dict[Fact, int] = {}
        self.roots = tuple(roots)
        for root in self.roots:
            self.add(root)

    def add(self, root: Behaviour) -> None:
        """Enter all nodes of ``root``; a stack instead of recursion, so that depth does not matter."""
        stack, place = [root], self.place
        while stack:
            node = stack[-1]
            parts = children(node)
            missing = [part for part in parts if id(part) not in place]
            if missing:
                stack.extend(reversed(missing))
                continue
            stack.pop()
            if id(node) not in place:
                self.enter(node, tuple([place[id(part)] for part in parts]))

    def enter(self, node: Behaviour, below: tuple[int, ...]) -> None:
        """Enter one node whose children are known."""
        place = self.place[id(node)] = len(self.nodes)
        self.nodes.append(node)
        self.below.append(below)
        if isinstance(node, Emit):
            self.holds.append(self.bits_of(node.event))
            if isinstance(node.event, Test):
                self.tests[place] = (node.event.key,)
            return
        bits = held(node, [self.holds[child] for child in below])
        self.holds.append(bits & ~RAISE | self.bit(Leave) if isinstance(node, Leaves) else bits)
        if isinstance(node, (Seq, Choice, Loop)):
            self.note_tests(place, node, below)

    def bits_of(self, event: Event) -> int:
        """The bits of one event."""
        bits = self.bit(type(event))
        if isinstance(event, Test):
            bits |= self.bit((event.key, TESTED))
        elif isinstance(event, Signal):
            bits |= self.bit((event.key, FORGOTTEN if event.value is None else SET))
        elif isinstance(event, Point) and event.rest:
            bits |= REST
        return bits

    def note_tests(self, place: int, node: Behaviour, below: tuple[int, ...]) -> None:
        """The keys tested right in a sequence or a choice, or at the head of a loop."""
        if isinstance(node, Loop):
            keys = self.tests.get(below[0], ()) + self.tests.get(below[2], ())
            gates = keys
        else:
            tests = [child for child in below if child in self.tests and isinstance(self.nodes[child], Emit)]
            keys = tuple(self.tests[child][0] for child in tests)
            # Tests in front of a sequence choose it; tests further on are what it waited for.
            behind = below[len(tests) :] if isinstance(node, Seq) else ()
            gates = tuple(self.tests[child][0] for child in tests if child in behind)
        if keys:
            self.tests[place] = keys
            self.gates.update(dict.fromkeys(gates))

    def bit(self, fact: Fact) -> int:
        """The bit that stands for a fact."""
        found = self.bits.get(fact)
        if found is None:
            found = self.bits[fact] = REST << len(self.bits) + 1
        return found

    def mask(self, classes: tuple[type[Event], ...]) -> int:
        """The bits of all events that are of one of these classes."""
        return sum(bit for fact, bit in self.bits.items() if isinstance(fact, type) and issubclass(fact, classes))

    def mask_of_keys(self, keys: Iterable[str], *what: str) -> int:
        """The bits of all that happens to some keys."""
        return sum(self.bits.get((key, one), 0) for key in keys for one in what)

    def holds_below(self, root: Behaviour) -> int:
        """The bits of a root."""
        return self.holds[self.place[id(root)]]


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


@lru_cache(maxsize=64)
def census(behaviour: Behaviour, setting: Setting) -> Census:
    """The census of a behaviour and the handlers that may arrive in it; many monitors ask for the same."""
    return Census((behaviour, *(handler.body for handler in setting.handlers)))
