"""Waits that a thread may never come back from: whoever joins it would hang."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.contract.effects import BLOCKS, UNBOUNDED, Argument, Blocks, blocking
from svclint.contract.events import WaitKind
from svclint.repair.shapes.common import dotted, own
from svclint.repair.shapes.thread_signals import unlimited
from svclint.repair.workshop import Workshop

# Waits for somebody outside of the program, and those that somebody inside may end.
OUTSIDE = (WaitKind.NETWORK, WaitKind.SERVE, WaitKind.UI)
INSIDE = (WaitKind.EVENT, WaitKind.QUEUE, WaitKind.JOIN)
# Requests end by themselves as a rule; what waits to be spoken to does not.
LISTENS = ("accept", "recv", "handle")


def holding(shop: Workshop, function: cst.FunctionDef, kinds: tuple[WaitKind, ...]) -> list[cst.Call]:
    """The calls of a function, or of what it calls by the name of a function of the file, that may wait for ever."""
    known = {one.name.value: one for one in shop.nodes(cst.FunctionDef)}
    waiting = [function]
    found: list[cst.Call] = []
    for one in waiting:
        for call in own(one, cst.Call):
            callee = known.get((dotted(call.func) or "").rpartition(".")[2])
            if callee is not None:
                waiting += [callee] if callee not in waiting else []
            elif any(_holds(shop, call, blocks, kinds) for blocks in _entries(shop, call)):
                found.append(call)
    return found


def _entries(shop: Workshop, call: cst.Call) -> Iterator[Blocks]:
    """What the tables say of a call: by its name where that is imported, else by that of the method."""
    written = dotted(call.func)
    last = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    exact = blocking(_canonical(shop, written)) if written else None
    if exact:
        yield exact
    elif last and not _imported(shop, written):
        yield from (one for name, one in BLOCKS.items() if name.endswith(f".{last}"))


def _canonical(shop: Workshop, written: str) -> str:
    """A name with its import spelled out; a star's names are taken for its module's where the tables know them."""
    for name in shop.spelling.names:
        if name.written == "*" and "." not in written and blocking(f"{name.canonical}.{written}"):
            return f"{name.canonical}.{written}"
        if f"{written}.".startswith(f"{name.written}."):
            return name.canonical + written[len(name.written) :]
    return written


def _imported(shop: Workshop, written: str | None) -> bool:
    return written is not None and _canonical(shop, written) != written


def _holds(shop: Workshop, call: cst.Call, blocks: Blocks, kinds: tuple[WaitKind, ...]) -> bool:
    """Whether a call that is this wait has no limit."""
    if blocks.kind not in kinds or (blocks.kind is WaitKind.NETWORK and not _listens(call)):
        return False
    if blocks.limit is None:
        if call.args and blocks.kind in INSIDE:  # another method of that name, which takes something
            return False
        return blocks.asks == UNBOUNDED and not _refuses(call, blocks.unless)
    limit = _argument(call, blocks.limit.argument)
    if limit is None:
        return blocks.limit.absent == UNBOUNDED and not _refuses(call, blocks.unless)
    return unlimited(shop, limit)


def _listens(call: cst.Call) -> bool:
    return (dotted(call.func) or "").rpartition(".")[2].startswith(LISTENS)


def _refuses(call: cst.Call, unless: Argument | None) -> bool:
    """Whether an argument says not to wait, or says that this is another method of that name: ``options.get("x")``."""
    value = _argument(call, unless) if unless else None
    return value is not None and dotted(value) != "True"


def _argument(call: cst.Call, wanted: Argument) -> cst.BaseExpression | None:
    for at, one in enumerate(call.args):
        if one.keyword.value == wanted.keyword if one.keyword else at == wanted.position:
            return one.value
    return None
