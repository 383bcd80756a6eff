"""Python's try statement, over configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svclint.checking.behaviour import SKIP, Try
from svclint.checking.stepping import NONE, Configs
from svclint.checking.ways import NEXT, THROW, Ways, merge, raises

if TYPE_CHECKING:
    from svclint.checking.walk import Walk


def attempt(walk: Walk, node: Try, configs: Configs) -> Ways:
    """A try statement: body, handlers, else, finally."""
    guarded, walk.guarded = walk.guarded, True
    ways: Ways = {}
    merge(ways, walk.go(node.body, configs))
    merge(ways, {THROW: walk.stepper.thrown(configs)})
    # An exception in a handler or in the else part still passes the finally part.
    walk.guarded = guarded or node.final is not SKIP
    caught = caught_in(walk, node, ways) if node.handlers else NONE
    merge(ways, walk.go(node.orelse, ways.pop(NEXT, NONE)))
    for handler in node.handlers:
        merge(ways, walk.go(handler, caught))
    walk.guarded = guarded
    return finished(walk, node, ways)


def caught_in(walk: Walk, node: Try, ways: Ways) -> Configs:
    """The configurations in which the handlers begin, taken out of ``ways`` when nothing passes them."""
    raising = [way for way in ways if raises(way)]
    entry: Ways = {}
    for way in raising:
        merge(entry, {NEXT: ways.pop(way) if node.catches else ways[way]})
    caught = entry.get(NEXT, NONE)
    if walk.guarded:
        merge(ways, {THROW: walk.stepper.thrown(caught)})
    return caught


def finished(walk: Walk, node: Try, ways: Ways) -> Ways:
    """Every way goes through the finally part, which may choose another one."""
    if node.final is not SKIP:
        through: Ways = {}
        for way, configs in ways.items():
            out = walk.go(node.final, configs)
            merge(through, {way: out.pop(NEXT, NONE)})
            merge(through, out)
        ways = through
    if not walk.guarded:
        ways.pop(THROW, None)
    return ways
