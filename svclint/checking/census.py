"""What a behaviour holds, node by node: read once, asked by every monitor.

Each node gets a set of bits: the classes of events below it, the keys tested and signalled there, and
the jumps that leave it (a call eats its returns, a loop its breaks, a try what it catches).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

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

# What a bit stands for: a class of events, or that a key is tested (Test) or gets a known truth (Signal).
Fact: TypeAlias = "type[Event] | tuple[type[Event], str]"


class Census:
    """The nodes below some roots, children first.

    ``holds`` has the bits of each; ``tests`` the keys tested right in it; ``gates`` all keys that hold the
    run up: tested at the head of a loop or after a wait, not to choose a branch.
    """

    def __init__(self, roots: Iterable[Behaviour]) -> None:
        self.nodes: list[Behaviour] = []
        self.below: list[tuple[int, ...]] = []
        self.holds: list[int] = []
        self.tests: dict[int, tuple[str, ...]] = {}
        self.place: dict[int, int] = {}
        self.bits: dict[Fact, int] = {}
        self.gates: set[str] = set()
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
        if isinstance(event, Test):
            bits |= self.bit((Test, event.key))
        elif isinstance(event, Signal):
            bits |= self.bit((Signal, event.key)) if event.value is not None else self.bit((Signal, "?" + event.key))
        elif isinstance(event, Point) and event.rest:
            bits |= REST
        return bits

    def tests_of(self, node: Behaviour, below: tuple[int, ...]) -> tuple[str, ...]:
        """The keys tested right in a sequence, a choice, or the head of a loop."""
        if isinstance(node, Emit):
            return (node.event.key,) if isinstance(node.event, Test) else ()
        if isinstance(node, Loop):
            again, _, leave = below
            heads = self.tests.get(again, ()) + self.tests.get(leave, ())
            self.gates.update(heads)
            return heads
        if not isinstance(node, (Seq, Choice)):
            return ()
        tests = [place for place in below if isinstance(self.nodes[place], Emit) and place in self.tests]
        if isinstance(node, Seq) and tests:
            self.gates.update(self.tests[place][0] for place in tests if place not in below[: len(tests)])
        return tuple(self.tests[place][0] for place in tests)

    def bit(self, fact: Fact) -> int:
        """The bit that stands for a fact."""
        return self.bits.setdefault(fact, REST << len(self.bits) + 1)

    def mask(self, classes: tuple[type[Event], ...]) -> int:
        """The bits of all events that are of one of these classes."""
        return sum(bit for fact, bit in self.bits.items() if isinstance(fact, type) and issubclass(fact, classes))

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
