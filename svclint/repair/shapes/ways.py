"""On which ways the host comes to a place in the file."""

from __future__ import annotations

from typing import TypeAlias

import libcst as cst

from svclint.repair.shapes.common import callers, function_of
from svclint.repair.workshop import Workshop

Entry: TypeAlias = "cst.FunctionDef | None"


def ways(shop: Workshop, node: cst.CSTNode) -> list[cst.CSTNode]:
    """A node, and all calls in the file that lead to it by the names of functions, however far."""
    found = [node]
    seen: set[cst.CSTNode] = set()
    for here in found:
        function = function_of(shop, here)
        if function and function not in seen:
            seen.add(function)
            found += callers(shop, function)
    return found


def entries(shop: Workshop, node: cst.CSTNode) -> set[Entry]:
    """The functions that others than functions of the file call on the way to a node; None is the module itself."""
    functions = {function_of(shop, one) for one in ways(shop, node)}
    return {one for one in functions if one is None or _is_entry(shop, one)}


def _is_entry(shop: Workshop, function: cst.FunctionDef) -> bool:
    return function.name.value.startswith("Svc") or not callers(shop, function) or _passed_on(shop, function)


def _passed_on(shop: Workshop, function: cst.FunctionDef) -> bool:
    """Whether the file names a function other than to call it: then others may call it."""
    for name in shop.nodes(cst.Name):
        if name.value != function.name.value:
            continue
        outer = shop.parents[name]
        whole = outer if isinstance(outer, cst.Attribute) and outer.attr is name else name
        user = shop.parents[whole]
        if not isinstance(user, cst.FunctionDef) and not (isinstance(user, cst.Call) and user.func is whole):
            return True
    return False
