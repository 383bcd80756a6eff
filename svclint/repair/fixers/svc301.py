"""SVC301: a check point that is set back is left alone; one that stands still in a loop gets a counter."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.fixers._shapes import (
    above,
    block_of,
    called,
    dotted,
    fixed,
    free_name,
    function_of,
    means,
    own,
    removed,
)
from svclint.repair.workshop import Workshop, nodes

SET_STATUS = "win32service.SetServiceStatus"
FIELDS = 7
CHECK_POINT = 5
LOOPS = (cst.For, cst.While)


class Literal(NamedTuple):
    """A check point written as a number, and the statement that it is written in."""

    number: cst.Integer
    stmt: cst.CSTNode


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete the plain reset, or count in the loop; none for other shapes."""
    small = shop.small_at(finding.at.line, finding.at.column)
    if isinstance(small, cst.Assign):
        return _without_reset(shop, finding, small)
    call = called(small)
    return _counted(shop, finding, call) if call else None


def _without_reset(shop: Workshop, finding: Finding, small: cst.Assign) -> Fix | None:
    match small:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute(attr=attr))], value=cst.Integer() as value):
            if attr.value == "checkPoint" and value.evaluated_value == 0:
                title = f"Delete '{shop.text_of(small)}'"
                return fixed(shop, finding, title, Applicability.SAFE, removed(shop, small))
    return None


def _counted(shop: Workshop, finding: Finding, call: cst.Call) -> Fix | None:
    function = function_of(shop, call)
    loop = block_of(shop, call)
    if function is None or not isinstance(loop, LOOPS) or _others(shop, call):
        return None
    literal = _literal(shop, function, loop, call)
    if literal is None:
        return None
    name = free_name(shop, "svc_check_point")
    edits = _counter(shop, _outermost(shop, loop, function), literal, name)
    return fixed(shop, finding, f"Count the check point in '{name}'", Applicability.SAFE, *edits)


def _counter(shop: Workshop, loop: cst.CSTNode, literal: Literal, name: str) -> tuple[Edit, Edit, Edit]:
    """A counter that gives the first report the number that was written there."""
    start = max(literal.number.evaluated_value - 1, 0)
    begun = shop.insert_before(loop, f"{name} = {start}")
    return begun, shop.insert_before(literal.stmt, f"{name} += 1"), shop.replace(literal.number, name)


def _others(shop: Workshop, call: cst.Call) -> bool:
    """Whether the file reports by hand elsewhere too, with numbers that the counter would have to fit."""
    return any(one is not call and means(shop, one.func, SET_STATUS) for one in nodes(shop.module, cst.Call))


def _outermost(shop: Workshop, loop: cst.CSTNode, function: cst.FunctionDef) -> cst.CSTNode:
    """The outermost loop of the function around a loop."""
    outer = [one for one in above(shop, loop) if isinstance(one, LOOPS) and function_of(shop, one) is function]
    return outer[-1] if outer else loop


def _literal(shop: Workshop, function: cst.FunctionDef, loop: cst.CSTNode, call: cst.Call) -> Literal | None:
    """The check point of a report, in the call itself or in a tuple that the loop makes for it."""
    if not means(shop, call.func, SET_STATUS) or len(call.args) != 2:
        return None
    status = call.args[1].value
    if not isinstance(status, cst.Name):
        return _in_tuple(status, shop.parents[shop.parents[call]])
    made = [one for one in own(function, cst.Assign) if any(dotted(to.target) == status.value for to in one.targets)]
    if len(made) != 1 or block_of(shop, made[0]) is not loop:
        return None
    return _in_tuple(made[0].value, shop.parents[made[0]])


def _in_tuple(status: cst.BaseExpression, stmt: cst.CSTNode) -> Literal | None:
    match status:
        case cst.Tuple(elements=elements) if len(elements) == FIELDS:
            number = elements[CHECK_POINT].value
            return Literal(number, stmt) if isinstance(number, cst.Integer) else None
    return None
