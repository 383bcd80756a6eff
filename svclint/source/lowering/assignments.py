"""Assignments: what a place holds from now on, and what that tells (flags, counters)."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.events import AUTO, At, Count, Signal
from svclint.source.frame import Frame
from svclint.source.knowledge import Fact
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import bind, is_setter
from svclint.source.lowering.reader import Reader, reads
from svclint.source.lowering.structures import followed, is_structure
from svclint.source.values import (
    UNKNOWN,
    Collection,
    Const,
    Function,
    Instance,
    Items,
    Mapping,
    Symbol,
    Thing,
    Type,
    Value,
    integer,
    truth,
)


@reads(ast.Assign)
def assign(reader: Reader, node: ast.Assign, frame: Frame) -> Behaviour:
    """``a = self.b = value``, or ``a, b = one, two``."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if _one_by_one(
            targets, values
        ):
            made = [reader.expression(one, named(frame, to, reader)) for to, one in zip(targets, values, strict=True)]
            stored = (store(reader, to, one.value, frame) for to, one in zip(targets, made, strict=True))
            return seq(*(one.behaviour for one in made), *stored)
    lowered = reader.expression(node.value, named(frame, node.targets[0], reader))
    return seq(lowered.behaviour, *(store(reader, target, lowered.value, frame) for target in node.targets))


def _one_by_one(targets: list[ast.expr], values: list[ast.expr]) -> bool:
    """Whether each value goes to a place of its own."""
    return len(targets) == len(values) and not any(isinstance(one, ast.Starred) for one in (*targets, *values))


@reads(ast.AnnAssign)
def annotated(reader: Reader, node: ast.AnnAssign, frame: Frame) -> Behaviour:
    """``a: T = value``."""
    if node.value is None:
        return SKIP
    lowered = reader.expression(node.value, named(frame, node.target, reader))
    return seq(lowered.behaviour, store(reader, node.target, lowered.value, frame))


@reads(ast.AugAssign)
def augmented(reader: Reader, node: ast.AugAssign, frame: Frame) -> Behaviour:
    """``a += 1``: a counter changes; its value is not followed."""
    lowered = reader.expression(node.value, frame)
    key = place(reader, node.target, frame)
    if key is None:
        return seq(lowered.behaviour, _counted(reader, node, frame))
    _remember(reader, node.target, Symbol(key), frame)
    at = reader.at(node)
    return seq(
        lowered.behaviour,
        reader.emit(Count(at, counter(reader, key), _change(node.op, integer(lowered.value)))),
        reader.emit(Signal(at, key, None, shared=False)),
    )


def _counted(reader: Reader, node: ast.AugAssign, frame: Frame) -> Behaviour:
    """``table["count"] += 1``, or the same for an attribute of something unknown: it goes by what it is read as."""
    held = reader.expression(node.target, frame).value
    return reader.emit(Count(reader.at(node), held.key, "?")) if isinstance(held, Symbol) else SKIP


def _change(op: ast.operator, step: int | None) -> str:
    """Whether the counter rises, falls, or nobody knows."""
    if step is None or step <= 0 or not isinstance(op, (ast.Add, ast.Sub)):
        return "?"
    return "+" if isinstance(op, ast.Add) else "-"


@reads(ast.Delete)
def delete(reader: Reader, node: ast.Delete, frame: Frame) -> Behaviour:
    """``del self.thread``: the name is gone, the thread is not."""
    return SKIP


@reads(ast.Global, ast.Nonlocal)
def shares(reader: Reader, node: ast.Global | ast.Nonlocal, frame: Frame) -> Behaviour:
    """``global name``."""
    if isinstance(node, ast.Global):
        frame.shared.update(node.names)
    return SKIP


def named(frame: Frame, target: ast.expr, reader: Reader) -> Frame:
    """The frame with a note of where the value made next goes: an object is known by the first place it is kept in."""
    frame.naming = place(reader, target, frame)
    return frame


def place(reader: Reader, target: ast.expr, frame: Frame) -> str | None:
    """The key of a name or attribute; None when the owner of the attribute is not known."""
    match target:
        case ast.Name(id=name):
            if frame.lookup(name) is None and frame.module.imports.canonical(name):
                return None
            if isinstance(target.ctx, ast.Store) and frame.lookup(name) is None and name not in frame.shared:
                frame.env[name] = UNKNOWN  # from here on a variable of this call, whatever the module calls so
            return frame.key(name)
        case ast.Attribute(value=value, attr=attribute):
            owner = reader.expression(value, frame).value
            if isinstance(owner, Instance):
                return _attribute_key(reader, owner, attribute)
            if isinstance(owner, Type):
                return f"{owner.cls.key}.{attribute}"
    return None


