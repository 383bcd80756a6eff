"""Whether anything follows a statement of a handler, its answer aside."""

from __future__ import annotations

import libcst as cst

from svclint.repair.shapes.common import above, dotted, function_of
from svclint.repair.shapes.ways import ways
from svclint.repair.workshop import Workshop

FIXED = ("None", "True", "False")


def is_end(shop: Workshop, function: cst.FunctionDef, stmt: cst.CSTNode) -> bool:
    """Whether nothing but an answer follows a statement, whatever branch it stands in."""
    for near in (stmt, *above(shop, stmt)):
        if near is function:
            return True
        block = shop.parents[near]
        if isinstance(block, cst.IndentedBlock):
            after = block.body[next(at for at, one in enumerate(block.body) if one is near) + 1 :]
            if len(after) > 1 or (after and not is_answer(after[0])):
                return False
        elif isinstance(near, cst.BaseCompoundStatement) and not isinstance(near, cst.If):
            return False
    return False


def is_answer(stmt: cst.CSTNode) -> bool:
    """Whether a statement returns something that is known beforehand."""
    match stmt:
        case cst.SimpleStatementLine(body=[cst.Return(value=value)]):
            name = (dotted(value) or "").rpartition(".")[2]
            return value is None or isinstance(value, cst.Integer) or name in FIXED or name.isupper() or _is_base(value)
    return False


def _is_base(value: cst.BaseExpression) -> bool:
    """Whether an answer is left to the method of the base class."""
    match value:
        case cst.Call(func=cst.Attribute(value=cst.Call(func=cst.Name(value="super")))):
            return True
    return False


def is_last(shop: Workshop, small: cst.CSTNode) -> bool:
    """Whether nothing is run after a statement before the host is back, by whatever calls it is reached."""
    return all(_last_here(shop, one) for one in ways(shop, small))


def _last_here(shop: Workshop, node: cst.CSTNode) -> bool:
    function = function_of(shop, node)
    line = next((one for one in above(shop, node) if isinstance(one, cst.SimpleStatementLine)), None)
    return function is not None and line is not None and is_end(shop, function, line)
