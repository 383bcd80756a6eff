"""The top level of a file: what of it leads to a call, and how it is guarded."""

from __future__ import annotations

import libcst as cst

from svclint.repair.shapes.common import ELSEWHERE, above, callers, dotted
from svclint.repair.workshop import Workshop

GUARD = 'if __name__ == "__main__":'
_DEPTH = 5  # functions between the top level and the call


def top_statement(shop: Workshop, node: cst.CSTNode) -> cst.BaseSmallStatement | None:
    """The only simple statement of the top level that is or leads to a node, by the names of functions."""
    found: list[cst.CSTNode] = [node]
    for _ in range(_DEPTH):
        functions = [_function(shop, one) for one in found]
        if None not in functions:
            found = [call for one in functions if one is not None for call in callers(shop, one)]
            continue
        tops = [one for one, function in zip(found, functions, strict=True) if function is None]
        return _small(shop, tops[0]) if len(tops) == len(found) == 1 else None
    return None


def _function(shop: Workshop, node: cst.CSTNode) -> cst.FunctionDef | None:
    """The function that a node runs with; none for the top level."""
    near = next((one for one in above(shop, node) if isinstance(one, ELSEWHERE)), None)
    return near if isinstance(near, cst.FunctionDef) else None


def _small(shop: Workshop, node: cst.CSTNode) -> cst.BaseSmallStatement | None:
    """The simple statement around a node, where it has a line of its own and shares the top level with no class."""
    around = list(above(shop, node))
    small = next((one for one in around if isinstance(one, cst.BaseSmallStatement)), None)
    if small is None or any(isinstance(one, ELSEWHERE) for one in around):
        return None
    start, end = shop.place(small)
    alone = shop.is_plain_block(shop.parents[small]) and start.line == end.line
    return small if alone else None


def only_argument(call: cst.Call) -> str | None:
    """The name that a call is given, if that is all of its arguments."""
    match call.args:
        case [cst.Arg(keyword=None, star="", value=value)]:
            return dotted(value)
    return None
