"""Slicing: the same behaviour with only what one monitor, and the world around it, can see."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Emit, Leaves, Loop, Seq, Try, choice
from svclint.checking.census import Census
from svclint.checking.facts import REST
from svclint.contract.events import NOWHERE, Point, Test

RESTING, PASSING = Emit(Point(NOWHERE, rest=True)), Emit(Point(NOWHERE, rest=False))


def alive(census: Census, wanted: int, seen: Iterable[int]) -> list[int]:
    """The places of all nodes that hold something wanted or seen, reached through such nodes only; children first."""
    holds, below, holding = census.holds, census.below, set(seen)
    for place, parts in enumerate(below):
        if parts and not holding.isdisjoint(parts):
            holding.add(place)
    stack = list({census.place[id(root)] for root in census.roots})
    found: set[int] = set()
    while stack:
        place = stack.pop()
        if place not in found and (place in holding or holds[place] & wanted):
            found.add(place)
            stack.extend(below[place])
    return sorted(found)


class Slice:
    """The nodes that hold something wanted, made of what is wanted in them.

    ``points``: the bits of Points, if controls can arrive. Where they are all that a node holds, it becomes
    one Point: any number of controls can arrive there, so more Points in a row say nothing more.
    """

    def __init__(self, census: Census, places: Iterable[int], points: int) -> None:
        """``places``: the nodes that hold something wanted, children first."""
        self.census = census
        self.points = points
        self.kept: dict[int, Behaviour] = {}
        for place in places:
            node = census.nodes[place]
            self.kept[id(node)] = self.smaller(node)

    def of(self, node: Behaviour) -> Behaviour:
        """What is left of a node."""
        kept = self.kept.get(id(node))
        if kept is None:
            holds = self.census.holds_below(node)
            kept = SKIP if not holds & self.points else RESTING if holds & REST else PASSING
        return kept

    def smaller(self, node: Behaviour) -> Behaviour:
        """One node made of what is left of its parts; shared bodies stay shared."""
        if isinstance(node, Seq):
            return sequence(self.of(part) for part in node.parts)
        if isinstance(node, Choice):
            return branches(choice(*(self.of(part) for part in node.parts)))
        if isinstance(node, Call):
            return Call(self.of(node.body), node.label, node.at)
        if isinstance(node, Leaves):
            return Leaves(self.of(node.body), node.control, node.at)
        if isinstance(node, Loop):
            return Loop(self.of(node.again), self.of(node.leave), self.of(node.body), node.least, node.count)
        if isinstance(node, Try):
            handlers = tuple(self.of(handler) for handler in node.handlers)
            return Try(self.of(node.body), handlers, self.of(node.orelse), self.of(node.final), node.catches)
        return node


def sequence(parts: Iterable[Behaviour]) -> Behaviour:
    """The parts without those that are nothing, and of Points in a row one."""
    left: list[Behaviour] = []
    for part in parts:
        if part is SKIP or (left and part is PASSING and left[-1] in (PASSING, RESTING)):
            continue
        if left and part is RESTING and left[-1] in (PASSING, RESTING):
            left.pop()
        left.append(part)
    return left[0] if len(left) == 1 else Seq(tuple(left)) if left else SKIP


def branches(node: Behaviour) -> Behaviour:
    """A choice, or nothing if it only learns a truth, whichever: what tests it later may learn it then."""
    if isinstance(node, Choice) and len(node.parts) == 2:
        tests = [part.event for part in node.parts if isinstance(part, Emit) and isinstance(part.event, Test)]
        if len({(test.key, test.value) for test in tests}) == 2 and tests[0].key == tests[1].key:
            return SKIP
    return node
