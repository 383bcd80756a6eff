"""Classes of the file that build on one another: what one of them does may not hold for the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from svclint.repair.shapes.common import dotted, own
from svclint.repair.workshop import Workshop

SERVING = ("SvcStop", "SvcDoRun")


def bases(shop: Workshop, cls: cst.ClassDef) -> Iterator[cst.ClassDef]:
    """The base classes that stand in this file."""
    known = {one.name.value: one for one in shop.nodes(cst.ClassDef)}
    yield from (known[name] for base in cls.bases if (name := dotted(base.value)) in known)


def line(shop: Workshop, cls: cst.ClassDef) -> list[cst.ClassDef]:
    """A class and all that it builds on."""
    found = [cls]
    for one in found:
        found += (base for base in bases(shop, one) if base not in found)
    return found


def family(shop: Workshop, cls: cst.ClassDef) -> list[cst.ClassDef]:
    """A class, all that it builds on, and all that build on it, with what those build on besides."""
    own_line = line(shop, cls)
    others = (line(shop, one) for one in shop.nodes(cst.ClassDef))
    return list(dict.fromkeys([*own_line, *(one for near in others if cls in near for one in near)]))


def replaced(shop: Workshop, cls: cst.ClassDef, names: Sequence[str]) -> bool:
    """Whether a class that builds on this one has a method of its own for one of these names, and does not call it."""
    heirs = (one for one in shop.nodes(cst.ClassDef) if one is not cls and cls in line(shop, one))
    methods = (shop.method(one, name) for one in heirs for name in names)
    return any(method and not _hands_on(method) for method in methods)


def _hands_on(method: cst.FunctionDef) -> bool:
    """Whether a method calls one of its own name, by way of ``super()`` or of a class."""
    calls = (call.func for call in own(method, cst.Call) if isinstance(call.func, cst.Attribute))
    return any(one.attr.value == method.name.value for one in calls)


def strange(shop: Workshop, cls: cst.ClassDef, other: cst.ClassDef | None) -> bool:
    """Whether a class is another service, of which this one inherits nothing."""
    return other is not None and other not in line(shop, cls) and any(shop.method(other, name) for name in SERVING)
