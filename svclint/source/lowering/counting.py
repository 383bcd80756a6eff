"""``while n > 0: ...; n -= 1``: loops whose turns can be counted from what is written."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from svclint.source.classes import statements
from svclint.source.frame import Frame
from svclint.source.lowering.reader import Reader
from svclint.source.values import integer
from svclint.source.walking import walk

MOST = 100_000
_ORDER: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.NotEq: operator.ne,
}


def countdown(reader: Reader, loop: ast.While, frame: Frame) -> int | None:
    """How often the loop turns; None when a turn may be left early, or when that is not written in constants."""
    match loop.test:
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[limit]) if type(op) in _ORDER:
            pass
        case ast.Name(id=name) as limit:
            op, limit = ast.NotEq(), ast.Constant(0)
        case _:
            return None
    step = _step(reader, loop, name, frame)
    first, last = integer(frame.lookup(name)), integer(reader.expression(limit, frame).value)
    if step is None or first is None or last is None:
        return None
    return _turns(_ORDER[type(op)], first, last, step)


def _step(reader: Reader, loop: ast.While, name: str, frame: Frame) -> int | None:
    """What every turn adds to the counter."""
    changes = [one for one in statements(loop.body) if name in _assigned(one)]
    leaving = any(isinstance(one, (ast.Continue, ast.Break, ast.Return)) for one in statements(loop.body))
    match changes:
        case [ast.AugAssign(op=ast.Add() | ast.Sub() as op, value=value) as only] if only in loop.body and not leaving:
            amount = integer(reader.expression(value, frame).value)
            return amount if amount is None or isinstance(op, ast.Add) else -amount
    return None


def _assigned(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Assign(targets=targets):
            places: list[ast.expr] = targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.For(target=target):
            places = [target]
        case _:
            places = []
    return {one.id for place in places for one in walk(place) if isinstance(one, ast.Name)}


def _turns(holds: Callable[[int, int], bool], first: int, last: int, step: int) -> int | None:
    count = 0
    while holds(first, last):
        first, count = first + step, count + 1
        if count > MOST:
            return None
    return count
