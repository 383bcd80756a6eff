"""What a file writes down that counts wherever it is done: also by its installer, which nothing here calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from svclint.checking.behaviour import Behaviour, seq
from svclint.source.classes import ClassModel, statements
from svclint.source.frame import Frame
from svclint.source.knowledge import Knowledge
from svclint.source.lowering import Reader, Session
from svclint.source.lowering.registry import written
from svclint.source.module import Module
from svclint.source.walking import walk

_WRITE = ("SetValueEx", "reg", "SetProcessShutdownParameters")  # one of these is in every file that does such a thing


def everywhere(tree: ast.Module, module: Module, service: ClassModel) -> Behaviour:
    """The writes of all functions of the file, whoever calls them, and of its top level."""
    if not any(word in line for line in module.source.lines for word in _WRITE):
        return seq()
    reader = Reader(module, service, Session(Knowledge()))
    parts: list[Behaviour] = []
    for body, call in _calls(tree):
        name = module.canonical(call.func)
        if name:
            parts.append(written(reader.inside(body, module), name, call, Frame(module.label, module)))
    return seq(*parts)


def _calls(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.Call]]:
    """Every call, with the function that it stands in, or the module."""
    functions = [one for one in statements(tree.body) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
    inside: dict[ast.AST, ast.AST] = {}
    for function in functions:  # an inner one comes after the one around it
        inside.update((node, function) for node in walk(function))
    calls = (node for node in walk(tree) if isinstance(node, ast.Call))
    return ((inside.get(node, tree), node) for node in calls)
