"""How a file gives a service class to the framework: to install it, or to host it itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from svclint.contract.events import Installed
from svclint.contract.framework import DISPLAY_NAME, SERVICE_NAME
from svclint.source.classes import ClassModel
from svclint.source.mentions import Mentions, bound
from svclint.source.module import Module
from svclint.source.walking import walk

INSTALL: Final = "win32serviceutil.HandleCommandLine"
HOST: Final = "servicemanager.PrepareToHostSingle"
# Whoever mentions these may run the class without the registry telling where it is.
_HOSTING: Final = frozenset({"PrepareToHostSingle", "PrepareToHostMultiple", "StartServiceCtrlDispatcher", "globals"})
_EXECUTABLE: Final = "_exe_name_"
_CLASS_STRING: Final = 1  # the position of ``serviceClassString``

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def installed(cls: ClassModel, mentions: Mentions, whole: bool) -> Iterator[Installed]:
    """The class, if the file hands it over and something of it will not be found.

    ``whole``: everything that the class has can be seen.
    """
    named = [(cls.module.canonical(call.func), call) for call in mentions.calls if _hands(cls, call)]
    given = [(name, call) for name, call in named if name in (INSTALL, HOST)]
    if not given:
        return
    by_name = any(name == INSTALL and _leaves_place(call) for name, call in given)
    why = hidden(cls, mentions) if by_name else ""
    missing = tuple(lacks(cls, mentions)) if whole else ()
    if missing or why:
        yield Installed(cls.module.source.named(cls.node), why, missing)


def hidden(cls: ClassModel, mentions: Mentions) -> str:
    """What keeps ``getattr(module, name)`` from finding the class after an import; empty when nothing is seen to."""
    if not _HOSTING.isdisjoint(mentions.used) or cls.class_value(_EXECUTABLE) or cls.name in cls.module.globals:
        return ""
    path = _path(cls.module, cls.node)
    outer = next((one for one in reversed(path) if isinstance(one, (*_FUNCTIONS, ast.ClassDef))), None)
    if isinstance(outer, ast.ClassDef):
        return f"stands in the class {outer.name}"
    if isinstance(outer, _FUNCTIONS):
        return "" if _is_global(outer, cls.name) else f"stands in the function {outer.name}"
    guards = (one for one, below in zip(path, (*path[1:], cls.node), strict=True) if _is_main(one, below))
    if next(guards, None):
        return "stands in what only the main program runs"
    name = next(_renamed(cls), cls.name) if "__name__" in mentions.stored else cls.name
    return "" if name == cls.name or cls.module.defines(name) else f"calls itself {name!r}"


def _renamed(cls: ClassModel) -> Iterator[str]:
    """What the file gives the class as its ``__name__``."""
    for node in walk(cls.module.tree):
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=owner), attr="__name__")], value=ast.Constant(value=str(name))
            ) if owner == cls.name:
                yield name


def lacks(cls: ClassModel, mentions: Mentions) -> Iterator[str]:
    """The names that are not there, or say nothing, though HandleCommandLine takes them."""
    for name in (SERVICE_NAME, DISPLAY_NAME):
        found = cls.class_value(name)
        if name in mentions.stored or (found is None and name in bound(cls)):
            continue
        value = found[0] if found else None
        if value is None or (name == SERVICE_NAME and isinstance(value, ast.Constant) and not value.value):
            yield name


def _hands(cls: ClassModel, call: ast.Call) -> bool:
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "cls")]
    return any(_is_class(cls, one) for one in given)


def _is_class(cls: ClassModel, node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return name == cls.name and cls.module.class_named(name) is cls
        case ast.Attribute(value=ast.Name(id=outer), attr=name):
            found = cls.module.class_named(outer)
            return name == cls.name and found is not None and cls.node in found.node.body
    return False


def _leaves_place(call: ast.Call) -> bool:
    names = {one.arg for one in call.keywords}
    return len(call.args) <= _CLASS_STRING and names.isdisjoint({"serviceClassString", None})


def _path(module: Module, wanted: ast.AST) -> tuple[ast.AST, ...]:
    """The nodes around a node, the module first."""
    stack: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(module.tree, ())]
    while stack:
        node, above = stack.pop()
        if node is wanted:
            return above
        stack += ((child, (*above, node)) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))
    return ()


def _is_global(function: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Global) and name in one.names for one in walk(function))


def _is_main(node: ast.AST, below: ast.AST) -> bool:
    """Whether ``below`` is in the body of ``if __name__ == "__main__":``."""
    match node:
        case ast.If(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]), body=body) if below in body:
            sides = {getattr(one, "id", getattr(one, "value", None)) for one in (left, right)}
            return sides == {"__name__", "__main__"}
    return False
