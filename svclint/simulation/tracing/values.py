"""The fields of records as JSON has them. What a field may hold is read from its annotation, for both directions.

Enumerations are written by name. JSON has no infinity: such numbers are the words "inf", "-inf" and "nan".
"""

from __future__ import annotations

import math
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from svclint.contract.events import RAISED
from svclint.simulation.recording.foreign import Foreign, kept

_WORDS: Final = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
_PLAIN: Final = (bool, int, str, NoneType)


class Misfit(ValueError):
    """What is written is not what the field holds."""


@cache
def fields(record: Any) -> dict[str, Any]:
    """The fields of a record (a dataclass or named tuple) and what each may hold."""
    return get_type_hints(record)


def write_fields(record: Any) -> dict[str, object]:
    """A record as a JSON object."""
    return {name: write(kind, getattr(record, name)) for name, kind in fields(record.__class__).items()}


def read_fields(cls: type, written: object) -> dict[str, Any]:
    """What a record of this class is made of. Raises Misfit."""
    kinds = fields(cls)
    if not isinstance(written, dict) or written.keys() != kinds.keys():
        raise Misfit(f"the fields of {cls.__name__} are {', '.join(kinds)}")
    return {name: read(kind, written[name]) for name, kind in kinds.items()}


def write(kind: Any, value: Any) -> object:
    """A value of this kind as JSON has it. Raises Misfit when it is none."""
    if not _holds(kind, value):
        raise Misfit(f"{type(value).__name__} where {kind} belongs")
    if kind is object:
        return _write_any(value)
    if _is_union(kind):
        return write(next(one for one in get_args(kind) if _holds(one, value)), value)
    if _is_enum(kind):
        return value.name
    if _is_record(kind):
        return write_fields(value)
    if kind is float:
        return _write_number(value)
    return int(value) if kind is int else value


def read(kind: Any, written: Any) -> Any:
    """The value of this kind that JSON has as ``written``. Raises Misfit."""
    if kind is object:
        return _read_any(written)
    if _is_union(kind):
        return _read_first(get_args(kind), written)
    if _is_enum(kind):
        return _named(kind.__members__, written)
    if _is_record(kind):
        return kind(**read_fields(kind, written))
    if kind is float:
        return _read_number(written)
    if get_origin(kind) is tuple:
        return tuple(_read_plain(str, one) for one in _listed(written))
    return _read_plain(kind, written)


def _holds(kind: Any, value: object) -> bool:
    if kind is object:
        return True
    if _is_union(kind):
        return any(_holds(one, value) for one in get_args(kind))
    if kind is float:
        return isinstance(value, (int, float))
    return isinstance(value, get_origin(kind) or kind)


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (UnionType, Union)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and hasattr(kind, "_fields")


def _write_number(value: float) -> object:
    return value if math.isfinite(value) else str(float(value))


def _read_number(written: Any) -> float:
    if isinstance(written, str):
        return float(_named(_WORDS, written))
    if isinstance(written, bool) or not isinstance(written, (int, float)):
        raise Misfit(f"{written!r} is no number")
    return written


def _read_plain(kind: type, written: Any) -> object:
    """JSON's own kinds; a truth value is not taken for a number."""
    if type(written) is not kind:
        raise Misfit(f"{written!r} is no {kind.__name__}")
    return written


def _read_first(kinds: tuple[Any, ...], written: Any) -> Any:
    """The value of the first kind that can be read: no two of one field are written alike."""
    for kind in kinds:
        try:
            return read(kind, written)
        except Misfit:
            continue
    raise Misfit(f"{written!r} is no {' or '.join(getattr(kind, '__name__', str(kind)) for kind in kinds)}")


def _write_any(value: Any) -> object:
    """What a handler may return: JSON's own kinds as they are, of other objects only the class."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": _write_number(value)}
    if value is RAISED:
        return {"name": value.name}
    shown = kept(value)
    return {"object": shown.cls} if isinstance(shown, Foreign) else shown


def _read_any(written: Any) -> object:
    if isinstance(written, (*_PLAIN, float)):
        return written
    match written:
        case {"number": str(word), **rest} if not rest:
            return _read_number(word)
        case {"name": "RAISED", **rest} if not rest:
            return RAISED
        case {"object": str(cls), **rest} if not rest:
            return Foreign(cls)
    raise Misfit(f"{written!r} is nothing a handler returns")


def _named(members: Any, name: object) -> Any:
    if not isinstance(name, str) or name not in members:
        raise Misfit(f"{name!r} is none of {', '.join(members)}")
    return members[name]


def _listed(written: object) -> list[Any]:
    if not isinstance(written, list):
        raise Misfit(f"{written!r} is no list")
    return written
