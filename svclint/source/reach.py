"""How far a handler reaches: whether all it does is to report, to give known signals and to make remarks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

from svclint.checking.behaviour import Behaviour, events
from svclint.contract.effects import LOG_METHODS, remark
from svclint.contract.events import Report, Signal
from svclint.source.classes import ClassModel, Def
from svclint.source.lowering.functions import REPORT
from svclint.source.module import Module
from svclint.source.walking import walk

_JUMPS_OUT = (ast.Raise, ast.Await, ast.Yield, ast.YieldFrom, ast.Nonlocal)


class Read(NamedTuple):
    """A function that the handler leads to: the class it stands in, and that of its ``self``."""

    function: Def
    module: Module
    owner: ClassModel | None = None
    cls: ClassModel | None = None


class Reach:
    """One handler of a class. What it reports and signals is known from its behaviour; all else must be harmless."""

    def __init__(self, cls: ClassModel, body: Behaviour, helper: Callable[[str], ClassModel | None]) -> None:
        """``helper`` gives the class of what an attribute of the service holds, where that is of the project."""
        self.cls = cls
        self.helper = helper
        self.known = {one.at for one in events(body) if isinstance(one, Report) or _plain(one)}
        self.functions: list[Read] = []

    def confined(self, name: str) -> bool:
        """Whether nothing that the method, or what it calls, does can be noticed but the reports and signals."""
        self._call(self.cls, name)
        return bool(self.functions) and all(self._keeps_within(one) for one in self.functions)

    def _call(self, cls: ClassModel, name: str, after: ClassModel | None = None) -> bool:
        found = cls.method(name, after)
        return found is not None and self._reads(Read(found[0], found[1].module, found[1], cls))

    def _reads(self, function: Read) -> bool:
        if function not in self.functions:
            self.functions.append(function)  # looked at in its turn
        return True

    def _keeps_within(self, read: Read) -> bool:
        function = read.function
        if isinstance(function, ast.AsyncFunctionDef) or any(map(_wraps, function.decorator_list)):
            return False
        shared = {name for one in walk(function) if isinstance(one, ast.Global) for name in one.names}
        return all(self._harmless(one, read, shared) for one in _inside(function))

    def _harmless(self, node: ast.AST, read: Read, shared: set[str]) -> bool:
        match node:
            case ast.Call():
                return self._remarks(node, read)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                return name not in shared or read.module.source.at(node) in self.known
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                return read.module.source.at(node) in self.known
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if read.cls:
                self._call(read.cls, name)  # a property, or a method that somebody is given
        return not isinstance(node, _JUMPS_OUT)

    def _remarks(self, call: ast.Call, read: Read) -> bool:
        module = read.module
        if module.source.at(call) in self.known:
            return True
        match call.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name) if read.cls:
                return self._call(read.cls, name, read.owner) or name == REPORT
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if read.cls and read.cls.method(name):
                return True  # its attribute is looked at as such
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr=kept), attr=name) if (
                read.cls is self.cls and (helper := self.helper(kept)) and helper.method(name)
            ):
                return self._call(helper, name)
            case ast.Attribute(attr=name) if name in LOG_METHODS:
                return True
            case ast.Attribute(value=ast.Constant()):  # a method of text
                return True
            case ast.Name(id=name) if name in module.functions:
                return self._reads(Read(module.functions[name], module))
            case ast.Name(id=name) if not module.defines(name) and not module.imports.canonical(name):
                return remark(name)
        return remark(module.canonical(call.func) or "")


def _plain(event: object) -> bool:
    return isinstance(event, Signal) and event.shared


def _wraps(decorator: ast.expr) -> bool:
    """Decorators that change what is called; those that only say how are none."""
    name = decorator.id if isinstance(decorator, ast.Name) else getattr(decorator, "attr", "")
    return name not in ("staticmethod", "property", "override", "classmethod", "setter")


def _inside(function: Def) -> Iterator[ast.AST]:
    for statement in function.body:
        yield from walk(statement)
