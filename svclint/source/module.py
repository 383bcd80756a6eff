"""One parsed file: its imports, classes, functions and global names, found without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from svclint.checking.finding import Problem
from svclint.contract.events import At
from svclint.source.classes import PLAIN_BASES, UNKNOWN_BASE, ClassModel, Def, Lineages, blocks, statements
from svclint.source.imports import FRAMEWORK, Imports
from svclint.source.positions import Source
from svclint.source.project import Files, Found, Member, Outside, Project
from svclint.source.text import decode, parse
from svclint.source.walking import walk

JUDGED = "<module>"
KEPT: Final = 256  # parsed files
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Module:
    """One file, ready to be asked. Everything is found in a single walk of its tree.

    ``project`` is what its imports lead to, None when they are not followed. ``label`` begins the keys of its
    variables: the file that is judged has its own, so that how it is called changes nothing.
    """

    def __init__(self, tree: ast.Module, source: Source, project: Project | None = None, label: str = JUDGED) -> None:
        self.tree = tree
        self.source = source
        self.project = project
        self.label = label
        self.imports = Imports()
        self.functions: dict[str, Def] = {}
        self.classes: list[ClassModel] = []
        self.globals: dict[str, list[ast.expr]] = {}
        self.stored: dict[ast.stmt, tuple[str, ...]] = {}
        self._by_name: dict[str, list[ClassModel]] = {}
        self._read(tree)

    @property
    def judged(self) -> bool:
        """Whether this is the file that is judged, not one that it imports."""
        return self.label == JUDGED

    def line(self, at: At) -> str:
        """The line of the source at a place, in this file or in one that it imports; empty when there is none."""
        module = self._of(at)
        return module.source.line(at.line) if module else ""

    def context(self, at: At) -> str:
        """The dotted name of the definition around a place (``Agent.SvcStop``); empty at the top of a file."""
        module = self._of(at)
        return ".".join(one.name for one in module._definitions if _around(one, at)) if module else ""

    @cached_property
    def _definitions(self) -> list[Def | ast.ClassDef]:
        found = (one for one in statements(self.tree.body) if isinstance(one, (ast.ClassDef, *_FUNCTIONS)))
        return sorted(found, key=lambda one: one.lineno)

    def _of(self, at: At) -> Module | None:
        return self if at.path == self.source.path or not self.project else self.project.module(at.path)

    def class_named(self, name: str, on_the_way: Lineages = ()) -> ClassModel | None:
        """The class of that name; of several, the one that derives from the framework (others are stubs).

        ``on_the_way``: the classes whose bases are being looked for.
        """
        found = self._by_name.get(name, ())
        if len(found) < 2:
            return found[0] if found else None
        return next((one for one in found if FRAMEWORK in one.lineage(on_the_way)), found[-1])

    def defines(self, name: str) -> bool:
        """Whether a statement of the module itself makes that name: no import, and nothing in a function."""
        return name in self.functions or name in self.globals or name in self._by_name

    def bases(self, cls: ClassModel, on_the_way: Lineages) -> Iterable[ClassModel | str]:
        """The bases that count: classes of the project, canonical names, or unknown."""
        found = (self._base(base, on_the_way) for base in cls.node.bases)
        return [one for one in found if one not in PLAIN_BASES]

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
            inside = (node for statement in loop.body for node in walk(statement))
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
                self._by_name.setdefault(node.name, []).append(self.classes[-1])

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
            match target, value:
                case ast.Name(id=name), _:
                    self.globals.setdefault(name, []).append(value)
                case ast.Tuple(elts=parts), ast.Tuple(elts=values) if len(parts) == len(values):
                    for part, one in zip(parts, values, strict=True):
                        self._assign_globals([part], one)

    def _base(self, base: ast.expr, on_the_way: Lineages) -> ClassModel | str:
        """What a base class is: a class of the project, a canonical name, or unknown."""
        while isinstance(base, ast.Subscript):
            base = base.value
        if name := self.canonical(base):
            return self._imported_base(base, name, on_the_way)
        if isinstance(base, ast.Name):
            return self.base_named(base.id, on_the_way)
        return FRAMEWORK if FRAMEWORK in map(self.canonical, _alternatives(base)) else UNKNOWN_BASE

    def base_named(self, name: str, on_the_way: Lineages) -> ClassModel | str:
        """What a name of this module is as a base."""
        values = [one for value in self.globals.get(name, []) for one in _alternatives(value)]
        if FRAMEWORK in map(self.canonical, values):
            return FRAMEWORK
        found: ClassModel | str | None = self.class_named(name, on_the_way)
        if found is None and self.project and not self.defines(name):
            found = _class_of(self.project.starred(self, name), on_the_way)
        return found or (name if name in PLAIN_BASES else UNKNOWN_BASE)

    def _imported_base(self, base: ast.expr, name: str, on_the_way: Lineages) -> ClassModel | str:
        """A class of the project, or the name: of two imports for one name, nobody knows which it is."""
        while isinstance(base, ast.Attribute):
            base = base.value
        if self.project is None or (isinstance(base, ast.Name) and self.imports.ambiguous(base.id)):
            return name
        return _class_of(self.project.lookup(self, name), on_the_way) or name


def _around(definition: Def | ast.ClassDef, at: At) -> bool:
    return definition.lineno <= at.line <= (definition.end_lineno or definition.lineno)


def judged_module(tree: ast.Module, source: Source, files: Files | None = None) -> Module:
    """The module that is judged; its imports are followed into ``files``, if there are any."""
    project = Project(files, imported_module) if files else None
    module = Module(tree, source, project)
    if project:
        project.enter(module)
    return module


def imported_module(data: bytes, path: str, project: Project) -> Module | None:
    """A file that another one imports, as a module of its project; None when it cannot be parsed."""
    parsed = _parsed(data, path)
    return Module(parsed[0], Source(path, parsed[1]), project, f"<{path}>") if parsed else None


@lru_cache(maxsize=KEPT)
def _parsed(data: bytes, path: str) -> tuple[ast.Module, list[str]] | None:
    """Many services of a project import the same files."""
    text = decode(data, path)
    tree = parse(text, path) if isinstance(text, str) else text
    return None if isinstance(tree, Problem) or isinstance(text, Problem) else (tree, text.split("\n"))


def _class_of(found: Found, on_the_way: Lineages) -> ClassModel | str | None:
    if isinstance(found, Outside):
        return found.name
    return found.module.base_named(found.name, on_the_way) if isinstance(found, Member) else None


def _alternatives(value: ast.expr) -> list[ast.expr]:
    """What a conditional expression, or ``a or b``, can be."""
    if isinstance(value, ast.IfExp):
        return [value.body, value.orelse]
    return value.values if isinstance(value, ast.BoolOp) else [value]
