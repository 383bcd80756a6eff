"""The nodes below a node, in the order of the text.

libcst's own ``children`` make a new node to tell them; here the attributes that hold them are remembered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Final, TypeVar, cast

import libcst as cst

Node = TypeVar("Node", bound=cst.CSTNode)

# What attributes hold, unless it is a node.
SEVERAL: Final = {list, tuple}
NOTHING: Final = {type(None), str, bool, cst.MaybeSentinel}

# The attributes of a class, those first that libcst has been seen to visit, in its order.
_ATTRIBUTES: Final[dict[type[cst.CSTNode], tuple[str, ...]]] = {}


def nodes(tree: cst.CSTNode, kind: type[Node]) -> Iterator[Node]:
    """All nodes of a kind in a tree, itself included. For all of a text ``Reading.nodes`` is much quicker."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if _is(type(node), kind):
            yield cast("Node", node)
        stack += reversed(children(node))


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes that a node is made of."""
    try:
        names = _ATTRIBUTES[type(node)]
    except KeyError:
        names = _ATTRIBUTES[type(node)] = _attributes(node)
    found: list[cst.CSTNode] = []
    for name in names:
        value = getattr(node, name)
        if type(value) in SEVERAL:
            found += value
        elif type(value) not in NOTHING:
            found.append(value)
    return found


@cache
def _is(one: type[cst.CSTNode], kind: type[cst.CSTNode]) -> bool:
    """The same as ``issubclass``, in a fraction of the time that abstract classes need."""
    return issubclass(one, kind)


def _attributes(node: cst.CSTNode) -> tuple[str, ...]:
    visitor = _Attributes()
    node.visit(visitor)
    # What was not visited this time comes last in every class that leaves something out.
    return tuple(dict.fromkeys((*visitor.names, *(one.name for one in fields(node)))))


class _Attributes(cst.CSTVisitor):
    """Notes the attributes of the first node it visits."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.inside = False

    def on_visit(self, node: cst.CSTNode) -> bool:
        first, self.inside = not self.inside, True
        return first

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        self.names.append(attribute)
