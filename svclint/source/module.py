"""One parsed file: its imports, classes, functions and global names, found without running anything."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from svclint.source.classes import PLAIN_BASES, UNKNOWN_BASE, ClassModel, Def, blocks, statements
from svclint.source.imports import FRAMEWORK, Imports
from svclint.source.positions import Source


class Module:
    """One file, ready to be asked. Everything is found in a single walk of its tree."""

    def __init__(self, tree: ast.Module, source: Source) -> None:
        self.source = source
        self.imports = Imports()
        self.functions: dict[str, Def] = {}
        self.classes: list[ClassModel] = []
        self.globals: dict[str, list[ast.expr]] = {}
        self.stored: dict[ast.stmt, tuple[str, ...]] = {}
        self._by_name: dict[str, ClassModel | None] = {}
        self._read(tree)
        for cls in self.classes:
            cls.bases = [one for base in cls.node.bases if (one := self._base(base)) not in PLAIN_BASES]
        self._by_name.clear()  # before all bases were known, a name may have been answered too early

    def class_named(self, name: str) -> ClassModel | None:
        """The class of that name; of several, the one that derives from the framework (others are stubs)."""
        if name not in self._by_name:
            found = [cls for cls in self.classes if cls.name == name]
            self._by_name[name] = next((cls for cls in found if cls.derives(FRAMEWORK)), found[-1] if found else None)
        return self._by_name[name]

    def canonical(self, expression: ast.expr) -> str | None:
        """The canonical dotted name of a name or attribute chain that begins with an import."""
        match expression:
            case ast.Name(id=name):
                return self.imports.canonical(name)
            case ast.Attribute(value=value, attr=attribute):
                owner = self.canonical(value)
                return owner and f"{owner}.{attribute}"
        return None

    def stores(self, loop: ast.For | ast.AsyncFor | ast.While) -> tuple[str, ...]:
        """The names that the body of a loop assigns, in order."""
        if loop not in self.stored:
            inside = (node for statement in loop.body for node in ast.walk(statement))
            names = (node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
            self.stored[loop] = tuple(dict.fromkeys(names))
        return self.stored[loop]

    def _read(self, tree: ast.Module) -> None:
        self._read_globals(tree.body)
        for node in statements(tree.body):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.imports.add(node)
            elif isinstance(node, ast.ClassDef):
                self.classes.append(ClassModel(node, self))

    def _read_globals(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self.functions[statement.name] = statement
                case ast.Assign(targets=targets, value=value):
                    self._assign_globals(targets, value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    self.globals.setdefault(name, []).append(value)
                case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While():
                    for block in blocks(statement):
                        self._read_globals(block)

    def _assign_globals(self, targets: Sequence[ast.expr], value: ast.expr) -> None:
        for target in targets:
            if isinstance(target, ast.Name):
                self.globals.setdefault(target.id, []).append(value)

    def _base(self, base: ast.expr) -> ClassModel | str:
        """What a base class is: a class of this file, a canonical name, or unknown."""
        while isinstance(base, ast.Subscript):
            base = base.value
        if name := self.canonical(base):
            return name
        if isinstance(base, ast.Name):
            return self._named_base(base.id)
        return FRAMEWORK if FRAMEWORK in map(self.canonical, _alternatives(base)) else UNKNOWN_BASE

    def _named_base(self, name: str) -> ClassModel | str:
        values = [one for value in self.globals.get(name, []) for one in _alternatives(value)]
        if FRAMEWORK in map(self.canonical, values):
            return FRAMEWORK
        return self.class_named(name) or (name if name in PLAIN_BASES else UNKNOWN_BASE)


def _alternatives(value: ast.expr) -> list[ast.expr]:
    """What a conditional expression, or ``a or b``, can be."""
    if isinstance(value, ast.IfExp):
        return [value.body, value.orelse]
    return value.values if isinstance(value, ast.BoolOp) else [value]
