"""Which names a file uses: whether anything but the framework may call a method, or give the class one."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from svclint.contract.records import value
from svclint.source.assigned import SELF
from svclint.source.classes import ClassModel
from svclint.source.module import Module
from svclint.source.walking import parts


@value
class Mentions:
    """``used``: names, attributes taken, texts that may name one. ``stored``: attributes given.
    ``dynamic``: attributes of objects of the file's classes are taken or given by names made at run time.
    ``calls``: those that may give a class to the framework, by what they are called.
    """

    used: frozenset[str]
    stored: frozenset[str]
    dynamic: bool
    calls: tuple[ast.Call, ...] = ()


_HOSTING: Final = ("HandleCommandLine", "PrepareToHostSingle")


def of_all(modules: Iterable[Module]) -> Mentions:
    """What several files mention."""
    found = [mentions(one) for one in modules]
    used = frozenset(name for one in found for name in one.used)
    stored = frozenset(name for one in found for name in one.stored)
    return Mentions(used, stored, any(one.dynamic for one in found), tuple(call for one in found for call in one.calls))


@lru_cache(maxsize=8)
def mentions(module: Module) -> Mentions:
    """All names of a file; what a function says of its own name, by ``super()`` say, is no use of it."""
    used: set[str] = set()
    stored: set[str] = set()
    calls: list[ast.Call] = []
    dynamic = False
    stack: list[tuple[ast.AST, str]] = [(module.tree, "")]
    while stack:
        node, function = stack.pop()
        name = _said(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            function = node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            stored.add(name)
        elif name and name != function:
            used.add(name)
        elif isinstance(node, ast.Call):
            calls += [node] if _last(node.func) in _HOSTING else []
            dynamic = dynamic or _names_at_run_time(module, node)
        stack += [(child, function) for child in parts(node)]
    return Mentions(frozenset(used), frozenset(stored), dynamic, tuple(calls))


def _said(node: ast.AST) -> str:
    """The name, the attribute or the text that a node is; empty when it is none of them."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return _last(node)


def _last(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _names_at_run_time(module: Module, node: ast.AST) -> bool:
    """Whether an attribute of ``self``, or of a class of the file, is taken or given by a name that is made up."""
    match node:
        case ast.Call(func=ast.Name(id="getattr" | "setattr"), args=[ast.Name(id=of), name, *_]):
            own = of in SELF or module.class_named(of) is not None
            return own and not isinstance(name, ast.Constant)
    return False


def bound(cls: ClassModel) -> set[str]:
    """The names that the body of a class, or of a base, gives values, however it does: ``a, b = ...``, a loop."""
    classes = [one for one in cls.lineage() if isinstance(one, ClassModel)]
    stack: list[ast.AST] = [stmt for one in classes for stmt in one.node.body]
    names: set[str] = set()
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            stack += ast.iter_child_nodes(node)
    return names
