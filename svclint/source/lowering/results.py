"""What the number tells that a wait gives: which signal ended it."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from typing import Final

from svclint.checking.behaviour import Behaviour, events, seq
from svclint.contract.events import At, Event, Side, Signal, Test, Wait
from svclint.source.knowledge import Fact
from svclint.source.lowering.conditions import WAIT_TIMEOUT, given
from svclint.source.lowering.reader import Reader
from svclint.source.values import Awaited, Value

_MOST: Final = 6  # signals; with more, nobody looks at each
_ALL: Final = 1  # the argument that asks for all of them


def single(call: ast.expr, result: Value | None) -> Awaited | None:
    """The result of a wait that one of some signals ends; None when it is another value."""
    if not isinstance(result, Awaited) or not result.code or len(result.keys) > _MOST or not isinstance(call, ast.Call):
        return None
    if len(result.keys) == 1:
        return result
    every = call.args[_ALL] if len(call.args) > _ALL else None
    return result if isinstance(every, ast.Constant) and not every.value else None


def ends(reader: Reader, at: At, result: Awaited, happens: Behaviour) -> Iterator[tuple[int, Behaviour]]:
    """Each number that the wait may give, and what is so then."""
    for number, key in enumerate(result.keys):
        absent = [reader.emit(Test(at, one, False)) for one in result.keys[:number] if one]
        taken = [reader.emit(one) for one in _taken(reader, at, key)]
        yield number, seq(*absent, given(reader, at, key)[0] if key else seq(), *taken)
    if not any(isinstance(one, Wait) and one.asked == math.inf for one in events(happens)):
        yield WAIT_TIMEOUT, seq(*(reader.emit(Test(at, one, False)) for one in result.keys if one))


def _taken(reader: Reader, at: At, key: str | None) -> Iterator[Event]:
    """An auto-reset event is there for one wait. What other threads take prunes nothing here."""
    if key and reader.role.side is Side.RUN and reader.knowledge.is_(Fact.AUTO, key.removesuffix(".is_set")):
        yield Signal(at, key, False)
