"""The census of a behaviour: the facts about each node, collected once and asked for by every monitor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from svclint.checking.behaviour import Behaviour, Choice, Emit, Jump, Leaves, Loop, Seq, children
from svclint.checking.facts import RAISE, RETURN, held, shown
from svclint.checking.purse import purse
from svclint.checking.ways import NEXT, left
from svclint.checking.world import ALONE, Setting
from svclint.contract.events import Event, Leave, Point, Signal, Test


class Census:
    """The nodes of a behaviour and of the handlers that may arrive in it, children first; each has a place.

    ``holds`` has the bits of each, ``tests`` what is tested right in it. ``gates`` are the keys that hold
    the run up: tested at the head of a loop or after a wait, not just to choose a branch. ``emits`` has the
    places of each class of events, ``keys`` those of the tests and signals of a key; ``set_keys`` are given
    a known value somewhere, ``forgotten`` an unknown one. ``purse`` is what all searches in it may take.
    """

    def __init__(self, behaviour: Behaviour, setting: Setting = ALONE) -> None:
        """Reads everything below."""
        self.behaviour = behaviour
        self.setting = setting
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
        self.roots = (behaviour, *(handler.body for handler in setting.handlers))
        for root in self.roots:
            self.add(root)
        self.kinds = frozenset(base for kind in self.emits for base in kind.__mro__)
        self.preludes = tuple(self.preluded(root) for root in self.roots)
        self.regions = self.spread()
        self.purse = purse(len(self.nodes))

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

    def preluded(self, root: Behaviour) -> tuple[int, ...]:
        """The places of the events that a root begins with, in their order, whatever comes then."""
        parts = root.parts if isinstance(root, Seq) else ()
        plain = takewhile(lambda part: isinstance(part, Emit) and not isinstance(part.event, Point), parts)
        return tuple([self.place[id(part)] for part in plain])

    def spread(self) -> list[int]:
        """For each place, one bit for each root that it is below of, behind the prelude: of what is shared, several."""
        bits = [0] * len(self.nodes)
        for number, (root, prelude) in enumerate(zip(self.roots, self.preludes, strict=True)):
            top = self.place[id(root)]
            for place in self.below[top][len(prelude) :] if prelude else (top,):
                bits[place] |= 1 << number
        for place in range(len(bits) - 1, -1, -1):
            if bits[place]:
                for child in self.below[place]:
                    bits[child] |= bits[place]
        return bits

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

    def has(self, classes: tuple[type[Event], ...]) -> bool:
        """Whether there is any event of one of these classes."""
        return not self.kinds.isdisjoint(classes)

    def places_of(self, classes: tuple[type[Event], ...]) -> list[int]:
        """The places of all events that are of one of these classes, handlers' ends included."""
        return [place for kind, places in self.emits.items() if issubclass(kind, classes) for place in places]

    def events_at(self, place: int) -> list[Event]:
        """The events that a node itself can show: its own, or those of all ways out of a handler and some more."""
        found = self.shown.get(place)
        if found is None:
            node = self.nodes[place]
            found = self.shown[place] = [node.event] if isinstance(node, Emit) else self.ends(place)
        return found

    def ends(self, place: int) -> list[Event]:
        """The events of all ways out of a handler, and some of what it calls."""
        node = self.nodes[place]
        assert isinstance(node, Leaves)
        return [left(node, way) for way in self.ways_out(place)]

    def ways_out(self, place: int) -> Iterator[Jump]:
        """How a handler may be left, and some jumps in what it calls."""
        yield NEXT
        stack, met = [place], {place}
        while stack:
            node = self.nodes[found := stack.pop()]
            if isinstance(node, Jump) and node.kind in ("return", "raise"):
                yield node
            below = [one for one in self.below[found] if self.holds[one] & (RETURN | RAISE) and one not in met]
            met.update(below)
            stack += below

    def holds_below(self, root: Behaviour) -> int:
        """The bits of a root, or of any node entered."""
        return self.holds[self.place[id(root)]]
