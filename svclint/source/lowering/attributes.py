"""What ``owner.name`` is, for every kind of owner."""

from __future__ import annotations

import ast

from svclint.source.classes import ClassModel
from svclint.source.frame import Frame
from svclint.source.imports import FRAMEWORK
from svclint.source.lowering.functions import bind, is_setter
from svclint.source.lowering.host import METHODS
from svclint.source.lowering.modules import library, member
from svclint.source.lowering.reader import Reader
from svclint.source.lowering.things import instance_thing
from svclint.source.values import (
    UNKNOWN,
    Collection,
    Const,
    Function,
    Given,
    HostMethod,
    Instance,
    Library,
    Many,
    Mapping,
    Method,
    Package,
    Symbol,
    Thing,
    Type,
    Value,
)
from svclint.source.walking import walk


def attribute_of(reader: Reader, owner: Value, name: str) -> Value:
    """The value of ``owner.name``."""
    match owner:
        case Library(name=module):
            return library(f"{module}.{name}")
        case Package(unit=unit):
            return member(reader, unit, name)
        case Instance():
            return _of_instance(reader, owner, name)
        case Type(cls=cls):
            return _of_class(reader, cls, name)
        case Thing() | Collection() | Mapping():
            return Method(owner, name)
        case Const():  # the value of an enum's member; else a method of text and numbers
            return owner if name == "value" else Library(f"{owner.type.__name__}.{name}")
        case Given(name=call, path=path):
            return Given(f"{call}.{name}", path)
        case Symbol(key=key):
            return Symbol(f"{key}.{name}")
        case Many(options=options, each=each):
            return Many(tuple(attribute_of(reader, one, name) for one in options), each)
    return UNKNOWN


def _of_instance(reader: Reader, owner: Instance, name: str) -> Value:
    """What the object was given, then what its class has, then what pywin32 or the library base has."""
    key = f"{owner.key}.{name}"
    held = reader.knowledge.value(key)
    if held is not None:
        return held
    found = owner.cls.method(name)
    if found:
        return Symbol(key) if is_setter(found[0]) else bind(found, owner)
    if owner.cls.class_value(name):
        return _class_value(reader, owner.cls, name, key)
    return _inherited(owner, name) or Symbol(key)


def _inherited(owner: Instance, name: str) -> Value | None:
    if name in METHODS and owner.cls.derives(FRAMEWORK):
        return HostMethod(owner, name)
    thing = instance_thing(owner)
    return Method(thing, name) if thing else None


def _of_class(reader: Reader, cls: ClassModel, name: str) -> Value:
    held = reader.knowledge.value(f"{cls.key}.{name}")
    if held is not None:
        return held
    found = cls.method(name)
    if found:
        node, owner = found
        classmethod_ = any(isinstance(one, ast.Name) and one.id == "classmethod" for one in node.decorator_list)
        return Function(node, owner, Type(cls) if classmethod_ else None)
    return _class_value(reader, cls, name, f"{cls.key}.{name}")


def _class_value(reader: Reader, cls: ClassModel, name: str, key: str) -> Value:
    """What the class body assigns; an object made there is shared by all instances."""
    found = cls.class_value(name)
    if found is None:
        return Symbol(key)
    expression, owner = found
    body, there = Frame(owner.name, owner.module, naming=key), reader.within(owner.module)
    expression = _made(owner, expression)
    body.env.update(_siblings(there, owner, expression))
    value = there.expression(expression, body).value
    if isinstance(value, Const) and (value.value is None or isinstance(value.value, bool)):
        return Symbol(key)
    return Symbol(key) if value == UNKNOWN else value


def _made(cls: ClassModel, expression: ast.expr) -> ast.expr:
    """``field(default_factory=list)`` of a dataclass gives each object what the factory makes."""
    match expression:
        case ast.Call(func=func, keywords=keywords) if cls.module.canonical(func) == "dataclasses.field":
            factory = next((one.value for one in keywords if one.arg == "default_factory"), None)
            return ast.copy_location(ast.Call(factory, [], []), expression) if factory else expression
    return expression


def _siblings(reader: Reader, cls: ClassModel, expression: ast.expr) -> dict[str, Value]:
    """Names of the class body that the expression uses, folded one level."""
    used = {one.id for one in walk(expression) if isinstance(one, ast.Name)} & set(cls.assigned)
    top = Frame(cls.name, cls.module)
    return {
        name: reader.expression(cls.assigned[name], top).value
        for name in sorted(used)
        if cls.assigned[name] is not expression
    }
