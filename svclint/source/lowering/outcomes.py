"""The result of a wait for several signals: what follows is read for each of them, with the number that it has then.

So every way of asking for the number is understood, and an auto-reset event is taken by the wait that it ends.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Sequence
from typing import Final

from svclint.checking.behaviour import Behaviour, choice, events, seq
from svclint.contract.events import At, Event, Side, Signal, Test, Wait
from svclint.source.frame import Frame
from svclint.source.knowledge import Fact
from svclint.source.lowering.branches import leaves
from svclint.source.lowering.conditions import WAIT_TIMEOUT, given
from svclint.source.lowering.reader import Reader, splits
from svclint.source.values import Awaited, const

_MOST: Final = 6  # signals; with more, the rest is read once
_ALL: Final = 1  # the argument that asks for all of them


@splits
def outcomes(
    reader: Reader, done: ast.stmt, happens: Behaviour, rest: Sequence[ast.stmt], frame: Frame
) -> Behaviour | None:
    """The rest of a block after ``rc = WaitForMultipleObjects(...)``, one way for each end of that wait."""
    found = _result(done, frame)
    if found is None or not _asks(rest, found[0]):
        return None
    (name, result), at, before = found, reader.at(done), frame.env
    ways, ends = [], []
    for number, lead in _ends(reader, at, result, [one for one in events(happens) if isinstance(one, Wait)]):
        frame.env = {**before, name: const(number)}
        ways.append(seq(lead, reader.block(rest, frame)))
        if not leaves(list(rest)):
            ends.append({**frame.env, name: result})
    frame.env = before
    frame.merge(*ends)
    return choice(*ways)


def _result(done: ast.stmt, frame: Frame) -> tuple[str, Awaited] | None:
    match done:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(args=args)) if len(args) > _ALL:
            result = frame.env.get(name)
            any_ = isinstance(args[_ALL], ast.Constant) and not args[_ALL].value
            if any_ and isinstance(result, Awaited) and result.code and 1 < len(result.keys) <= _MOST:
                return name, result
    return None


def _asks(rest: Sequence[ast.stmt], name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for part in rest for one in ast.walk(part))


def _ends(reader: Reader, at: At, result: Awaited, waits: list[Wait]) -> Iterator[tuple[int, Behaviour]]:
    """Each number that the wait may give, and what is so then."""
    for number, key in enumerate(result.keys):
        absent = [reader.emit(Test(at, one, False)) for one in result.keys[:number] if one]
        taken = [reader.emit(one) for one in _taken(reader, at, key)]
        yield number, seq(*absent, given(reader, at, key)[0] if key else seq(), *taken)
    if not any(one.asked == math.inf for one in waits):
        yield WAIT_TIMEOUT, seq(*(reader.emit(Test(at, one, False)) for one in result.keys if one))


def _taken(reader: Reader, at: At, key: str | None) -> Iterator[Event]:
    """An auto-reset event is there for one wait. What other threads take prunes nothing here."""
    if key and reader.role.side is Side.RUN and reader.knowledge.is_(Fact.AUTO, key.removesuffix(".is_set")):
        yield Signal(at, key, False)
