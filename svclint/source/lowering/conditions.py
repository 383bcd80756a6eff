"""Conditions: what a branch teaches about flags, signals and threads, and which branch is dead."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, choice, seq
from svclint.contract.effects import canonical
from svclint.contract.events import At, Join, Known, Opaque, Test, Unread
from svclint.contract.framework import HANDLE
from svclint.source.frame import Frame
from svclint.source.imports import FRAMEWORK
from svclint.source.knowledge import Fact
from svclint.source.lowering.assignments import place
from svclint.source.lowering.reader import Branches, Reader
from svclint.source.lowering.surroundings import asked_about
from svclint.source.situation import on_windows
from svclint.source.values import (
    UNKNOWN,
    Alive,
    Awaited,
    Collection,
    Const,
    Given,
    Items,
    Mapping,
    Method,
    Not,
    Symbol,
    Thing,
    Value,
    integer,
    options,
    truth,
)

WAIT_OBJECT_0, WAIT_TIMEOUT = 0, 258

# A negative operator stands for its positive twin: the branches are swapped afterwards.
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.eq,
    ast.Is: operator.eq,
    ast.IsNot: operator.eq,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_NEGATIVE = (ast.NotEq, ast.IsNot, ast.NotIn)
_EQUALITY = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)
# Who asks for one of these does not mean a thread that the service has started.
_OWN_THREAD = ("threading.current_thread", "threading.currentThread", "threading.main_thread")


def condition(reader: Reader, node: ast.expr, frame: Frame) -> Branches:
    """What evaluating the condition does, and what is so on either branch."""
    situation, module = reader.session.situation, reader.module
    known = on_windows(node, module)
    if known is None and situation is not None:
        known = situation.answer(node, module)
    if known is not None:
        return Branches(SKIP, SKIP if known else NEVER, NEVER if known else SKIP)
    found = _condition(reader, node, frame)
    return Branches(seq(found.before, asked_about(reader, node)), found.yes, found.no)


def _condition(reader: Reader, node: ast.expr, frame: Frame) -> Branches:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = condition(reader, operand, frame)
            return Branches(inner.before, inner.no, inner.yes)
        case ast.BoolOp(op=op, values=values):
            return _boolean(reader, isinstance(op, ast.And), values, frame)
        case ast.Compare(ops=[op], comparators=[right]):
            return _comparison(reader, node, op, right, frame)
        case ast.Call(func=ast.Name(id="bool"), args=[inner_node]):
            return condition(reader, inner_node, frame)
    lowered = reader.expression(node, frame)
    return Branches(lowered.behaviour, *_read(reader, node, _truth(reader, node, lowered.value, frame)))


def _read(reader: Reader, node: ast.expr, branches: tuple[Behaviour, Behaviour]) -> tuple[Behaviour, Behaviour]:
    """The branches; where neither says anything, it says that the reason is not known."""
    if branches != (SKIP, SKIP):
        return branches
    unread = reader.emit(Unread(reader.at(node)))
    return unread, unread


def _boolean(reader: Reader, all_: bool, values: list[ast.expr], frame: Frame) -> Branches:
    """``and`` / ``or``: the later operand is evaluated on one branch only."""
    first = condition(reader, values[0], frame)
    before, yes, no = first
    for value in values[1:]:
        then = condition(reader, value, frame)
        if all_:
            no = choice(no, _after(yes, then.before, then.no))
            yes = _after(yes, then.before, then.yes)
        else:
            yes = choice(yes, _after(no, then.before, then.yes))
            no = _after(no, then.before, then.no)
    return Branches(before, yes, no)


def _after(*parts: Behaviour) -> Behaviour:
    return NEVER if any(part is NEVER for part in parts) else seq(*parts)


def _truth(reader: Reader, node: ast.expr, value: Value, frame: Frame) -> tuple[Behaviour, Behaviour]:
    """The two branches of ``if value``."""
    known = truth(value)
    if known is not None and _place_is_fixed(node, value):
        return (SKIP, NEVER) if known else (NEVER, SKIP)
    at = reader.at(node)
    match value:
        case Not(of=inner):
            no, yes = _truth(reader, node, inner, frame)
            return yes, no
        case Alive(key=key, child=child):
            unread = reader.emit(Unread(at)) if child else SKIP
            return seq(unread, reader.emit(Known(at, key, True))), seq(unread, reader.emit(Known(at, key, False)))
        case Awaited(keys=(str() as key,), code=False):
            return given(reader, at, key)
        case Awaited(keys=(str() as key,)):  # WAIT_OBJECT_0 is 0, which is false
            no, yes = given(reader, at, key)
            return yes, no
        case Awaited():
            return SKIP, SKIP
        case Symbol(key=key):
            return _debugged(reader, at, key) if _is_handle(reader, key) else given(reader, at, key)
        case Collection(key=key) if reader.knowledge.is_(Fact.LIVING, key):
            return SKIP, seq(*(reader.emit(Join(at, one, True)) for one in _threads(reader, key)))
    named = place(reader, node, frame)
    if named is None:
        return SKIP, SKIP
    yes, no = tests(reader, at, named)
    # What a local variable was given by code out of sight may be an answer to anything.
    unread = reader.emit(Unread(at)) if value == UNKNOWN and "@" in named else SKIP
    return seq(unread, yes), seq(unread, no)


def _is_handle(reader: Reader, key: str) -> bool:
    """Whether the place holds what pywin32 reports by: under the SCM it is there, only debug mode has none."""
    return key == f"{reader.service.key}.{HANDLE}" and reader.service.derives(FRAMEWORK)


def _debugged(reader: Reader, at: At, key: str) -> tuple[Behaviour, Behaviour]:
    """The branches on which there is a handle, and is none: what is not reported then, nobody misses."""
    yes, no = tests(reader, at, key)
    return yes, seq(no, reader.emit(Opaque(at, at.text, stops=False, reports=True)))


def _threads(reader: Reader, key: str) -> list[str]:
    """The threads that a container was given, or whose lives it tells."""
    held = (each for one in reader.knowledge.listed(key) for each in options(one))
    return [one.key for one in held if isinstance(one, Thing)]


def _place_is_fixed(node: ast.expr, value: Value) -> bool:
    """A constant or function is what it is; an attribute that holds an object may hold None at another time."""
    return isinstance(value, Const) or not isinstance(node, (ast.Attribute, ast.Name))


def tests(reader: Reader, at: At, key: str) -> tuple[Behaviour, Behaviour]:
    """The branches on which ``key`` is true, and false."""
    return reader.emit(Test(at, key, True)), reader.emit(Test(at, key, False))


def given(reader: Reader, at: At, key: str) -> tuple[Behaviour, Behaviour]:
    """The branches on which a signal is there, and is not; with it, the threads are over whose last act it was."""
    yes, no = tests(reader, at, key)
    ended = [reader.emit(Join(at, thread, True)) for thread in reader.knowledge.ended_by(key)]
    return seq(yes, *ended), no


def _comparison(reader: Reader, node: ast.Compare, op: ast.cmpop, right: ast.expr, frame: Frame) -> Branches:
    """Both sides are evaluated; a negative operator has the branches of its positive twin, swapped."""
    first, second = reader.expression(node.left, frame), reader.expression(right, frame)
    before = seq(first.behaviour, second.behaviour)
    yes, no = _read(reader, node, _compared(reader, node, op, (first.value, second.value), right, frame))
    return Branches(before, no, yes) if isinstance(op, _NEGATIVE) else Branches(before, yes, no)


def _compared(
    reader: Reader, node: ast.Compare, op: ast.cmpop, values: tuple[Value, Value], right: ast.expr, frame: Frame
) -> tuple[Behaviour, Behaviour]:
    left, other = values
    if isinstance(left, Const) and isinstance(other, Const) and type(op) in _COMPARE:
        return _fold(op, left, other)
    if isinstance(op, (ast.In, ast.NotIn)):
        return _membership(reader, left, other)
    if not isinstance(op, _EQUALITY):
        return SKIP, SKIP
    for value, against, side in ((left, other, node.left), (other, left, right)):
        if isinstance(value, Thing) and isinstance(against, Given) and canonical(against.name) in _OWN_THREAD:
            return NEVER, SKIP
        if isinstance(value, Awaited) and value.code:
            return _wait_result(reader, reader.at(node), value, integer(against))
        child = _ended(value) if isinstance(against, Const) and against.value is None else None
        if child is not None:
            return _truth(reader, side, child, frame)
        if isinstance(against, Const) and (against.value is None or isinstance(against.value, bool)):
            yes, no = _truth(reader, side, value, frame)
            return (yes, no) if against.value else (no, yes)
    return SKIP, SKIP


def _ended(value: Value) -> Alive | None:
    """What it says that ``process.exitcode`` is None: the process lives."""
    match value:
        case Method(receiver=Thing(key=key), name="exitcode"):
            return Alive(key)
    return None


def _fold(op: ast.cmpop, left: Const, right: Const) -> tuple[Behaviour, Behaviour]:
    try:
        holds = _COMPARE[type(op)](left.value, right.value)
    except TypeError:
        return SKIP, SKIP
    return (SKIP, NEVER) if holds else (NEVER, SKIP)


def _membership(reader: Reader, left: Value, right: Value) -> tuple[Behaviour, Behaviour]:
    """``control in (STOP, SHUTDOWN)``, or in a table."""
    values = _members(reader, right)
    if not isinstance(left, Const) or not values:
        return SKIP, SKIP
    if left in values:
        return SKIP, NEVER
    return (NEVER, SKIP) if all(isinstance(one, Const) for one in values) else (SKIP, SKIP)


def _members(reader: Reader, container: Value) -> list[Value]:
    match container:
        case Items(values=values):
            return list(values)
        case Mapping(items=items):
            return [key for key, _ in items]
        case Collection(key=key):
            return reader.knowledge.listed(key)
    return []


def _wait_result(reader: Reader, at: At, value: Awaited, code: int | None) -> tuple[Behaviour, Behaviour]:
    """``rc == WAIT_OBJECT_0 + n`` says that the n-th signal is set; WAIT_TIMEOUT says that none is."""
    keys = value.keys
    if code == WAIT_TIMEOUT and len(keys) == 1 and keys[0]:
        yes, no = given(reader, at, keys[0])
        return no, yes
    key = keys[code] if code is not None and 0 <= code < len(keys) else None
    if key is None or code is None:
        return SKIP, SKIP
    yes, no = given(reader, at, key)
    # The lowest signal that is there is the one reported, so those before it are not.
    before = [reader.emit(Test(at, one, False)) for one in keys[:code] if one]
    others = [thread for one in keys if one and one != key for thread in reader.knowledge.ended_by(one)]
    doubts = [reader.emit(Join(at, thread, None)) for thread in others]  # one of the others may have come
    return seq(*before, yes), seq(no if code == 0 else reader.emit(Unread(at)), *doubts)
