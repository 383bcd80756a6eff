"""Whether a service has nobody who could hear its handler: a STOPPED there is all that ever ends it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.shapes.common import RUNS, class_of, dotted, function_of
from svclint.repair.shapes.hearing import GIVING, SETTERS
from svclint.repair.shapes.lineage import SERVING, line
from svclint.repair.shapes.privacy import foreign, kept
from svclint.repair.shapes.reports import closure
from svclint.repair.shapes.uses import ENTRIES
from svclint.repair.workshop import Workshop, nodes

CLOSING = ("CloseHandle", "Close", "close")


def deaf(shop: Workshop, entry: cst.FunctionDef) -> bool:
    """Whether some service of the file runs this handler, and nobody there can ever read what it gives."""
    given = kept(shop, closure(shop, entry))
    return given is not None and any(_unread(shop, entry, cls, given) for cls in _services(shop, entry))


def _services(shop: Workshop, entry: cst.FunctionDef) -> Iterator[cst.ClassDef]:
    """The classes that run a handler and have a run side; bases that are there for their heirs are none."""
    for cls in shop.nodes(cst.ClassDef):
        near = line(shop, cls)
        first = next((one for base in near if (one := shop.method(base, entry.name.value))), None)
        runs = any(shop.method(base, name) for base in near for name in RUNS)
        if (
            first is entry
            and runs
            and not foreign(shop, cls)
            and (any(map(_is_named, near)) or not _has_heirs(shop, cls))
        ):
            yield cls


def _is_named(cls: cst.ClassDef) -> bool:
    return any(dotted(one.target) == "_svc_name_" for one in nodes(cls.body, cst.AssignTarget))


def _has_heirs(shop: Workshop, cls: cst.ClassDef) -> bool:
    return any(cls in line(shop, one) for one in shop.nodes(cst.ClassDef) if one is not cls)


def _unread(shop: Workshop, entry: cst.FunctionDef, cls: cst.ClassDef, given: set[str]) -> bool:
    """Whether none of the names is read by the code of a service, its handlers left out."""
    near = line(shop, cls)
    runs = [one for base in near for name in RUNS if (one := shop.method(base, name))]
    running = [one for run in runs for one in closure(shop, run)]
    handlers = (one for one in shop.nodes(cst.FunctionDef) if one.name.value in ENTRIES)
    silent = [one for one in (*handlers, *closure(shop, entry)) if one not in running]
    readers = (function_of(shop, one) for one in _readings(shop, given))
    return all(one in silent or (one and _elsewhere(shop, one, near)) for one in readers)


def _readings(shop: Workshop, names: set[str]) -> Iterator[cst.CSTNode]:
    """Where one of the names is read; to be given a value, set or closed is not to be read."""
    for one in shop.nodes(cst.Attribute):
        if one.attr.value in names and not _is_given(shop, one):
            yield one
    for name in shop.nodes(cst.Name):
        owner = shop.parents[name]
        member = isinstance(owner, cst.Attribute) and owner.attr is name
        if name.value in names and not member and not _is_given(shop, name):
            yield name


def _is_given(shop: Workshop, node: cst.CSTNode) -> bool:
    user = shop.parents[node]
    if isinstance(user, (cst.AssignTarget, cst.AnnAssign, cst.NameItem)):
        return True
    if isinstance(user, cst.Attribute) and user.value is node:
        return user.attr.value in (*GIVING, *CLOSING)
    call = shop.parents[user] if isinstance(user, cst.Arg) else None
    verb = (dotted(call.func) or "").rpartition(".")[2] if isinstance(call, cst.Call) else ""
    return verb in (*SETTERS, *CLOSING)


def _elsewhere(shop: Workshop, function: cst.FunctionDef, near: list[cst.ClassDef]) -> bool:
    """Whether a function belongs to another service, or to an heir."""
    cls = class_of(shop, function)
    if cls is None or cls in near:
        return False
    return any(shop.method(one, name) for one in line(shop, cls) for name in SERVING)
