"""The census of a behaviour: the facts about each node, collected once and asked for by every monitor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from svclint.checking.behaviour import (
    Behaviour,
    Choice,
    Emit,
    Leaves,
    Loop,
    Seq,
    children,
)
from svclint.checking.facts import FORGOTTEN, POINT, RAISE, REST, SET, TESTED, Fact, held
from svclint.checking.world import Setting
from svclint.contract.events import Event, Leave, Point, Signal, Test


class Census:
    """The nodes below some roots, children first.

    ``holds`` has the bits of each, ``tests`` what is tested right in it. ``gates`` are the keys that hold
    the run up: tested at the head of a loop or after a wait, not just to choose a branch.
    """

    def __init__(self, roots: Iterable[Behaviour]) -> None:
        """Reads everything below the roots."""
        self.nodes: list[Behaviour] = []
        self.below: list[tuple[int, ...]] = []
        self.holds: list[int] = []
        self.tests: dict[int, tuple[Test, ...]] = {}
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
                self.tests[place] = (node.event,)
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
        elif isinstance(event, Point):
            bits |= POINT | REST if event.rest else POINT
        return bits

    def note_tests(self, place: int, node: Behaviour, below: tuple[int, ...]) -> None:
        """What is tested right in a sequence or a choice, or at the head of a loop."""
        if isinstance(node, Loop):
            tests = self.tests.get(below[0], ()) + self.tests.get(below[2], ())
            gates = tests
        else:
            tests = self.tests_of(below)
            # Tests in front of a sequence choose it; tests further on are what it waited for.
            gates = self.tests_of(below[len(tests) :]) if isinstance(node, Seq) else ()
        if tests:
            self.tests[place] = tests
            self.gates.update(dict.fromkeys(test.key for test in gates))

    def tests_of(self, places: Iterable[int]) -> tuple[Test, ...]:
        """Those nodes that are tests themselves."""
        nodes = self.nodes
        return tuple([self.tests[each][0] for each in places if each in self.tests and isinstance(nodes[each], Emit)])

    def bit(self, fact: Fact) -> int:
        """The bit that stands for a fact."""
        found = self.bits.get(fact)
        if found is None:
            found = self.bits[fact] = POINT << len(self.bits) + 1
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


@lru_cache(maxsize=32)
def census(behaviour: Behaviour, setting: Setting) -> Census:
    """The census of a behaviour and the handlers that may arrive in it; many monitors ask for the same."""
    return Census((behaviour, *(handler.body for handler in setting.handlers)))
