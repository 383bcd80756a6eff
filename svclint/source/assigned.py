"""What is assigned to a name, all over a method or a class, in whatever order it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, TypeAlias

from svclint.source.classes import ClassModel, Def

ADDS: Final = (ast.BitOr, ast.Add, ast.BitXor)
DISPLAYS: Final = (ast.List, ast.Tuple, ast.Set)
SELF: Final = ("self", "cls")

Target: TypeAlias = "type[ast.Name] | type[ast.Attribute]"
# What is assigned (None: it cannot be said), in which method (None: in the body of a class, or of the module).
Given: TypeAlias = "tuple[ast.expr | None, Def | None, ClassModel]"


def inside(function: Def) -> Iterator[ast.AST]:
    """The nodes of a method without those of functions in it."""
    stack: list[ast.AST] = list(reversed(function.body))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            stack += reversed(list(ast.iter_child_nodes(node)))


def assigned(function: Def, kind: Target, name: str) -> Iterator[ast.expr | None]:
    """What a method assigns to a variable, or to an attribute, of that name; None: it cannot be said."""
    for node in inside(function):
        match node:
            case ast.Assign(targets=targets, value=given):
                if any(_is(one, kind, name) for one in targets):
                    yield given
                elif any(_is(part, kind, name) for one in targets for part in ast.iter_child_nodes(one)):
                    yield None
            case ast.AugAssign(target=target, op=op, value=given) if _is(target, kind, name):
                if not isinstance(op, (ast.BitAnd, ast.Sub)):
                    yield given if isinstance(op, ADDS) else None
            case ast.AnnAssign(target=target, value=ast.expr() as given) if _is(target, kind, name):
                yield given
            case ast.NamedExpr(target=target, value=given) | ast.For(target=target, iter=given):
                if _is(target, kind, name):
                    yield given if isinstance(node, ast.NamedExpr) or isinstance(given, DISPLAYS) else None


def _is(node: ast.AST, kind: Target, name: str) -> bool:
    if not isinstance(node, kind):
        return False
    if isinstance(node, ast.Name):
        return node.id == name
    return node.attr == name and isinstance(node.value, ast.Name) and node.value.id in SELF


def attributes(cls: ClassModel, name: str) -> Iterator[Given]:
    """What a class, or a base, assigns to one of its attributes."""
    found = cls.class_value(name)
    if found:
        yield found[0], None, found[1]
    for one in cls.lineage():
        for method in one.methods.values() if isinstance(one, ClassModel) else ():
            yield from ((given, method, one) for given in assigned(method, ast.Attribute, name))  # type: ignore[misc]
