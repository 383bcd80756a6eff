"""What the run side waits for before it ends, and who gives that signal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import libcst as cst

from svclint.repair.shapes.common import (
    above,
    attribute,
    called,
    callers,
    class_of,
    dotted,
    method_called,
    own,
    receiver,
)
from svclint.repair.shapes.events import holds, over, signalled
from svclint.repair.shapes.threads import loop_of
from svclint.repair.workshop import Statement, Workshop

OPPOSITE = {"True": "False", "False": "True"}
GIVING = ("set", "shutdown")
SETTERS = ("SetEvent", "PulseEvent")


class Signal(NamedTuple):
    """An attribute that ends a wait: an event that is set, a server that is shut down, or a flag given ``value``."""

    name: str
    value: str | None = None


def given(shop: Workshop, stmt: cst.CSTNode, self_: str | None) -> Signal | None:
    """The signal that a statement gives."""
    if name := signalled(shop, stmt, self_) or attribute(method_called(stmt, "shutdown"), self_):
        return Signal(name)
    match stmt:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=to)], value=cst.Name(value=value))]
        ) if value in OPPOSITE:
            flag = attribute(to, self_)
            return Signal(flag, value) if flag else None
    return None


def sites(shop: Workshop, signal: Signal) -> list[cst.Attribute]:
    """Where the file may give a signal, under whatever owner."""
    owners = (one for one in shop.nodes(cst.Attribute) if one.attr.value == signal.name)
    return [one for one in owners if _gives(shop, one, signal)]


def _gives(shop: Workshop, owner: cst.Attribute, signal: Signal) -> bool:
    match shop.parents[owner]:
        case cst.Attribute(attr=cst.Name(value=verb)):
            return verb in GIVING
        case cst.AssignTarget() as target:
            return _changes(shop.parents[target], signal)
        case cst.AnnAssign() | cst.AugAssign() as change:
            return change.target is owner and _changes(change, signal)
        case parent:
            call = shop.parents.get(parent)
    return isinstance(call, cst.Call) and (dotted(call.func) or "").rpartition(".")[2] in SETTERS


def _changes(assign: cst.CSTNode, signal: Signal) -> bool:
    """Whether an assignment may give a flag the value of the signal."""
    value = assign.value if isinstance(assign, (cst.Assign, cst.AnnAssign)) else None
    return signal.value is not None and dotted(value) != OPPOSITE[signal.value]


def gate(shop: Workshop, run: cst.FunctionDef, signal: Signal) -> Statement | None:
    """The one statement of a body that nothing passes before the signal; none when there may be ways around."""
    found = [one for one in _certain(shop.statements(run)) if _passed_by(shop, run, one, signal)]
    if len(found) != 1 or set(own(run, cst.Return)) != set(own(found[0], cst.Return)):
        return None
    return found[0]


def _certain(body: Iterable[cst.CSTNode]) -> Iterator[Statement]:
    """The statements that a body does not end without."""
    for stmt in body:
        if isinstance(stmt, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
            yield stmt
        if isinstance(stmt, cst.With) or (isinstance(stmt, cst.Try) and all(map(_raises, stmt.handlers))):
            yield from _certain(stmt.body.body)


def _raises(handler: cst.ExceptHandler) -> bool:
    match handler.body.body[-1]:
        case cst.SimpleStatementLine(body=[*_, cst.Raise()]):
            return True
    return False


def _passed_by(shop: Workshop, run: cst.FunctionDef, stmt: Statement, signal: Signal) -> bool:
    """Whether a statement is over when the signal has been given, and not before."""
    self_ = receiver(run)
    if _helper_waits(shop, run, stmt, signal) or _asked_inside(shop, stmt, signal, self_):
        return True
    if any(own(stmt, cst.Return)):
        return False
    if signal.value:
        return _flagged(stmt, signal, self_)
    return holds(shop, stmt, signal.name, self_) or _serves(stmt, self_) == signal.name


def _flagged(stmt: cst.CSTNode, signal: Signal, self_: str | None) -> bool:
    """``while self.running:`` and ``while not self.stopping:``."""
    match stmt:
        case cst.While(test=cst.UnaryOperation(operator=cst.Not(), expression=flag), orelse=None):
            ended = signal.value == "True"
        case cst.While(test=flag, orelse=None):
            ended = signal.value == "False"
        case _:
            return False
    return ended and attribute(flag, self_) == signal.name and not any(own(stmt, cst.Break))


def _serves(stmt: cst.CSTNode, self_: str | None) -> str | None:
    """The server whose loop a statement runs."""
    match called(stmt):
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="serve_forever"))):
            return attribute(owner, self_)
    return None


def _asked_inside(shop: Workshop, stmt: cst.CSTNode, signal: Signal, self_: str | None) -> bool:
    """An endless loop whose every way out stands right under a question for the signal."""
    match stmt:
        case cst.While(test=cst.Name(value="True") | cst.Integer(value="1"), orelse=None):
            outs: list[cst.BaseSmallStatement] = [one for one in own(stmt, cst.Break) if loop_of(shop, one) is stmt]
            outs += (one for one in own(stmt, cst.Return) if one.value is None)
            return bool(outs) and all(_is_answer(shop, stmt, one, signal, self_) for one in outs)
    return False


def _is_answer(
    shop: Workshop, loop: cst.While, leaving: cst.BaseSmallStatement, signal: Signal, self_: str | None
) -> bool:
    near = next(one for one in above(shop, leaving) if isinstance(one, cst.BaseCompoundStatement))
    if not isinstance(near, cst.If) or shop.parents[shop.parents[leaving]] is not near.body:
        return False
    match near.test:
        case cst.Attribute() as flag:
            return signal.value == "True" and attribute(flag, self_) == signal.name
        case cst.UnaryOperation(operator=cst.Not(), expression=flag):
            return signal.value == "False" and attribute(flag, self_) == signal.name
    return not signal.value and over(shop, loop, near.test, signal.name, self_)


def _helper_waits(shop: Workshop, run: cst.FunctionDef, stmt: cst.CSTNode, signal: Signal) -> bool:
    """``self.main()``, where the method waits and is called here alone."""
    cls, call = class_of(shop, run), called(stmt)
    name = attribute(call.func, receiver(run)) if call else None
    helper = shop.method(cls, name) if cls and name else None
    if helper is None or helper is run or len(callers(shop, helper)) != 1:
        return False
    return isinstance(helper.body, cst.IndentedBlock) and gate(shop, helper, signal) is not None
