"""Calls that wait: how long the code asked for, from the arguments that the effect table names."""

from __future__ import annotations

import math

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.effects import Blocks, Limit
from svclint.contract.events import ANY_TIME, AT_ONCE, At, Point, Took, Wait, WaitKind
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.locks import contended
from svclint.source.lowering.reader import Reader
from svclint.source.values import NONE, Items, Value, number, truth

INFINITE = 0xFFFFFFFF


def wait(reader: Reader, at: At, subject: str, blocks: Blocks, given: Arguments) -> Behaviour:
    """The wait, and before it the point at which a control finds the code resting."""
    if not waits(blocks, given):
        return SKIP
    asked = limit(blocks, given)
    if blocks.kind is WaitKind.NETWORK and asked == math.inf and reader.knowledge.limits_network(subject):
        asked = None
    event = reader.emit(Wait(at, blocks.kind, subject, asked, _took(blocks, asked)))
    point = reader.emit(Point(at, rest=blocks.kind is not WaitKind.LOCK))  # a lock is free most of the time
    return event if asked == 0 else seq(contended(reader, at, subject, blocks, asked), point, event)


def waits(blocks: Blocks, given: Arguments) -> bool:
    """Whether the call waits at all with these arguments."""
    if blocks.unless and truth(given.get(blocks.unless) or NONE) is False and given.get(blocks.unless) is not None:
        return False
    if blocks.given and given.complete and given.get(blocks.given) is None:
        return False
    spared = given.get(blocks.spared) if blocks.spared else None
    return spared is None or spared == NONE


def limit(blocks: Blocks, given: Arguments) -> float | None:
    """The seconds the call asks for: math.inf without a limit, None when it is not known."""
    if blocks.unless and truth(given.get(blocks.unless) or NONE) is None and given.get(blocks.unless) is not None:
        return None
    return _limited(blocks.limit, given) if blocks.limit else blocks.asks


def _limited(bound: Limit, given: Arguments) -> float | None:
    value = given.get(bound.argument)
    if value is None:
        return bound.absent if given.complete else None
    return _seconds(value, bound.unit)


def _seconds(value: Value, unit: float) -> float | None:
    if value == NONE:
        return math.inf
    if isinstance(value, Items):  # requests: (connect, read)
        parts = [_seconds(one, unit) for one in value.values]
        return None if None in parts else sum(part for part in parts if part is not None)
    known = number(value)
    if known is None:
        return None
    return math.inf if known < 0 or known == INFINITE else known * unit


def _took(blocks: Blocks, asked: float | None) -> Took:
    if asked == 0:
        return AT_ONCE
    if asked is None or asked == math.inf:
        return ANY_TIME
    return Took(asked if blocks.exact else 0.0, asked)
