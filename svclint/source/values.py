"""What the reader knows of a value: enough to tell which thread is joined and which signal is set.

Everything not known is a Symbol (a named place, whose truth the world may track) or UNKNOWN.
"""

from __future__ import annotations

import ast
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from svclint.contract.records import value

if TYPE_CHECKING:
    from svclint.source.classes import ClassModel
    from svclint.source.frame import Frame
    from svclint.source.module import Module
    from svclint.source.project import Unit

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@value
class Const:
    """A folded constant; its type counts, so that True is not 1. ``name`` is what it is called where it comes from."""

    value: object
    type: type
    name: str = field(default="", compare=False)


@value
class Library:
    """Something imported, by canonical dotted name."""

    name: str


@value
class Package:
    """A module or package of the project."""

    unit: Unit


@value
class Thing:
    """An object of a library class: thread, event, queue, socket. ``key`` is the place it was first kept in."""

    cls: str
    key: str
    target: Value | None = None
    daemon: bool | None = None


@value
class Instance:
    """An object of a class of the project; ``key`` is the prefix of its attributes' keys."""

    cls: ClassModel
    key: str


@value
class Type:
    """A class of the project."""

    cls: ClassModel


@value
class Function:
    """A function of the project, bound to ``self_`` when it is a method; ``scope`` is the frame around a nested one.

    ``home``: the module of one that is neither.
    """

    node: FunctionNode
    owner: ClassModel | None = None
    self_: Instance | Type | None = None
    scope: Frame | None = None
    home: Module | None = None


@value
class Method:
    """An attribute of a library object or container, to be called: ``self.thread.join``."""

    receiver: Thing | Collection | Mapping
    name: str


@value
class HostMethod:
    """A method that pywin32's ServiceFramework provides, on a service of this file."""

    self_: Instance
    name: str


@value
class Collection:
    """A list, set or queue-like container; its elements are known under ``key``."""

    key: str


@value
class Items:
    """A tuple, element by element."""

    values: tuple[Value, ...]


@value
class Mapping:
    """A dict display with constant keys."""

    items: tuple[tuple[Value, Value], ...]


@value
class Awaited:
    """The result of asking for or waiting on signals: which of ``keys`` is set is what its value tells."""

    keys: tuple[str | None, ...]
    code: bool  # a WAIT_OBJECT_0 + n number, not a truth value


@value
class Alive:
    """The result of ``is_alive()``; ``child``: of ``poll()``, which may tell more than that somebody ended it."""

    key: str
    child: bool = False


@value
class Not:
    """The opposite of a truth that is known by name."""

    of: Alive | Awaited | Symbol


@value
class Symbol:
    """Whatever stands in this place now."""

    key: str


@value
class Many:
    """One of these; or, as the loop variable over a collection, each of them in turn."""

    options: tuple[Value, ...]
    each: bool = False


@value
class Given:
    """What a harmless library call gave, by the call's name: its methods are as harmless (``logging.getLogger()``).

    ``path``: of ``pathlib.Path("data.ini")``, and of its methods, where that is known.
    """

    name: str
    path: str | None = None


@value
class Moment:
    """So many seconds from now on the clock; ``since``: so long ago, the time that has passed."""

    seconds: float = 0.0
    since: bool = False


@value
class Unknown:
    """Nothing is known."""


Value: TypeAlias = (
    Const
    | Library
    | Package
    | Thing
    | Instance
    | Type
    | Function
    | Method
    | HostMethod
    | Collection
    | Items
    | Mapping
    | Awaited
    | Alive
    | Not
    | Symbol
    | Many
    | Given
    | Moment
    | Unknown
)

UNKNOWN = Unknown()
_OBJECTS = (Thing, Instance, Function, Library, Package, Type, Method, HostMethod)


def const(value: object, name: str = "") -> Const:
    """The constant ``value``."""
    return Const(value, type(value), name)


NONE = const(None)


def truth(value: Value) -> bool | None:
    """Whether ``value`` counts as true in a test; None when that is not known."""
    if isinstance(value, Const):
        return bool(value.value)
    return True if isinstance(value, _OBJECTS) else None


def number(value: Value) -> float | None:
    """The number a value is known to be; booleans are none."""
    if isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
        return value.value
    return None


def integer(value: Value | None) -> int | None:
    """The integer a value is known to be."""
    known = number(value) if value is not None else None
    return known if isinstance(known, int) else None


def options(value: Value) -> tuple[Value, ...]:
    """What a value can be, one by one."""
    return value.options if isinstance(value, Many) else (value,)


def join(left: Value, right: Value, place: str) -> Value:
    """What a variable holds where two paths meet. An object survives beside None: the join it owes must not be lost."""
    if left == right:
        return left
    tracked = tuple(
        one for side in (left, right) for one in options(side) if isinstance(one, (Thing, Instance, Collection))
    )
    others = [one for side in (left, right) for one in options(side) if one not in tracked]
    if not tracked or not all(truth(one) is False or isinstance(one, Symbol) for one in others):
        return Symbol(place)
    distinct = tuple(dict.fromkeys(tracked))
    return distinct[0] if len(distinct) == 1 else Many(distinct)
