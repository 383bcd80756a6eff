"""Tuples, lists, dicts and their elements."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import seq
from svclint.source.frame import Frame
from svclint.source.lowering.reader import Lowered, Reader, evaluates
from svclint.source.values import UNKNOWN, Collection, Const, Items, Many, Mapping, Symbol, Value, number


@evaluates(ast.Tuple)
def tuple_(reader: Reader, node: ast.Tuple, frame: Frame) -> Lowered:
    """A tuple is known element by element."""
    lowered = [reader.expression(one, frame) for one in node.elts]
    starred = any(isinstance(one, ast.Starred) for one in node.elts)
    return Lowered(
        seq(*(one.behaviour for one in lowered)), UNKNOWN if starred else Items(tuple(one.value for one in lowered))
    )


@evaluates(ast.List, ast.Set)
def display(reader: Reader, node: ast.List | ast.Set, frame: Frame) -> Lowered:
    """A list may grow: what it holds is known by the place it is kept in."""
    key = frame.naming or f"list@{frame.label}:{node.lineno}:{node.col_offset}"
    parts = []
    for number_, element in enumerate(node.elts):
        frame.naming = f"{key}[{number_}]"
        lowered = reader.expression(element, frame)
        parts.append(lowered.behaviour)
        reader.knowledge.hold(f"{key}[]", lowered.value)
    return Lowered(seq(*parts), Collection(key))


@evaluates(ast.Dict)
def mapping(reader: Reader, node: ast.Dict, frame: Frame) -> Lowered:
    """A dict with constant keys is a table; another is a container."""
    place = frame.naming or f"dict@{frame.label}:{node.lineno}:{node.col_offset}"
    frame.naming = None
    keys = [reader.expression(one, frame).value if one else UNKNOWN for one in node.keys]
    values = [reader.expression(one, frame) for one in node.values]
    happens = seq(*(one.behaviour for one in values))
    if node.keys and all(isinstance(one, Const) for one in keys):
        return Lowered(happens, Mapping(tuple(zip(keys, (one.value for one in values), strict=True))))
    for lowered in values:
        reader.knowledge.hold(f"{place}[]", lowered.value)
    return Lowered(happens, Collection(place))


@evaluates(ast.Subscript)
def subscript(reader: Reader, node: ast.Subscript, frame: Frame) -> Lowered:
    """An element: of a table by its key, of a tuple by its number, else one of those the container holds."""
    owner, index = reader.expression(node.value, frame), reader.expression(node.slice, frame)
    if isinstance(node.slice, ast.Slice) and isinstance(owner.value, Collection):
        return Lowered(seq(owner.behaviour, index.behaviour), owner.value)
    return Lowered(seq(owner.behaviour, index.behaviour), element(reader, owner.value, index.value))


def element(reader: Reader, owner: Value, index: Value) -> Value:
    """``owner[index]``."""
    position = number(index)
    match owner:
        case Mapping(items=items) if isinstance(index, Const):
            return next((value for key, value in items if key == index), UNKNOWN)
        case Mapping(items=items):
            return Many(tuple(dict.fromkeys(value for _, value in items)))
        case Items(values=values) if isinstance(position, int) and -len(values) <= position < len(values):
            return values[position]
        case Collection(key=key):
            return reader.knowledge.elements(key)
        case Symbol(key=key):
            return Symbol(f"{key}[]")
    return UNKNOWN
