"""Slicing: the same behaviour with only what one monitor, and the world around it, can see."""

from __future__ import annotations

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Leaves, Loop, Seq, Try, choice
from svclint.checking.census import Census


def alive(census: Census, wanted: int) -> list[int]:
    """The places of all nodes that hold something wanted, reached through such nodes only; children first."""
    holds, below = census.holds, census.below
    stack = [census.place[id(root)] for root in census.roots]
    seen = {place for place in stack if holds[place] & wanted}
    stack = list(seen)
    while stack:
        for child in below[stack.pop()]:
            if holds[child] & wanted and child not in seen:
                seen.add(child)
                stack.append(child)
    return sorted(seen)


def sliced(census: Census, places: list[int]) -> dict[int, Behaviour]:
    """The nodes at ``places`` without the others: the new node by the ``id`` of the old."""
    kept: dict[int, Behaviour] = {}
    for place in places:
        node = census.nodes[place]
        kept[id(node)] = smaller(node, kept)
    return kept


def smaller(node: Behaviour, kept: dict[int, Behaviour]) -> Behaviour:
    """One node made of its kept children; shared bodies stay shared."""
    if isinstance(node, Seq):
        parts = tuple(kept[id(part)] for part in node.parts if id(part) in kept)
        return parts[0] if len(parts) == 1 else Seq(parts)
    if isinstance(node, Choice):
        return choice(*(kept.get(id(part), SKIP) for part in node.parts))
    if isinstance(node, (Call, Leaves)):
        body = kept.get(id(node.body), SKIP)
        return Call(body, node.label, node.at) if isinstance(node, Call) else Leaves(body, node.control, node.at)
    if isinstance(node, Loop):
        again, leave, body = (kept.get(id(part), SKIP) for part in (node.again, node.leave, node.body))
        return Loop(again, leave, body, node.least, node.count)
    if isinstance(node, Try):
        body, orelse, final = (kept.get(id(part), SKIP) for part in (node.body, node.orelse, node.final))
        handlers = tuple(kept.get(id(part), SKIP) for part in node.handlers)
        return Try(body, handlers, orelse, final, node.catches)
    return node
