"""The top level of a file that holds a service: as the host imports it, and as the program that the SCM starts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from svclint.checking.behaviour import SKIP, Behaviour, Emit, Try, seq
from svclint.contract.effects import serving
from svclint.contract.events import NOWHERE, Begun, Over, Serving
from svclint.source.classes import ClassModel, Def
from svclint.source.frame import Frame
from svclint.source.knowledge import Knowledge
from svclint.source.lowering import Reader, Session
from svclint.source.module import Module
from svclint.source.situation import Situation, asks_frozen
from svclint.source.walking import walk

_BUDGET = 4_000  # statements: what a top level does itself is little, and what it leads to may be a whole program
_IMPORTED = Situation(main=False, frozen=False)
_ALONE = Situation(main=True, frozen=True, arguments=1)
_BUNDLED = "_MEIPASS"  # what only PyInstaller's programs have


def programs(tree: ast.Module, module: Module, service: ClassModel) -> Iterator[Behaviour]:
    """The behaviours of the file's top level, for each way in which it can begin that matters to ``service``."""
    frozen = _frozen(tree, module)
    for situation in (_IMPORTED, _ALONE):
        begun = Begun(NOWHERE, not situation.main, frozen)
        yield seq(Emit(begun), Try(_read(tree, module, service, situation), (), SKIP, Emit(Over(NOWHERE))))


def _read(tree: ast.Module, module: Module, service: ClassModel, situation: Situation) -> Behaviour:
    session = Session(Knowledge(), budget=_BUDGET, situation=situation)
    reader = Reader(module, service, session).inside(tree, module)
    return reader.block(tree.body, Frame(module.label, module))


def _frozen(tree: ast.Module, module: Module) -> bool | None:
    """Whether the file shows that it is meant to be frozen: a test that decides how it serves, or a word of it."""
    choices = (one for one in walk(tree) if isinstance(one, ast.If) and _asks(one.test, module))
    if any(_steps(one, module, set()) for one in choices):
        return True
    bundled = any(_BUNDLED in line for line in module.source.lines)
    return None if bundled and Serving.DISPATCHES not in _steps(tree, module, set()) else False


def _asks(test: ast.expr, module: Module) -> bool:
    return any(asks_frozen(one, module) for one in walk(test) if isinstance(one, ast.expr))


def _steps(node: ast.AST, module: Module, seen: set[ast.AST]) -> set[Serving]:
    """The steps on the way to the SCM that stand below a node, or in functions of the file that are called there."""
    found: set[Serving] = set()
    for call in (one for one in walk(node) if isinstance(one, ast.Call)):
        step = serving(module.canonical(call.func) or "")
        found |= {step} if step else set()
        for function in _named(call.func, module):
            if function not in seen:
                seen.add(function)
                found |= _steps(function, module, seen)
    return found


def _named(callee: ast.expr, module: Module) -> Iterator[Def]:
    """The functions and methods of the file that a call may mean, by their name."""
    if isinstance(callee, ast.Name) and callee.id in module.functions:
        yield module.functions[callee.id]
    if isinstance(callee, ast.Attribute):
        yield from (cls.methods[callee.attr] for cls in module.classes if callee.attr in cls.methods)
