"""Where the object is made that an attribute holds: in the constructor, or only when the service is at work."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

from svclint.contract.effects import returns
from svclint.contract.events import At
from svclint.source.classes import ClassModel, Def
from svclint.source.hearers import Hearers, Named
from svclint.source.module import Module

_NAMED: Final = 3  # CreateEvent's fourth argument: others find the event by its name
_BRANCHES = (ast.If, ast.IfExp, ast.Match, ast.ExceptHandler, ast.For, ast.While, ast.Lambda)
_CALLS: Final = 5  # how many calls lie between the host's and the one that makes the object


class Late(NamedTuple):
    """An object that is made when controls can already come. ``first``: there was none before."""

    at: At
    first: bool


class Makers:
    """The statements that give one attribute, or one variable of a module, what it holds."""

    def __init__(self, hearers: Hearers, classes: Sequence[ClassModel], name: str, kind: type[Named]) -> None:
        self.hearers = hearers
        self.classes = classes
        self.stores = [one for one in hearers.of(name, kind) if not isinstance(one.ctx, ast.Load)]
        self.name = name

    @cached_property
    def _methods(self) -> dict[Def, str]:
        return {node: name for one in self.classes for name, node in one.methods.items()}

    def all_new(self) -> bool:
        """Whether every one of them makes a new event that nothing else knows."""
        inherited = [value for one in self.classes for name, value in one.assigned.items() if name == self.name]
        made = [self._value(one) for one in self.stores]
        return all(one is not None and self._makes_event(one) for one in (*made, *inherited))

    def late(self, cls: ClassModel) -> Late | None:
        """The one that makes the event in SvcDoRun, or below it, whatever else happens; None when there is none."""
        if any(self.name in one.assigned for one in self.classes) and not self._assigned_event():
            return None
        early: list[Named] = []
        late: list[Named] = []
        for store in self.stores:
            side = self._side(store)
            if side is None:
                return None
            (early if side == "__init__" else late).append(store)
        if len(late) != 1 or self._chosen(late[0]) or not self._new(late[0]):
            return None
        before = [self._value(one) for one in early]
        if not all(one is not None and (self._makes_event(one) or _is_none(one)) for one in before):
            return None
        exists = self._assigned_event() or any(one is not None and self._makes_event(one) for one in before)
        statement = next(one for one in self.hearers.above(late[0]) if isinstance(one, ast.stmt))
        return Late(self._module(statement).source.at(statement), not exists)

    def _assigned_event(self) -> bool:
        return any(self._makes_event(one.assigned[self.name]) for one in self.classes if self.name in one.assigned)

    def _new(self, store: Named) -> bool:
        value = self._value(store)
        return value is not None and self._makes_event(value)

    def _value(self, store: Named) -> ast.expr | None:
        """What is stored, by an assignment to this place alone."""
        match next(self.hearers.above(store)):
            case ast.Assign(targets=[only], value=value) if only is store:
                return value
            case ast.AnnAssign(value=ast.expr() as value):
                return value
        return None

    def _makes_event(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Call) or (len(value.args) > _NAMED and not _is_none(value.args[_NAMED])):
            return False
        name = self._module(value).canonical(value.func)
        made = returns(name) if name else None
        return bool(made) and made in ("threading.Event", "win32event.Event", "multiprocessing.synchronize.Event")

    def _module(self, node: ast.AST) -> Module:
        top = [node, *self.hearers.above(node)][-1]
        return next(one.module for one in self.classes if one.module.tree is top)

    def _side(self, store: Named) -> str | None:
        """Which of the methods that the host calls leads to a store: the constructor or SvcDoRun; None: others may."""
        if not isinstance(store, ast.Attribute) or not _of_self(store):
            return None
        function = self.hearers.function(store)
        for _ in range(_CALLS):
            name = self._methods.get(function) if function else None
            if name is None or name in ("__init__", "SvcDoRun"):
                return name
            function = self._caller(name)
        return None

    def _caller(self, name: str) -> Def | None:
        """The only method that calls another one; nobody else is given it."""
        uses = self.hearers.of(name, ast.Attribute)
        if len(uses) != 1 or self._chosen(uses[0]):
            return None
        call = next(self.hearers.above(uses[0]))
        return self.hearers.function(uses[0]) if isinstance(call, ast.Call) and call.func is uses[0] else None

    def _chosen(self, node: ast.AST) -> bool:
        """Whether it happens on a branch, in a loop, or in a function inside another."""
        function = self.hearers.function(node)
        around = [one for one in self.hearers.above(node) if one is not function]
        inner = around[: next((i for i, one in enumerate(around) if isinstance(one, ast.ClassDef)), len(around))]
        return any(isinstance(one, (*_BRANCHES, ast.FunctionDef, ast.AsyncFunctionDef)) for one in inner)


def _of_self(store: ast.Attribute) -> bool:
    return isinstance(store.value, ast.Name) and store.value.id == "self"


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
