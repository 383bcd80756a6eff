"""The census of a behaviour: the facts about each node, collected once and asked for by every monitor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from svclint.checking.behaviour import Behaviour, Choice, Emit, Jump, Leaves, Loop, Seq, children, nodes
from svclint.checking.facts import held, shown
from svclint.checking.ways import NEXT, left
from svclint.checking.world import Setting
from svclint.contract.events import Event, Leave, Signal, Test


class Census:
    """The nodes below some roots, children first; each has a place.

    ``holds`` has the bits of each, ``tests`` what is tested right in it. ``gates`` are the keys that hold
    the run up: tested at the head of a loop or after a wait, not just to choose a branch. ``emits`` has the
    places of each class of events, ``keys`` those of the tests and signals of a key; ``set_keys`` are given
    a known value somewhere, ``forgotten`` an unknown one.
    """

    def __init__(self, roots: Iterable[Behaviour]) -> None:
        """Reads everything below the roots."""
        self.nodes: list[Behaviour] = []
        self.below: list[tuple[int, ...]] = []
        self.holds: list[int] = []
        self.place: dict[int, int] = {}
        self.emits: dict[type[Event], list[int]] = {}
        self.keys: dict[str, list[int]] = {}
        self.set_keys: set[str] = set()
        self.forgotten: set[str] = set()
        self.tests: dict[int, tuple[Test, ...]] = {}
        self.gates: dict[str, None] = {}
        self.shown: dict[int, list[Event]] = {}
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
            self.holds.append(shown(node.event))
            self.note_event(place, node.event)
            return
        holds = self.holds
        holds.append(held(node, [holds[child] for child in below]))
        if isinstance(node, (Seq, Choice, Loop)):
            self.note_tests(place, node, below)
        elif isinstance(node, Leaves):
            self.emits.setdefault(Leave, []).append(place)

    def note_event(self, place: int, event: Event) -> None:
        """Who is there, and what happens to which key."""
        self.emits.setdefault(type(event), []).append(place)
        if isinstance(event, Test):
            self.tests[place] = (event,)
            self.keys.setdefault(event.key, []).append(place)
        elif isinstance(event, Signal):
            (self.forgotten if event.value is None else self.set_keys).add(event.key)
            self.keys.setdefault(event.key, []).append(place)

    def note_tests(self, place: int, node: Behaviour, below: tuple[int, ...]) -> None:
        """What is tested right in a sequence or a choice, or at the head of a loop."""
        if isinstance(node, Loop):
            tests = self.tests.get(below[0], ()) + self.tests.get(below[2], ())
            gates = tests
        else:
            tests = self.tests_of(below)
            # Tests in front of a sequence choose it; tests further on are what it waited for.
            gates = self.tests_of(below[len(tests) :]) if isinstance(node, Seq) and tests else ()
        if tests:
            self.tests[place] = tests
            self.gates.update(dict.fromkeys(test.key for test in gates))

    def tests_of(self, places: Iterable[int]) -> tuple[Test, ...]:
        """Those nodes that are tests themselves."""
        nodes, tests = self.nodes, self.tests
        return tuple([tests[each][0] for each in places if each in tests and isinstance(nodes[each], Emit)])

    def places_of(self, classes: tuple[type[Event], ...]) -> list[int]:
        """The places of all events that are of one of these classes, handlers' ends included."""
        return [place for kind, places in self.emits.items() if issubclass(kind, classes) for place in places]

    def events_at(self, place: int) -> list[Event]:
        """The events that a node itself can show: its own, or those of all ways out of a handler and some more."""
        found = self.shown.get(place)
        if found is None:
            node = self.nodes[place]
            found = self.shown[place] = [node.event] if isinstance(node, Emit) else ends(node)
        return found

    def holds_below(self, root: Behaviour) -> int:
        """The bits of a root, or of any node entered."""
        return self.holds[self.place[id(root)]]


def ends(node: Behaviour) -> list[Event]:
    """The events of all ways out of a handler, and some of what it calls."""
    assert isinstance(node, Leaves)
    jumps = [jump for jump in nodes(node.body) if isinstance(jump, Jump) and jump.kind in ("return", "raise")]
    return [left(node, way) for way in (NEXT, *jumps)]


@lru_cache(maxsize=8)
def census(behaviour: Behaviour, setting: Setting) -> Census:
    """The census of a behaviour and the handlers that may arrive in it; many monitors ask for the same."""
    return Census((behaviour, *(handler.body for handler in setting.handlers)))
