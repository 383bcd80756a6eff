"""How a file writes a name of another module, and where an import that is missing belongs."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from svclint.repair.fix import Edit, Place
from svclint.repair.imports import Import, imports_of, in_order, is_import, is_pywin32, module_of, names_of, through
from svclint.repair.lines import Lines
from svclint.repair.tree import Refused, Tree


class Spelling:
    """The imports of one module that hold everywhere in it."""

    def __init__(self, tree: Tree, lines: Lines) -> None:
        self.tree = tree
        self.lines = lines
        self.imports = list(imports_of(tree.module))
        self.names = [name for one in self.imports for name in names_of(one)]

    def of(self, canonical: str) -> tuple[str, tuple[Edit, ...]]:
        """How the file writes a dotted name, and what adds the import where there is none. Raises Refused."""
        for name in self.names:
            written = through(name, canonical)
            if written and not self._hidden(written.partition(".")[0]):
                return written, ()
        module = canonical.rpartition(".")[0]
        if not module:
            return canonical, ()
        top = module.partition(".")[0]
        if self._hidden(top) or self._taken(top, module):
            raise Refused(f"{top!r} means something else in this file")
        return canonical, (self._added(module),)

    @cached_property
    def _bindings(self) -> dict[str, list[cst.CSTNode]]:
        """What is bound without an import, by name."""
        bindings: dict[str, list[cst.CSTNode]] = {}
        for node in self.tree.parents:
            if name := _bound(node):
                bindings.setdefault(name, []).append(node)
        return bindings

    def _hidden(self, name: str) -> bool:
        """Whether some function has a name of its own that hides the module's."""
        return any(self._in_function(node) for node in self._bindings.get(name, ()))

    def _taken(self, name: str, module: str) -> bool:
        """Whether the file uses the name for something else."""
        return name in self._bindings or any(one.written == name and one.canonical != module for one in self.names)

    def _in_function(self, node: cst.CSTNode) -> bool:
        """Whether a binding is made in a function, a lambda or a comprehension."""
        above = self.tree.parents.get(node)
        # The name of a function is bound outside of it, its parameters inside.
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)) and isinstance(above, cst.IndentedBlock):
            above = self.tree.parents[above]
        while above is not None and not isinstance(above, (cst.FunctionDef, cst.Lambda, cst.BaseComp)):
            if isinstance(above, cst.ClassDef):
                return False
            above = self.tree.parents.get(above)
        return above is not None

    def _added(self, module: str) -> Edit:
        """The import statement on a line of its own: among its kind, else behind the first imports."""
        kin = self._kin() if is_pywin32(module) else []
        if not kin:
            return self._at_top(module)
        later = [one for one in kin if module_of(one) > module]
        if later and in_order(kin) and all(isinstance(one, cst.Import) for one in later):
            return self._line(self.tree.place(later[0])[0].line, later[0], module)
        return self._line(self.tree.place(kin[-1])[1].line + 1, kin[-1], module)

    def _kin(self) -> list[Import]:
        """The imports of pywin32 in the block of the first one; those behind a head or ``;`` do not count."""
        lines = {one: self.tree.parents[one] for one in self.imports if is_pywin32(module_of(one))}
        blocks = {
            one: self.tree.parents[line]
            for one, line in lines.items()
            if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
        }
        first = next(iter(blocks.values()), None)
        return [one for one, block in blocks.items() if block is first]

    def _at_top(self, module: str) -> Edit:
        """Behind the first run of imports, or in front of the first statement that is no docstring."""
        body = self.tree.module.body
        first = next((at for at, one in enumerate(body) if is_import(one)), None)
        if first is None:
            return self._first_of_all(module)
        last = first
        while last + 1 < len(body) and is_import(body[last + 1]):
            last += 1
        return self._line(self.tree.place(body[last])[1].line + 1, body[last], module)

    def _first_of_all(self, module: str) -> Edit:
        body = self.tree.module.body
        told = 1 if self.tree.module.get_docstring(clean=False) is not None else 0
        if told < len(body):
            node = body[told]
            decorators = getattr(node, "decorators", ())
            return self._line(self.tree.place(decorators[0] if decorators else node)[0].line, node, module)
        raise Refused("there is nothing to import for")

    def _line(self, line: int, like: cst.CSTNode, module: str) -> Edit:
        """An import on its own line, indented like another statement."""
        text = f"{self.lines.indent(self.tree.place(like)[0].line)}import {module}"
        if line <= len(self.lines.rows):
            return Edit(Place(line, 1), Place(line, 1), text + "\n")
        end = self.lines.end_of(line - 1)
        return Edit(end, end, "\n" + text)


def _bound(node: cst.CSTNode) -> str | None:
    """The name that a node binds."""
    match node:
        case cst.AssignTarget(target=cst.Name(value=name)) | cst.AnnAssign(target=cst.Name(value=name)):
            return name
        case cst.For(target=cst.Name(value=name)) | cst.CompFor(target=cst.Name(value=name)):
            return name
        case cst.Param(name=cst.Name(value=name)) | cst.NamedExpr(target=cst.Name(value=name)):
            return name
        case cst.FunctionDef(name=cst.Name(value=name)) | cst.ClassDef(name=cst.Name(value=name)):
            return name
        case cst.AsName(name=cst.Name(value=name)) | cst.MatchAs(name=cst.Name(value=name)):
            return name
        case cst.Element(value=cst.Name(value=name)) | cst.NameItem(name=cst.Name(value=name)):
            return name
    return None
