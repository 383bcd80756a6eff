"""What coroutines keep in attributes of the service: they are not followed, but what they make is plain to see."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from svclint.contract.effects import PRIMITIVES, returns
from svclint.source.classes import ClassModel, Def, statements
from svclint.source.knowledge import Knowledge
from svclint.source.values import Thing
from svclint.source.walking import walk


def learn(cls: ClassModel, knowledge: Knowledge) -> None:
    """Tell ``knowledge`` of the events, tasks and loops that coroutines give to attributes of ``self``."""
    for one in cls.lineage():
        for function in one.methods.values() if isinstance(one, ClassModel) else ():
            for name, value in _given(function):
                called = one.module.canonical(value.func) if isinstance(one, ClassModel) else None
                made = returns(called) if called else None
                if made in PRIMITIVES:
                    key = f"{cls.key}.{name}"
                    knowledge.hold(key, Thing(made, key))


def _given(function: Def) -> Iterator[tuple[str, ast.Call]]:
    """The attributes of ``self`` that the coroutines in a method set, and the calls that make what they hold."""
    coroutines = [one for one in statements([function]) if isinstance(one, ast.AsyncFunctionDef)]
    for node in (node for one in coroutines for node in walk(one)):
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Call() as value):
                yield name, value
