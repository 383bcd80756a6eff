"""Structures of ctypes: what their fields hold.

Other attributes are known all over the service; fields are followed through each function, since one status is
filled anew before every report. They are kept in the frame under the keys of their places: no variable is called so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, repeat

from svclint.checking.behaviour import events, seq
from svclint.contract.events import At, Count
from svclint.contract.foreign import STRUCTURES
from svclint.source.classes import ClassModel
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.functions import follow
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.module import Module
from svclint.source.values import UNKNOWN, Function, Instance, Symbol, Unknown, Value, const, integer
from svclint.source.walking import walk


def is_structure(cls: ClassModel) -> bool:
    """Whether the class is one of ctypes's structures, made as ctypes makes them."""
    return not STRUCTURES.isdisjoint(one for one in cls.lineage() if isinstance(one, str))


def constructed(reader: Reader, cls: ClassModel, at: At, frame: Frame, given: Arguments) -> Lowered:
    """``SERVICE_STATUS(kind, state, ...)``: fields in their order and by name; the others are 0."""
    key = frame.naming or f"{cls.key}@{frame.label}:{at.line}"
    names = _fields(cls)
    absent = const(0) if given.complete else UNKNOWN
    values = dict(zip(names, chain(given.positional, repeat(absent)), strict=False)) | given.keywords
    told = [_fill(reader, f"{key}.{name}", value, at, frame) for name, value in values.items()]
    return Lowered(seq(*map(reader.emit, told)), Instance(cls, key))


def _fill(reader: Reader, place: str, value: Value, at: At, frame: Frame) -> Count:
    reader.session.fields.add(place)
    reader.knowledge.hold(place, value)
    frame.env[place] = value
    return Count(at, place, "=", integer(value))


def fields(reader: Reader, status: Value, frame: Frame) -> tuple[Value, ...] | None:
    """What the fields of a structure hold, in their order; None when it is none, or when they are not known."""
    if not isinstance(status, Instance) or not is_structure(status.cls):
        return None
    names = _fields(status.cls)
    return tuple(_held(reader, f"{status.key}.{name}", frame) for name in names) or None


def _held(reader: Reader, place: str, frame: Frame) -> Value:
    """What the field holds here, else what it is only ever given, else its name: as a counter it goes by that."""
    value = frame.env.get(place, UNKNOWN)
    if isinstance(value, Unknown):
        value = reader.knowledge.value(place) or Symbol(place)
    return Symbol(place) if isinstance(value, Symbol) and value.key.startswith(f"{place}@") else value


def _fields(cls: ClassModel) -> tuple[str, ...]:
    found = cls.class_value("_fields_")
    names: Sequence[ast.expr | None]
    match found:
        case (ast.List(elts=pairs) | ast.Tuple(elts=pairs), _):
            names = [one.elts[0] if isinstance(one, ast.Tuple) and one.elts else None for one in pairs]
        case (ast.ListComp(elt=ast.Tuple(elts=[ast.Name(id=name), *_]), generators=[only]), owner):
            same = isinstance(only.target, ast.Name) and only.target.id == name and not only.ifs
            names = _texts(only.iter, owner) if same else []
        case _:
            names = []
    texts = [one.value for one in names if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return tuple(texts) if len(texts) == len(names) else ()


def _texts(iterable: ast.expr, owner: ClassModel) -> Sequence[ast.expr | None]:
    """The elements of a display, or of the module's one variable that is one; or the words of a text."""
    match iterable:
        case ast.Name(id=name) if len(owner.module.globals.get(name, ())) == 1:
            return _texts(owner.module.globals[name][0], owner)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
            return [ast.Constant(word) for word in text.split()]
    return []


def lose(values: Iterable[Value], frame: Frame) -> None:
    """Whoever is given a structure may fill it."""
    for one in values:
        if isinstance(one, Instance) and is_structure(one.cls):
            for place in [place for place in frame.env if place.startswith(f"{one.key}.")]:
                del frame.env[place]


def followed(reader: Reader, function: Function, given: Arguments, at: At, frame: Frame) -> Lowered:
    """A function of the project is called: it sees the fields that are known, and may change them."""
    known = {place: value for place, value in frame.env.items() if "." in place}
    if not known:
        return follow(reader, function, given, at)
    passed = Arguments(given.positional, {**given.keywords, **known}, given.complete)
    lowered = follow(reader, function, passed, at)
    changed = {one.key for one in events(lowered.behaviour) if isinstance(one, Count)}
    for place in changed & known.keys():
        del frame.env[place]
    return lowered


def forget(reader: Reader, code: Iterable[ast.AST], frame: Frame) -> None:
    """Nothing is known any more of the fields that the code, or what it calls, may have changed before or after."""
    if any("." in place for place in frame.env):
        changed = _stored_by(reader, code, frame.module)
        for place in [one for one in frame.env if "." in one and one.rpartition(".")[2] in changed]:
            del frame.env[place]


def _stored_by(reader: Reader, code: Iterable[ast.AST], module: Module) -> set[str]:
    """The names of the attributes that code stores, functions of the module that it mentions included."""
    functions = _functions(module)
    stored: set[str] = set()
    todo, seen = list(code), set[str]()
    while todo:
        for name, is_stored in _mentioned(todo.pop()):
            if is_stored:
                stored.add(name)
            elif name in functions and name not in seen:
                seen.add(name)
                todo += functions[name]
    return stored


@lru_cache(maxsize=4)
def _functions(module: Module) -> dict[str, list[ast.AST]]:
    """The functions of a module, methods included, by their names."""
    found: dict[str, list[ast.AST]] = {}
    for node in walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.setdefault(node.name, []).append(node)
    return found


def _mentioned(code: ast.AST) -> Iterator[tuple[str, bool]]:
    for node in walk(code):
        if isinstance(node, ast.Attribute):
            yield node.attr, isinstance(node.ctx, ast.Store)
        elif isinstance(node, ast.Name):
            yield node.id, False
