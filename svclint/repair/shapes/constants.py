"""What an expression always stands for: numbers and words, names given one value in the file, tables of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeAlias

import libcst as cst

from svclint.contract.constants import CONSTANTS
from svclint.repair.imports import Name, names_of
from svclint.repair.shapes.common import dotted, function_of, own
from svclint.repair.workshop import Workshop

Constant: TypeAlias = "int | str"
Given: TypeAlias = "Mapping[str, Constant | None]"

DEPTH = 5


def constant(shop: Workshop, node: cst.CSTNode, given: Given | None = None, depth: int = DEPTH) -> Constant | None:
    """The one value that an expression can have; None where there may be others. ``given``: values of parameters."""
    match node:
        case cst.Integer() | cst.SimpleString():
            value = node.evaluated_value
            return value if isinstance(value, (int, str)) else None
        case cst.Name(value=name) if given and name in given:
            return given[name]
        case cst.Attribute(value=member, attr=cst.Name(value="value")):
            return constant(shop, member, given, depth)
        case cst.Subscript(value=table, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return _looked_up(shop, table, constant(shop, key, given, depth), depth)
        case cst.Call(func=cst.Attribute(value=table, attr=cst.Name(value="get")), args=[cst.Arg(value=key)]):
            return _looked_up(shop, table, constant(shop, key, given, depth), depth)
    return _named(shop, node, depth)


def _named(shop: Workshop, node: cst.CSTNode, depth: int) -> Constant | None:
    """The value of pywin32's constants, and of names of the file."""
    known = next((CONSTANTS[name] for name in _canonical(shop, node) if name in CONSTANTS), None)
    if known is not None:
        return known
    value = origin(shop, node) if depth else None
    return constant(shop, value, None, depth - 1) if value is not None else None


def _canonical(shop: Workshop, node: cst.CSTNode) -> Iterator[str]:
    """What a chain of names may stand for by way of the imports, those of the function included."""
    written = dotted(node)
    for name in (*_imported_here(shop, node), *shop.spelling.names) if written else ():
        if name.written == "*":
            yield f"{name.canonical}.{written}"
        elif f"{written}.".startswith(f"{name.written}."):
            yield name.canonical + str(written)[len(name.written) :]


def _imported_here(shop: Workshop, node: cst.CSTNode) -> Iterator[Name]:
    function = function_of(shop, node)
    if function is not None:
        for whole in own(function, cst.Import):
            yield from names_of(whole)
        for part in own(function, cst.ImportFrom):
            yield from names_of(part)


def _looked_up(shop: Workshop, table: cst.BaseExpression, key: Constant | None, depth: int) -> Constant | None:
    """The value under a key of a dictionary that is written down in the file."""
    written = table if isinstance(table, cst.Dict) else origin(shop, table)
    if key is None or not depth or not isinstance(written, cst.Dict):
        return None
    values = [
        one.value
        for one in written.elements
        if isinstance(one, cst.DictElement) and constant(shop, one.key, None, depth - 1) == key
    ]
    plain = all(isinstance(one, cst.DictElement) for one in written.elements)
    return constant(shop, values[0], None, depth - 1) if plain and len(values) == 1 else None


def origin(shop: Workshop, node: cst.CSTNode) -> cst.BaseExpression | None:
    """What a name, or an attribute of a class, is given in the one place of the file that gives it anything."""
    match node:
        case cst.Name(value=name):
            return _only(shop, node, name)
        case cst.Attribute(value=cst.Name(), attr=cst.Name(value=name)):
            made = _only(shop, node, name)
            return made if not any(_attributes_given(shop, name)) else None
    return None


def _only(shop: Workshop, use: cst.CSTNode, name: str) -> cst.BaseExpression | None:
    """The value of a name bound once: for attributes by its class, else by the module or the function of the use."""
    places = shop.spelling.bindings.get(name, ())
    changed = (one.target for one in shop.nodes(cst.AugAssign))
    if len(places) != 1 or any(dotted(one) == name for one in changed):
        return None
    line = shop.parents[places[0]]
    if not isinstance(line, cst.Assign) or len(line.targets) != 1 or not _reaches(shop, use, line):
        return None
    return line.value


def _reaches(shop: Workshop, use: cst.CSTNode, line: cst.Assign) -> bool:
    """Whether a binding is the one that a use means, and is made before it whatever happens."""
    statement = shop.parents[line]
    block = shop.parents[statement]
    if isinstance(use, cst.Attribute):
        return isinstance(shop.parents[block], cst.ClassDef)
    here = function_of(shop, line)
    if here is not None:
        return shop.parents[block] is here and function_of(shop, use) is here and _earlier(shop, line, use)
    return _of_module(shop, block)


def _of_module(shop: Workshop, block: cst.CSTNode) -> bool:
    """Whether a block below the module is no class's: its names are seen in functions."""
    while not isinstance(block, cst.Module):
        if isinstance(block, cst.ClassDef):
            return False
        block = shop.parents[block]
    return True


def _earlier(shop: Workshop, line: cst.CSTNode, use: cst.CSTNode) -> bool:
    return shop.place(line)[0] < shop.place(use)[0]


def _attributes_given(shop: Workshop, name: str) -> Iterator[cst.Attribute]:
    """The places that give an attribute of that name a value, whose object it may be."""
    made = (one.target for one in shop.nodes(cst.AssignTarget))
    annotated = (one.target for one in shop.nodes(cst.AnnAssign))
    changed = (one.target for one in shop.nodes(cst.AugAssign))
    targets = chain(made, annotated, changed)
    return (one for one in targets if isinstance(one, cst.Attribute) and one.attr.value == name)
