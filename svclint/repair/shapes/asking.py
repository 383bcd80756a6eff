"""What a function asks for: names that it tests, returns, or waits for."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import libcst as cst

from svclint.repair.shapes.common import dotted, own
from svclint.repair.shapes.constants import constant, origin
from svclint.repair.workshop import Workshop, nodes

ASKING = ("wait", "is_set", "get", "get_nowait", "acquire", "wait_for")
SEVERAL = ("WaitForMultipleObjects", "WaitForMultipleObjectsEx", "MsgWaitForMultipleObjects")
WAITS = ("WaitForSingleObject", "WaitForSingleObjectEx", *SEVERAL)
NAMES = (cst.Attribute, cst.Name)


def asked_by(shop: Workshop, function: cst.FunctionDef, given: AbstractSet[str]) -> Iterator[str]:
    """The names of what a function asks for. A wait for all of several asks for nothing unless all are given."""
    vain = {one for call in own(function, cst.Call) for one in _in_vain(shop, call, given)}
    for place in _questions(function):
        yield from (one.attr.value for one in nodes(place, cst.Attribute) if one not in vain)
        yield from (one.value for one in nodes(place, cst.Name) if one not in vain)


def _questions(function: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    yield from (one.test for one in own(function, cst.While))
    yield from (one.test for one in own(function, cst.If))
    yield from (one.value for one in own(function, cst.Return) if one.value)
    yield from own(function, cst.List)
    yield from own(function, cst.Tuple)
    for call in own(function, cst.Call):
        if _last(call) in (*WAITS, *ASKING):
            yield call


def _in_vain(shop: Workshop, call: cst.Call, given: AbstractSet[str]) -> Iterator[cst.CSTNode]:
    """The names among the objects of a wait that goes on until the last of them is signalled (bWaitAll)."""
    if _last(call) not in SEVERAL or len(call.args) < len(("handles", "all")):
        return
    handles, every = call.args[0].value, call.args[1].value
    if dotted(every) == "False" or constant(shop, every) == 0:
        return
    written = handles if isinstance(handles, (cst.List, cst.Tuple)) else origin(shop, handles)
    if not isinstance(written, (cst.List, cst.Tuple)) or not _all_given(written, given):
        for tree in (handles, written):
            yield from (one for kind in NAMES for one in (nodes(tree, kind) if tree else ()))


def _all_given(handles: cst.List | cst.Tuple, given: AbstractSet[str]) -> bool:
    return all((dotted(one.value) or "").rpartition(".")[2] in given for one in handles.elements)


def _last(call: cst.Call) -> str:
    return call.func.attr.value if isinstance(call.func, cst.Attribute) else dotted(call.func) or ""
