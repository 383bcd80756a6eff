"""What a behaviour holds, node by node: read once, asked by every monitor.

Each node gets a set of bits: the classes of events below it, the keys tested or signalled there, and
the jumps that leave it (a call eats its returns, a loop its breaks, a try what it catches).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from svclint.checking.behaviour import (
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
JUMPS = {"return": RETURN, "break": BREAK, "continue": CONTINUE, "raise": RAISE}
LOCAL = RETURN | BREAK | CONTINUE


class Census:
    """The nodes below some roots, children first. ``holds`` has the bits of each, ``tests`` the keys tested in it."""

    def __init__(self, roots: Iterable[Behaviour]) -> None:
        self.nodes: list[Behaviour] = []
        self.below: list[tuple[int, ...]] = []
        self.holds: list[int] = []
        self.tests: dict[int, tuple[str, ...]] = {}
        self.place: dict[int, int] = {}
        self.bits: dict[type[Event] | str, int] = {}
        self.signalled: set[str] = set()
        self.roots = tuple(roots)
        for root in self.roots:
            self.add(root)

    def add(self, root: Behaviour) -> None:
        """Enter all nodes of ``root``; a stack instead of recursion, so that depth does not matter."""
        stack = [root]
        while stack:
            node = stack[-1]
            parts = children(node)
            missing = [part for part in parts if id(part) not in self.place]
            if missing:
                stack.extend(reversed(missing))
                continue
            stack.pop()
            if id(node) not in self.place:
                self.enter(node, tuple(self.place[id(part)] for part in parts))

    def enter(self, node: Behaviour, below: tuple[int, ...]) -> None:
        """Enter one node whose children are known."""
        place = self.place[id(node)] = len(self.nodes)
        self.nodes.append(node)
        self.below.append(below)
        self.holds.append(self.bits_of(node, [self.holds[child] for child in below]))
        tests = self.tests_of(node, below)
        if tests:
            self.tests[place] = tests

    def bits_of(self, node: Behaviour, below: list[int]) -> int:
        """The bits of a node, from those of its children."""
        if isinstance(node, Emit):
            return self.bits_of_event(node.event)
        if isinstance(node, Jump):
            return JUMPS[node.kind]
        if isinstance(node, Leaves):
            return below[0] & ~(LOCAL | RAISE) | self.bit(Leave)
        return held(node, below)

    def bits_of_event(self, event: Event) -> int:
        """Its class; its key, when it speaks of one."""
        bits = self.bit(type(event))
        if isinstance(event, (Test, Signal)):
            bits |= self.bit(event.key)
            if isinstance(event, Signal) and event.value is not None:
                self.signalled.add(event.key)
        elif isinstance(event, Point) and event.rest:
            bits |= REST
        return bits

    def tests_of(self, node: Behaviour, below: tuple[int, ...]) -> tuple[str, ...]:
        """The keys tested right in a sequence, a choice, or the head of a loop."""
        if isinstance(node, Emit):
            return (node.event.key,) if isinstance(node.event, Test) else ()
        if isinstance(node, Loop):
            again, _, leave = below
            return self.tests.get(again, ()) + self.tests.get(leave, ())
        if not isinstance(node, (Seq, Choice)):
            return ()
        return tuple(key for child in below if isinstance(self.nodes[child], Emit) for key in self.tests.get(child, ()))

    def bit(self, name: type[Event] | str) -> int:
        """The bit that stands for a class of events or a key."""
        return self.bits.setdefault(name, REST << len(self.bits) + 1)

    def mask(self, classes: tuple[type[Event], ...]) -> int:
        """The bits of all events that are of one of these classes."""
        return sum(bit for name, bit in self.bits.items() if isinstance(name, type) and issubclass(name, classes))

    def holds_below(self, root: Behaviour) -> int:
        """The bits of a root."""
        return self.holds[self.place[id(root)]]


def held(node: Behaviour, below: list[int]) -> int:
    """The bits of a node with several parts: what a loop or a call eats is gone."""
    if isinstance(node, Loop):
        again, body, leave = below
        inner = (again | body) & ~(BREAK | CONTINUE | NEVER) | leave
        return inner & ~NEVER if (again | body) & BREAK else inner
    if isinstance(node, Call):
        return below[0] & ~LOCAL
    bits = NEVER if isinstance(node, Choice) and not below else 0
    for part in below:
        bits |= part
    if isinstance(node, Choice) and not all(part & NEVER for part in below):
        bits &= ~NEVER
    if isinstance(node, Try) and node.handlers and node.catches:
        body, *others = below
        bits = body & ~(RAISE | NEVER)
        for part in others:
            bits |= part
    return bits


@lru_cache(maxsize=64)
def census(behaviour: Behaviour, setting: Setting) -> Census:
    """The census of a behaviour and the handlers that may arrive in it; many monitors ask for the same."""
    return Census((behaviour, *(handler.body for handler in setting.handlers)))
