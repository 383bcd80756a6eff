"""Deadlines: loops that go on until a clock says so, and how long that is."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from typing import Final

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Choice, Emit, Loop, Seq, events, seq
from svclint.contract.effects import canonical
from svclint.contract.events import Report, Side, Took, Wait, WaitKind
from svclint.source.frame import Frame
from svclint.source.lowering.reader import Reader
from svclint.source.values import Given, Moment, Value, number

_CLOCKS: Final = frozenset(["time.time", "time.monotonic", "time.perf_counter"])
_ORDER: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def clock(value: Value) -> Moment | None:
    """The moment that a value is; the present one where it was read off a clock of seconds."""
    if isinstance(value, Given) and canonical(value.name) in _CLOCKS:
        return Moment()
    return value if isinstance(value, Moment) else None


def moved(op: ast.operator, left: Value, right: Value) -> Moment | None:
    """``time.time() + 30`` and ``time.time() - begun``; None when it is something else."""
    first, second, amount = clock(left), clock(right), number(right)
    if first is None or first.since:
        return None
    if amount is not None and isinstance(op, ast.Add):
        return Moment(first.seconds + amount)
    return Moment(since=True) if second is not None and not second.since and isinstance(op, ast.Sub) else None


def until(reader: Reader, loop: ast.While, frame: Frame) -> float | None:
    """The seconds after which the loop's own test ends it; None when no clock does."""
    alike = loop.test.values if isinstance(loop.test, ast.BoolOp) and isinstance(loop.test.op, ast.And) else [loop.test]
    limits = [_limit(reader, one, frame) for one in alike]
    return min((one for one in limits if one is not None), default=None)


def _limit(reader: Reader, test: ast.expr, frame: Frame) -> float | None:
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], _ORDER):
        return None
    left, right = (reader.expression(one, frame).value for one in (test.left, *test.comparators))
    for value, against in ((left, right), (right, left)):
        moment, other = clock(value), clock(against)
        if moment is None:
            continue
        if moment.since:
            return number(against)
        if other is not None and not other.since and moment.seconds:
            return moment.seconds
    return None


def bounded(reader: Reader, loop: Loop, seconds: float | None) -> Behaviour:
    """The loop of a handler with its waits as one, which asks for all of them; one that reports is left as it is."""
    parts = (loop.again, loop.body, loop.leave)
    inside = [event for part in parts for event in events(part)]
    waits = {one for one in inside if isinstance(one, Wait) and one.kind is not WaitKind.LOOP}
    own = list(dict.fromkeys(one for part in parts for one in _own(part) if one in waits))
    said = any(isinstance(one, Report) for one in inside) or any(one.asked == math.inf for one in waits)
    if seconds is None or reader.role.side is not Side.HANDLER or said or not own or len(own) < len(waits):
        return loop
    first = min(own, key=lambda one: one.at)
    asked = reader.emit(Wait(first.at, WaitKind.LOOP, first.subject, seconds, Took(0.0, seconds)))
    again, body, leave = map(_without, parts)
    return seq(asked, Loop(again, leave, body, loop.least))


def _own(node: Behaviour) -> Iterator[Wait]:
    """The waits of the loop itself, on whatever branch."""
    if isinstance(node, Emit) and isinstance(node.event, Wait):
        yield node.event
    elif isinstance(node, (Seq, Choice)):
        for one in node.parts:
            yield from _own(one)


def _without(node: Behaviour) -> Behaviour:
    """The same without these waits."""
    if isinstance(node, Emit) and isinstance(node.event, Wait):
        return SKIP
    if isinstance(node, Seq):
        return seq(*map(_without, node.parts))
    return Choice(tuple(map(_without, node.parts))) if isinstance(node, Choice) and node is not NEVER else node
