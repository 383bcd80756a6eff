"""Classes as they are written: methods, assignments, bases, and the order in which attributes are looked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from svclint.source.module import Module

Def: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Lineages: TypeAlias = "tuple[ClassModel, ...]"  # classes whose lineage is being worked out

UNKNOWN_BASE = "?"
PLAIN_BASES = {"object", "abc.ABC", "typing.Protocol", "typing.Generic"}


class ClassModel:
    """A class statement: its methods (also those inside ``if`` and ``try``), assignments and bases."""

    def __init__(self, node: ast.ClassDef, module: Module) -> None:
        self.node = node
        self.name = node.name
        self.module = module
        self.methods: dict[str, Def] = {}
        self.assigned: dict[str, ast.expr] = {}
        self._read(node.body)
        self._lineage: list[ClassModel | str] | None = None

    @property
    def key(self) -> str:
        """What the keys of its attributes begin with; a class of another file may have the same name."""
        return self.name if self.module.judged else f"{self.module.label}.{self.name}"

    def _read(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self.methods[statement.name] = statement
                case ast.Assign(targets=targets, value=value):
                    self._assign([one.id for one in targets if isinstance(one, ast.Name)], value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self._assign([name], value)
                case ast.If() | ast.Try() | ast.With():
                    for block in blocks(statement):
                        self._read(block)

    def _assign(self, names: Sequence[str], value: ast.expr) -> None:
        method = self._aliased(value)
        for name in names:
            self.assigned[name] = value
            if method:
                self.methods[name] = method

    def _aliased(self, value: ast.expr) -> Def | None:
        """``SvcShutdown = SvcStop``, a function of the module, or a lambda."""
        if isinstance(value, ast.Name):
            return self.methods.get(value.id) or self.module.functions.get(value.id)
        if not isinstance(value, ast.Lambda):
            return None
        body = ast.copy_location(ast.Return(value.body), value.body)
        return ast.copy_location(ast.FunctionDef("<lambda>", value.args, [body], []), value)

    def lineage(self, on_the_way: Lineages = ()) -> list[ClassModel | str]:
        """The classes in which an attribute is looked for, in Python's order; strings are bases outside the project.

        A class that inherits itself, over however many files, ends where it is met again. What was found inside
        such a circle depends on where one entered it, so only whole answers are kept.
        """
        if self._lineage is not None:
            return self._lineage
        if self in on_the_way:
            return []
        found = _linearise(self, (*on_the_way, self))
        if not on_the_way:
            self._lineage = found
        return found

    def method(self, name: str, after: ClassModel | None = None) -> tuple[Def, ClassModel] | None:
        """The method that ``self.name`` (or ``super().name`` inside ``after``) finds in this file, and its class."""
        lineage = self.lineage()
        start = lineage.index(after) + 1 if after in lineage else 0
        for cls in lineage[start:]:
            if isinstance(cls, ClassModel) and name in cls.methods:
                return cls.methods[name], cls
        return None

    def class_value(self, name: str) -> tuple[ast.expr, ClassModel] | None:
        """What the class body (or a base's) assigns to ``name``."""
        for cls in self.lineage():
            if isinstance(cls, ClassModel) and name in cls.assigned:
                return cls.assigned[name], cls
        return None

    def derives(self, base: str) -> bool:
        """Whether ``base``, a canonical name, is among the bases."""
        return base in self.lineage()

    def __repr__(self) -> str:
        return f"<class {self.name}>"


def _linearise(cls: ClassModel, on_the_way: Lineages) -> list[ClassModel | str]:
    """C3 by its effect: a class comes after all that derive from it."""
    order: list[ClassModel | str] = [cls]
    for base in cls.module.bases(cls, on_the_way):
        inherited = base.lineage(on_the_way) if isinstance(base, ClassModel) else [base]
        below = [one for one in inherited if one not in on_the_way]
        order = [one for one in order if one not in below] + below
    return order


_COMPOUND = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.Try, ast.With, ast.AsyncWith,
    ast.For, ast.AsyncFor, ast.While, ast.Match,
)  # fmt: skip


def blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """The statement lists inside a compound statement."""
    for field in ("body", "orelse", "finalbody"):
        yield getattr(statement, field, [])
    for part in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
        yield part.body


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement of a block and of the blocks inside, those of functions and classes included."""
    stack = list(reversed(body))
    while stack:
        statement = stack.pop()
        yield statement
        if isinstance(statement, _COMPOUND):
            for block in blocks(statement):
                stack.extend(reversed(block))
