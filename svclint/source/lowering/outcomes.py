"""The result of a wait for several signals: what follows is read for each of them, with the number that it has then.

So every way of asking for the number is understood, and an auto-reset event is taken by the wait that it ends.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from svclint.checking.behaviour import Behaviour, choice, seq
from svclint.source.frame import Frame
from svclint.source.lowering.branches import leaves
from svclint.source.lowering.reader import Reader, splits
from svclint.source.lowering.results import ends, single
from svclint.source.values import Awaited, const
from svclint.source.walking import walk

_DEEP: Final = 2  # so many waits one after the other are followed; each multiplies what is read


@splits
def outcomes(
    reader: Reader, done: ast.stmt, happens: Behaviour, rest: Sequence[ast.stmt], frame: Frame
) -> Behaviour | None:
    """The rest of a block after ``rc = WaitForMultipleObjects(...)``, one way for each end of that wait."""
    found = _result(done, frame) if reader.session.splits < _DEEP else None
    if found is None or not _asks(rest, found[0]):
        return None
    reader.session.splits += 1
    (name, result), before = found, frame.env
    ways, after = [], []
    for number, lead in ends(reader, reader.at(done), result, happens):
        frame.env = {**before, name: const(number)}
        ways.append(seq(lead, reader.block(rest, frame)))
        if not leaves(list(rest)):
            after.append({**frame.env, name: result})
    reader.session.splits -= 1
    frame.env = before
    frame.merge(*after)
    return choice(*ways)


def _result(done: ast.stmt, frame: Frame) -> tuple[str, Awaited] | None:
    match done:
        case ast.Assign(targets=[ast.Name(id=name)], value=call):
            result = single(call, frame.env.get(name))
            return (name, result) if result and len(result.keys) > 1 else None
    return None


def _asks(rest: Sequence[ast.stmt], name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for part in rest for one in walk(part))
