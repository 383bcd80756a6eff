"""When a run side waits for a thread: a join in front of the signal, or of the stop, may never be over."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.shapes.asking import WAITS
from svclint.repair.shapes.common import above, class_of, dotted, own, receiver
from svclint.repair.shapes.hearing import given_by
from svclint.repair.shapes.reports import closure
from svclint.repair.shapes.thread_signals import NO_ORDERS, order, stopping
from svclint.repair.shapes.threads import Started, makers, target_of
from svclint.repair.workshop import Workshop, nodes


def told_later(shop: Workshop, thread: Started, function: cst.FunctionDef, place: cst.CSTNode | None) -> bool:
    """Whether what a thread looks at is changed behind a place of a function (None: its end), and by no handler."""
    if place is None:
        return False
    behind = [one for one in own(function, cst.SimpleStatementLine) if shop.place(one)[0] > shop.place(place)[0]]
    told = {name for line in behind for name in given_by([line, *_called(shop, line)])}
    cls = class_of(shop, function)
    before = set(given_by(stopping(shop, cls))) if cls else set()
    ordered = any(_orders(thread, function, line) for line in behind) and not (cls and order(shop, cls, thread.name))
    return ordered or bool((told - before) & _looked_at(shop, thread))


def before_stop(shop: Workshop, function: cst.FunctionDef, place: cst.CSTNode) -> bool:
    """Whether a run side still asks for what the stop handlers give when a place is over: it is not stopping yet."""
    cls = class_of(shop, function)
    given = set(given_by(stopping(shop, cls))) if cls else set()
    around = {one for one in above(shop, place) if isinstance(one, cst.While)}
    asked = (one for loop in own(function, cst.While) for one in nodes(loop.test, cst.Attribute) if loop in around)
    behind = (one for one in own(function, cst.Attribute) if shop.place(one)[0] > shop.place(place)[1])
    waited = (one for one in behind if _is_asked(shop, one))
    return any(one.attr.value in given for one in (*asked, *waited))


def _is_asked(shop: Workshop, node: cst.Attribute) -> bool:
    """Whether something waits for an attribute, or a loop goes on by it."""
    for one in above(shop, node):
        if isinstance(one, cst.Call) and (dotted(one.func) or "").rpartition(".")[2] in (*WAITS, "wait"):
            return True
        if isinstance(one, cst.While):
            return any(near is node for near in nodes(one.test, cst.Attribute))
    return False


def _called(shop: Workshop, line: cst.CSTNode) -> Iterator[cst.FunctionDef]:
    """The functions of the file that a statement calls, and what they call."""
    names = {(dotted(call.func) or "").rpartition(".")[2] for call in own(line, cst.Call)}
    for one in shop.nodes(cst.FunctionDef):
        if one.name.value in names:
            yield from closure(shop, one)


def _looked_at(shop: Workshop, thread: Started) -> set[str]:
    """The names that a thread's code, or what is handed to it, speaks of."""
    found: set[str] = set()
    for call in makers(shop, thread):
        target = target_of(shop, call)
        for tree in (*call.args, *([target.body] if target else ())):
            found |= {one.attr.value for one in nodes(tree, cst.Attribute)}
            found |= {one.value for one in nodes(tree, cst.Name)}
    return found


def _orders(thread: Started, function: cst.FunctionDef, line: cst.CSTNode) -> bool:
    """Whether a statement calls a method of the thread by which it may be told to end."""
    subject = f"{receiver(function)}.{thread.name}" if thread.kept else thread.name
    calls = (dotted(call.func) or "" for call in own(line, cst.Call))
    parts = (one.rpartition(".") for one in calls)
    return any(owner in (subject, thread.each) and verb not in NO_ORDERS for owner, _, verb in parts)
