"""Where threads are started, and the names by which they can be joined: a list is made for those of a loop."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.shapes.common import (
    above,
    attribute,
    block_of,
    dotted,
    free_name,
    function_of,
    method_called,
    own,
    receiver,
)
from svclint.repair.shapes.threads import Started, assigned, loop_of, looped, target_name
from svclint.repair.workshop import Statement, Workshop

KEEPS = frozenset({"append", "appendleft", "add", "extend", "insert", "put", "put_nowait"})


def starts(finding: Finding) -> list[tuple[int, int]]:
    """Where threads start on the way to a finding, each place once."""
    found = ((one.at.line, one.at.column) for one in finding.steps if one.text.startswith("starts thread"))
    return list(dict.fromkeys(found))


def started(shop: Workshop, line: int, column: int) -> Started | None:
    """The thread that is started at a place, where a name says which, or can be given to it."""
    stmt = shop.statement_at(line, column)
    function = function_of(shop, stmt)
    match method_called(stmt, "start"):
        case cst.Call() as made if function:
            return _nameless(shop, function, stmt, made)
        case cst.Name(value=name) if function:
            return _listed(shop, function, stmt, name) or _local(shop, function, stmt, name)
        case cst.Attribute() as subject if function and (name := attribute(subject, receiver(function)) or ""):
            return Started(function, stmt, name, kept=True)
    return None


def _nameless(shop: Workshop, function: cst.FunctionDef, stmt: Statement, made: cst.Call) -> Started | None:
    """``Thread(target=work).start()``: a variable is put in front of it."""
    target = target_name(shop, made)
    if target is None or not shop.is_plain_block(stmt):
        return None
    name = free_name(shop, f"{target.lstrip('_')}_thread")
    named = shop.insert_before(stmt, f"{name} = {shop.text_of(made)}"), shop.replace(made, name)
    one = Started(function, stmt, name, kept=False, made=made, named=named)
    return _collected(shop, one) if looped(shop, stmt) else one


def _listed(shop: Workshop, function: cst.FunctionDef, stmt: Statement, name: str) -> Started | None:
    """``for thread in self.threads: thread.start()``."""
    match block_of(shop, stmt):
        case cst.For(target=cst.Name(value=each), iter=many) as loop if each == name:
            return _of_list(function, loop, many, each)
    return None


def _of_list(
    function: cst.FunctionDef, loop: Statement, many: cst.BaseExpression, each: str, made: cst.Call | None = None
) -> Started | None:
    """Each thread of a list that a name stands for: an attribute, or a variable that is given one list."""
    if kept := attribute(many, receiver(function)):
        return Started(function, loop, kept, kept=True, each=each, made=made)
    name = many.value if isinstance(many, cst.Name) else ""
    once = len(assigned(function, name)) == 1
    return Started(function, loop, name, kept=False, each=each, made=made) if once else None


def _local(shop: Workshop, function: cst.FunctionDef, stmt: Statement, name: str) -> Started | None:
    """A thread in a variable; in a loop that is another one each time."""
    values = assigned(function, name)
    if len(values) != 1:
        return None
    if not looped(shop, stmt) or loop_of(shop, values[0]) is not loop_of(shop, stmt):
        return None if _handed_on(shop, function, name) else Started(function, stmt, name, kept=False)
    made = values[0] if isinstance(values[0], cst.Call) else None
    for call in own(_outermost(shop, stmt), cst.Call):
        match call:
            case cst.Call(func=cst.Attribute(value=many, attr=cst.Name(value="append")), args=[only]):
                if dotted(only.value) == name:
                    return _of_list(function, _outermost(shop, stmt), many, name, made)
    return _collected(shop, Started(function, stmt, name, kept=False, made=made))


def _handed_on(shop: Workshop, function: cst.FunctionDef, name: str) -> bool:
    """Whether a thread is given back or put somewhere: others may join it when it is time, which here it is not."""
    uses = (shop.parents[one] for one in own(function, cst.Name) if one.value == name)
    return any(not isinstance(one, (cst.Attribute, cst.AssignTarget)) and not _passed(shop, one) for one in uses)


def _passed(shop: Workshop, use: cst.CSTNode) -> bool:
    """Whether a value is an argument of a call that does not keep it."""
    match use, shop.parents[use]:
        case cst.Arg(), cst.Call(func=cst.Attribute(attr=cst.Name(value=method))):
            return method not in KEEPS
    return isinstance(use, cst.Arg)


def _collected(shop: Workshop, one: Started) -> Started | None:
    """The threads of ``for`` loops are put into a list; a loop without an end would let that grow."""
    loops = [loop for loop in above(shop, one.stmt) if isinstance(loop, (cst.For, cst.While))]
    inside = [loop for loop in loops if function_of(shop, loop) is one.function]
    if one.made is None or any(isinstance(loop, cst.While) for loop in inside):
        return None
    many, outer = free_name(shop, "threads"), _outermost(shop, one.stmt)
    edits = shop.insert_before(outer, f"{many} = []"), shop.insert_after(one.stmt, f"{many}.append({one.name})")
    return replace(one, stmt=outer, name=many, each=one.name, named=(*one.named, *edits))


def _outermost(shop: Workshop, stmt: Statement) -> cst.For | cst.While:
    """The outermost loop of its function around a statement."""
    function = function_of(shop, stmt)
    loops = (one for one in above(shop, stmt) if isinstance(one, (cst.For, cst.While)))
    return [one for one in loops if function_of(shop, one) is function][-1]
