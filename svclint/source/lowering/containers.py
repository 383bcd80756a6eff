"""Lists, sets, dicts and tables: what goes in, and what comes out."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import SKIP
from svclint.contract.events import Signal
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.displays import element
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.values import NONE, UNKNOWN, Collection, Const, Items, Many, Mapping, Value

_MAKERS = {"list", "set", "dict", "collections.deque", "collections.defaultdict", "weakref.WeakSet"}
_COPIERS = {"list", "tuple", "set", "sorted", "reversed", "iter", "frozenset"}


def made_container(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Value | None:
    """The container that a builtin makes or hands on; None when ``name`` makes none."""
    first = given.positional[0] if given.positional else UNKNOWN
    if name in _COPIERS and isinstance(first, (Collection, Items, Many)):
        return first
    if name in ("zip", "enumerate"):
        return _paired(reader, name, node, given)
    if name in _MAKERS:
        return Collection(frame.naming or f"list@{frame.label}:{node.lineno}:{node.col_offset}")
    return None


def container_method(
    reader: Reader, receiver: Collection | Mapping, name: str, node: ast.Call, given: Arguments
) -> Lowered:
    """A method of a container."""
    if isinstance(receiver, Mapping):
        return Lowered(SKIP, _table_method(reader, receiver, name, given))
    if name in ("append", "add", "appendleft", "insert"):
        reader.knowledge.hold(f"{receiver.key}[]", given.positional[-1] if given.positional else UNKNOWN)
    if name == "items":
        pair = Items((UNKNOWN, reader.knowledge.elements(receiver.key)))
        return Lowered(SKIP, _container(reader, f"{receiver.key}.items()", pair, node))
    if name in ("values", "keys", "copy", "union"):
        return Lowered(SKIP, receiver)
    element_ = reader.knowledge.elements(receiver.key) if name in ("pop", "popleft", "get") else UNKNOWN
    # Whether the container is empty is another question now.
    return Lowered(reader.emit(Signal(reader.at(node), receiver.key, None, shared=False)), element_)


def _container(reader: Reader, key: str, element_: Value, node: ast.Call) -> Collection:
    """A container that holds ``element_``."""
    reader.knowledge.hold(f"{key}[]", element_)
    return Collection(key)


def _paired(reader: Reader, name: str, node: ast.Call, given: Arguments) -> Value:
    """``zip(a, b)`` and ``enumerate(a)``: tuples of one element of each."""
    elements = [
        reader.knowledge.elements(one.key) if isinstance(one, Collection) else UNKNOWN for one in given.positional
    ]
    pair = Items((UNKNOWN, *elements) if name == "enumerate" else tuple(elements))
    return _container(reader, f"{name}@{node.lineno}:{node.col_offset}", pair, node)


def _table_method(reader: Reader, table: Mapping, name: str, given: Arguments) -> Value:
    match name:
        case "get":
            return _looked_up(reader, table, *given.positional[:2])
        case "values":
            return Items(tuple(value for _, value in table.items))
        case "items":
            return Items(tuple(Items(pair) for pair in table.items))
    return UNKNOWN


def _looked_up(reader: Reader, table: Mapping, key: Value = UNKNOWN, default: Value = NONE) -> Value:
    """``table.get(key, default)``."""
    absent = isinstance(key, Const) and all(known != key for known, _ in table.items)
    return default if absent else element(reader, table, key)
