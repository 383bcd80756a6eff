"""Dataclasses and named tuples: what their objects are made with, field by field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.events import At
from svclint.source.classes import ClassModel
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.assignments import tells
from svclint.source.lowering.functions import bind, follow
from svclint.source.lowering.reader import Reader
from svclint.source.values import Instance

_TUPLE: Final = "typing.NamedTuple"
_MAKERS: Final = frozenset(["dataclasses.dataclass", "attr.s", "attr.attrs", "attr.define", "attrs.define"])
_LATER: Final = "__post_init__"


def filled(reader: Reader, made: Instance, given: Arguments, at: At) -> Behaviour:
    """An object of a class whose constructor is made from its fields; of another one nothing is known."""
    names = list(_fields(made.cls))
    if not names:
        return SKIP
    values = {**dict(zip(names, given.positional, strict=False)), **given.keywords}
    parts = []
    for name in [one for one in values if one in names]:
        key = f"{made.key}.{name}"
        reader.knowledge.hold(key, values[name])
        parts.append(tells(reader, at, key, values[name]))
    later = made.cls.method(_LATER)
    after = follow(reader, bind(later, made), Arguments(), at).behaviour if later else SKIP
    return seq(*parts, after)


def _fields(cls: ClassModel) -> Iterator[str]:
    """The names of the fields, the bases' first."""
    for one in reversed(cls.lineage()):
        if isinstance(one, ClassModel) and (cls.derives(_TUPLE) or _decorated(one)):
            annotated = (part for part in one.node.body if isinstance(part, ast.AnnAssign))
            yield from (part.target.id for part in annotated if isinstance(part.target, ast.Name))


def _decorated(cls: ClassModel) -> bool:
    decorators = (one.func if isinstance(one, ast.Call) else one for one in cls.node.decorator_list)
    return any(cls.module.canonical(one) in _MAKERS for one in decorators)
