"""Ways: how a piece of behaviour is left, and by which configurations."""

from __future__ import annotations

from typing import TypeAlias

from svclint.checking.behaviour import Jump, Leaves
from svclint.checking.stepping import Configs
from svclint.contract.events import NOWHERE, RAISED, Leave

# NEXT, BREAK, CONTINUE, THROW (an exception that nobody raised), or the very ``return`` or ``raise`` that leaves.
Ways: TypeAlias = "dict[Jump, Configs]"

NEXT, BREAK, CONTINUE, THROW = (Jump(kind) for kind in ("next", "break", "continue", "throw"))


def raises(way: Jump) -> bool:
    """Whether it is an exception, raised or not."""
    return way is THROW or way.kind == "raise"


def left(node: Leaves, way: Jump) -> Leave:
    """The event of a handler that is left this way."""
    at = node.at if way.at == NOWHERE else way.at
    return Leave(at, node.control, RAISED if way.kind == "raise" else way.value, way.known)


def merge(ways: Ways, more: Ways) -> None:
    """Add ways out to ``ways``, which has maps of its own; what was there first keeps its trail."""
    for way, configs in more.items():
        if not configs:
            continue
        mine = ways.get(way)
        if mine is None:
            ways[way] = dict(configs)
        else:
            for config, trail in configs.items():
                if config not in mine:
                    mine[config] = trail
