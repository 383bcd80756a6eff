"""The constructor of a service class: does it come to the framework's?"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from svclint.checking.behaviour import Call, events
from svclint.contract.events import Constructed, Opaque, Registered
from svclint.contract.framework import HANDLE
from svclint.source.classes import ClassModel
from svclint.source.walking import walk

_INIT = "__init__"


def made(cls: ClassModel, constructor: Call | None) -> Constructed:
    """The constructor that pywin32 calls, the framework's own where the class has none."""
    handle = f"{cls.key}.{HANDLE}"
    if constructor is None:
        return Constructed(cls.module.source.named(cls.node), handle, None)
    found = events(constructor)
    calls = any(isinstance(one, Registered) or (isinstance(one, Opaque) and one.reports) for one in found)
    return Constructed(constructor.at, handle, calls or _mentions(cls))


def _mentions(cls: ClassModel) -> bool:
    """Whether the constructor, or what it takes from its class, speaks of a constructor: it may call that somehow."""
    return any(
        (isinstance(one, ast.Attribute) and one.attr == _INIT) or (isinstance(one, ast.Constant) and one.value == _INIT)
        for part in _parts(cls)
        for one in walk(part)
    )


def _parts(cls: ClassModel) -> Iterator[ast.AST]:
    """The constructor, and the methods and values of the class that it names, and so on."""
    names, seen = [_INIT], {_INIT}
    while names:
        name = names.pop()
        method, value = cls.method(name), cls.class_value(name)
        for part in (method[0] if method else None, value[0] if value else None):
            if part is not None:
                yield part
                found = {one.attr for one in walk(part) if isinstance(one, ast.Attribute)} - seen
                seen |= found
                names += sorted(found)
