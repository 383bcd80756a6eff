"""Expressions that call nothing: names, attributes, constants, displays, arithmetic."""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable
from typing import Any

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, choice, seq
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.attributes import attribute_of
from svclint.source.lowering.conditions import WAIT_TIMEOUT, condition
from svclint.source.lowering.deadlines import moved
from svclint.source.lowering.functions import follow, is_property
from svclint.source.lowering.modules import defined, imported, variable
from svclint.source.lowering.paths import joined
from svclint.source.lowering.reader import Lowered, Reader, evaluates, reads
from svclint.source.values import (
    UNKNOWN,
    Alive,
    Awaited,
    Function,
    Instance,
    Library,
    Not,
    Symbol,
    Value,
    const,
    integer,
    number,
    truth,
)

_BUILTINS = frozenset(dir(builtins)) | {"raw_input", "unicode", "xrange"}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.LShift: operator.lshift,
}
_LARGEST = 2**64


@reads(ast.Expr)
def statement(reader: Reader, node: ast.Expr, frame: Frame) -> Behaviour:
    """An expression by itself."""
    frame.naming = None
    return reader.expression(node.value, frame).behaviour


@evaluates(ast.Constant)
def constant(reader: Reader, node: ast.Constant, frame: Frame) -> Lowered:
    """A literal."""
    return Lowered(SKIP, const(node.value))


@evaluates(ast.Name)
def name(reader: Reader, node: ast.Name, frame: Frame) -> Lowered:
    """A variable, an import, or something of this module."""
    return Lowered(SKIP, named_value(reader, node.id, frame))


def named_value(reader: Reader, identifier: str, frame: Frame) -> Value:
    """What a name stands for: local, imported, of the module, or builtin; in this order."""
    local = frame.lookup(identifier)
    if local is not None and identifier not in frame.shared:
        return local
    module = frame.module
    known = imported(reader, module, identifier) or defined(reader, module, identifier)
    if known is not None:
        return known
    if identifier in frame.shared:
        return variable(reader, module, identifier)
    return Library(identifier) if identifier in _BUILTINS else UNKNOWN


@evaluates(ast.Attribute)
def attribute(reader: Reader, node: ast.Attribute, frame: Frame) -> Lowered:
    """``owner.name``; reading a property calls it."""
    owner = reader.expression(node.value, frame)
    value = attribute_of(reader, owner.value, node.attr)
    if isinstance(value, Function) and isinstance(owner.value, Instance) and is_property(value.node):
        got = follow(reader, value, Arguments(), reader.at(node))
        return Lowered(seq(owner.behaviour, got.behaviour), got.value)
    return Lowered(owner.behaviour, value)


@evaluates(ast.BinOp)
def arithmetic(reader: Reader, node: ast.BinOp, frame: Frame) -> Lowered:
    """Folded when both sides are known numbers."""
    left, right = reader.expression(node.left, frame), reader.expression(node.right, frame)
    path = joined(left.value, right.value) if isinstance(node.op, ast.Div) else None
    known = path or moved(node.op, left.value, right.value) or _fold(node.op, left.value, right.value)
    return Lowered(seq(left.behaviour, right.behaviour), known)


def _fold(op: ast.operator, left: Value, right: Value) -> Value:
    first, second, compute = number(left), number(right), _ARITHMETIC.get(type(op))
    if first is None or second is None or compute is None:
        return UNKNOWN
    try:
        result = compute(first, second)
    except (ArithmeticError, TypeError, ValueError):
        return UNKNOWN
    return const(result) if abs(result) < _LARGEST else UNKNOWN


@evaluates(ast.UnaryOp)
def unary(reader: Reader, node: ast.UnaryOp, frame: Frame) -> Lowered:
    """``-1`` and ``not x``."""
    inner = reader.expression(node.operand, frame)
    value = number(inner.value)
    if isinstance(node.op, ast.USub) and value is not None:
        return Lowered(inner.behaviour, const(-value))
    if isinstance(node.op, ast.Not) and isinstance(inner.value, (Alive, Awaited, Symbol)):
        return Lowered(inner.behaviour, Not(inner.value))
    if isinstance(node.op, ast.Invert) and isinstance(value, int):
        return Lowered(inner.behaviour, const(~value))
    known = truth(inner.value)
    return Lowered(inner.behaviour, const(not known) if isinstance(node.op, ast.Not) and known is not None else UNKNOWN)


@evaluates(ast.BoolOp)
def boolean(reader: Reader, node: ast.BoolOp, frame: Frame) -> Lowered:
    """``a or b``: the later operand is evaluated on one branch only; ``default or value`` keeps a known value."""
    first = condition(reader, node.values[0], frame)
    parts: list[Behaviour] = [first.before]
    values = [reader.expression(one, frame) for one in node.values]
    for lowered in values[1:]:
        parts.append(choice(lowered.behaviour, SKIP) if lowered.behaviour is not SKIP else SKIP)
    return Lowered(seq(*parts), _picked(isinstance(node.op, ast.And), [one.value for one in values]))


def _picked(all_: bool, values: list[Value]) -> Value:
    for value in values[:-1]:
        known = truth(value)
        if known is None:
            return UNKNOWN
        if known is not all_:
            return value
    return values[-1]


@evaluates(ast.Compare)
def comparison(reader: Reader, node: ast.Compare, frame: Frame) -> Lowered:
    """``one == another``: known of constants, and of the result of a wait, where it tells of one signal."""
    if len(node.ops) > 1:
        return reader.parts(node, frame)
    test = condition(reader, node, frame)
    if NEVER in (test.yes, test.no):
        return Lowered(test.before, const(test.no is NEVER))
    operator_, left, right = (
        node.ops[0],
        *(reader.expression(one, frame).value for one in (node.left, *node.comparators)),
    )
    told = _signal(left, right) or _signal(right, left) if isinstance(operator_, (ast.Eq, ast.NotEq)) else None
    if told is None:
        return Lowered(test.before)
    return Lowered(
        test.before, told if isinstance(operator_, ast.Eq) else Not(told) if isinstance(told, Awaited) else told.of
    )


def _signal(result: Value, number_: Value) -> Awaited | Not | None:
    """Of which signal it tells that a wait gave this number."""
    code = integer(number_)
    if not isinstance(result, Awaited) or not result.code or code is None:
        return None
    if code == WAIT_TIMEOUT and len(result.keys) == 1:
        return Not(Awaited(result.keys, code=False))
    return Awaited((result.keys[code],), code=False) if 0 <= code < len(result.keys) else None


@evaluates(ast.NamedExpr)
def walrus(reader: Reader, node: ast.NamedExpr, frame: Frame) -> Lowered:
    """``(name := value)``."""
    lowered = reader.expression(node.value, frame)
    frame.env[node.target.id] = lowered.value
    return lowered


@evaluates(ast.Yield, ast.YieldFrom)
def yield_(reader: Reader, node: ast.Yield | ast.YieldFrom, frame: Frame) -> Lowered:
    """What is yielded goes out of sight."""
    lowered = reader.expression(node.value, frame) if node.value else Lowered()
    reader.knowledge.escape(lowered.value)
    return Lowered(lowered.behaviour)


@evaluates(ast.Await)
def await_(reader: Reader, node: ast.Await, frame: Frame) -> Lowered:
    """Coroutines are not followed."""
    return Lowered(reader.expression(node.value, frame).behaviour)


@evaluates(ast.JoinedStr, ast.FormattedValue)
def text(reader: Reader, node: ast.JoinedStr, frame: Frame) -> Lowered:
    """Formatted text does what its parts do."""
    return Lowered(reader.parts(node, frame).behaviour)
