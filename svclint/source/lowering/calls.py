"""Calls: who is called decides what happens."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import Behaviour, choice, seq
from svclint.contract.events import At
from svclint.source.frame import Frame
from svclint.source.imports import FRAMEWORK
from svclint.source.lowering import host
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.containers import container_method
from svclint.source.lowering.fields import filled
from svclint.source.lowering.functions import bind, follow
from svclint.source.lowering.libraries import given_call, library_call, thing_method
from svclint.source.lowering.opaque import opaque, outside
from svclint.source.lowering.reader import Lowered, Reader, evaluates
from svclint.source.lowering.structures import constructed, followed, is_structure
from svclint.source.values import (
    UNKNOWN,
    Collection,
    Function,
    Given,
    HostMethod,
    Instance,
    Items,
    Library,
    Many,
    Mapping,
    Method,
    Symbol,
    Thing,
    Type,
    Value,
)


@evaluates(ast.Call)
def call(reader: Reader, node: ast.Call, frame: Frame) -> Lowered:
    """The callee and the arguments are evaluated, then the call itself."""
    naming, frame.naming = frame.naming, None
    if _is_super(node.func):
        given, lead = _arguments(reader, node, frame)
        called = _super(reader, node, frame, given)
    else:
        callee = reader.expression(node.func, frame)
        given, lead = _arguments(reader, node, frame)
        lead = seq(callee.behaviour, lead)
        frame.naming = naming
        called = apply(reader, callee.value, node, frame, given)
    frame.naming = None
    return Lowered(seq(lead, called.behaviour), called.value)


def _arguments(reader: Reader, node: ast.Call, frame: Frame) -> tuple[Arguments, Behaviour]:
    lowered = [reader.expression(one.value if isinstance(one, ast.Starred) else one, frame) for one in node.args]
    keywords = {one.arg: reader.expression(one.value, frame) for one in node.keywords if one.arg}
    positional, complete = _spread(node, lowered)
    complete = complete and len(keywords) == len(node.keywords)
    given = Arguments(positional, {name: one.value for name, one in keywords.items()}, complete)
    return given, seq(*(one.behaviour for one in (*lowered, *keywords.values())))


def _spread(node: ast.Call, lowered: list[Lowered]) -> tuple[tuple[Value, ...], bool]:
    """The positional values, ``*args`` of a known tuple put in its place; False when another ``*`` hides some."""
    values: list[Value] = []
    for argument, one in zip(node.args, lowered, strict=True):
        if not isinstance(argument, ast.Starred):
            values.append(one.value)
        elif isinstance(one.value, Items):
            values += one.value.values
        else:
            return tuple(values), False
    return tuple(values), True


def apply(reader: Reader, callee: Value, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """Call a value."""
    at = reader.at(node)
    match callee:
        case Function():
            return followed(reader, callee, given, at, frame)
        case Type(cls=cls) if is_structure(cls) and not cls.method("__init__"):
            return constructed(reader, cls, at, frame, given)
        case Type(cls=cls):
            return _construct(reader, callee, Instance(cls, frame.naming or f"{cls.key}@{node.lineno}"), at, given)
        case HostMethod(self_=self_, name=name):
            return host.METHODS[name](reader, self_, at, given)
        case Library(name=name):
            return library_call(reader, name, node, frame, given)
        case Method(receiver=Thing() as thing, name=name):
            return thing_method(reader, thing, name, node, given)
        case Method(receiver=Collection() | Mapping() as receiver, name=name):
            return container_method(reader, receiver, name, node, given)
        case Given():
            return given_call(reader, callee, node, given)
        case Many() as several:
            return _each(reader, several, node, frame, given)
    return outside(reader, callee, node, frame, given)


def _each(reader: Reader, several: Many, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """One of several objects: threads of a list are started or joined in turn, else one of them is meant."""
    made = [apply(reader, one, node, frame, given) for one in several.options]
    combine = seq if several.each else choice
    return Lowered(combine(*(one.behaviour for one in made)), made[0].value)


def _construct(reader: Reader, called: Type, made: Instance, at: At, given: Arguments) -> Lowered:
    init = called.cls.method("__init__")
    told = follow(reader, bind(init, made), given, at).behaviour if init else filled(reader, made, given, at)
    return Lowered(told, made)


def _is_super(func: ast.expr) -> bool:
    match func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
    return False


def _super(reader: Reader, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """``super().method(...)``: the next class of the lineage, in the end pywin32's own."""
    assert isinstance(node.func, ast.Attribute)
    name, self_, owner = node.func.attr, frame.self_, frame.owner
    if not isinstance(self_, Instance) or owner is None:
        return opaque(reader, UNKNOWN, node, given)
    found = self_.cls.method(name, after=owner)
    if found:
        return follow(reader, bind(found, self_), given, reader.at(node))
    if name in host.METHODS and self_.cls.derives(FRAMEWORK):
        return host.METHODS[name](reader, self_, reader.at(node), given)
    return Lowered() if name.startswith("__") else opaque(reader, Symbol(f"{reader.service.key}.{name}"), node, given)