def _attribute_key(reader: Reader, owner: Instance, name: str) -> str:
    key = f"{owner.key}.{name}"
    if is_structure(owner.cls):
        reader.session.fields.add(key)
    return key


def store(reader: Reader, target: ast.expr, value: Value, frame: Frame) -> Behaviour:
    """Put ``value`` into the place that ``target`` names."""
    match target:
        case ast.Name() | ast.Attribute():
            return _store_place(reader, target, value, frame)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values = value.values if isinstance(value, Items) and len(value.values) == len(targets) else ()
            pairs = zip(targets, values or [UNKNOWN] * len(targets), strict=True)
            return seq(*(store(reader, one, part, frame) for one, part in pairs))
        case ast.Starred(value=inner):
            return store(reader, inner, UNKNOWN, frame)
        case ast.Subscript(value=container):
            return _store_element(reader, container, value, frame)
    return SKIP


def _store_place(reader: Reader, target: ast.Name | ast.Attribute, value: Value, frame: Frame) -> Behaviour:
    key = place(reader, target, frame)
    if isinstance(target, ast.Attribute) and key is None:
        return _store_foreign(reader, target, value, frame)
    setter = _setter(reader, target, frame) if isinstance(target, ast.Attribute) else None
    if setter is not None:
        return followed(reader, setter, Arguments((value,)), reader.at(target), frame).behaviour
    if isinstance(target, ast.Name) and key is None:
        frame.env[target.id] = value  # shadows an import
        key = frame.key(target.id)
    assert key is not None
    _remember(reader, target, value, frame)
    return tells(reader, reader.at(target), key, value)


def _setter(reader: Reader, target: ast.Attribute, frame: Frame) -> Function | None:
    """The method that assigning to a property calls."""
    owner = reader.expression(target.value, frame).value
    found = owner.cls.method(target.attr) if isinstance(owner, Instance) else None
    return bind(found, owner) if found and isinstance(owner, Instance) and is_setter(found[0]) else None


def _store_foreign(reader: Reader, target: ast.Attribute, value: Value, frame: Frame) -> Behaviour:
    """``thing.attribute = value``: a thread's daemon flag, a server's ``should_exit``; else a thread out of sight."""
    owner = reader.expression(target.value, frame).value
    if isinstance(owner, Thing) and target.attr == "daemon" and isinstance(value, Const):
        _remember(reader, target.value, Thing(owner.cls, owner.key, owner.target, bool(value.value)), frame)
        return SKIP
    reader.knowledge.escape(value)
    if not isinstance(owner, (Thing, Symbol)):
        return SKIP
    at, key = reader.at(target), f"{owner.key}.{target.attr}"
    return seq(reader.emit(Signal(at, key, truth(value))), reader.emit(Count(at, key, "=", integer(value))))


def _store_element(reader: Reader, container: ast.expr, value: Value, frame: Frame) -> Behaviour:
    holder = reader.expression(container, frame).value
    if isinstance(holder, Collection):
        reader.knowledge.hold(f"{holder.key}[]", value)
        return reader.emit(Signal(reader.at(container), holder.key, None, shared=False))
    reader.knowledge.escape(value)
    key = place(reader, container, frame)
    if isinstance(holder, Mapping) and key:
        reader.knowledge.note(Fact.CHANGED, key)
        frame.env.pop(key.partition("@")[0], None)
    if key is None:
        return SKIP
    at = reader.at(container)
    signal = Signal(at, f"{key}[]", None, shared="@" not in key)
    return seq(reader.emit(signal), reader.emit(Count(at, f"{key}[]", "?")))


def _remember(reader: Reader, target: ast.expr, value: Value, frame: Frame) -> None:
    """Locals are known where they are; attributes and globals all over the service."""
    if isinstance(target, ast.Name) and frame.local(target.id):
        frame.env[target.id] = value
        return
    key = place(reader, target, frame)
    if key is not None:
        reader.knowledge.hold(key, value)
    if key in reader.session.fields:
        frame.env[key] = value


def counter(reader: Reader, key: str) -> str:
    """The key to count under: the framework's own counter is one for all reports it makes (contract D.1)."""
    return AUTO if key == f"{reader.service.key}.checkPoint" else key


def tells(reader: Reader, at: At, key: str, value: Value) -> Behaviour:
    """What giving ``value`` to ``key`` tells the monitors: its truth, and its number when it may be a counter."""
    counted = reader.emit(Count(at, counter(reader, key), "=", integer(value)))
    shared = "@" not in key and key not in reader.session.fields  # a status tells nobody before it is reported
    return seq(reader.emit(Signal(at, key, truth(value), shared=shared)), counted)
