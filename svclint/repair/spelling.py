"""How a file writes a name of another module."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.imports import imports_of, names_of, through
from svclint.repair.lines import Lines
from svclint.repair.placing import Placing
from svclint.repair.tree import Refused, Tree

BINDERS = (
    *(cst.AssignTarget, cst.AnnAssign, cst.For, cst.CompFor, cst.Param, cst.NamedExpr, cst.FunctionDef, cst.ClassDef),
    *(cst.AsName, cst.MatchAs, cst.Element, cst.NameItem),
)


class Spelling:
    """The imports of one module that hold everywhere in it."""

    def __init__(self, tree: Tree, lines: Lines) -> None:
        self.tree = tree
        self.imports = list(imports_of(tree.module))
        self.names = [name for one in self.imports for name in names_of(one)]
        self.placing = Placing(tree, lines, self.imports)

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
        return canonical, (self.placing.added(module),)

    @cached_property
    def bindings(self) -> dict[str, list[cst.CSTNode]]:
        """What is bound otherwise than by an import of the module, by name."""
        bindings: dict[str, list[cst.CSTNode]] = {}
        for node in self.tree.nodes(BINDERS):
            if name := _bound(node):
                bindings.setdefault(name, []).append(node)
        for alias in self.tree.nodes(cst.ImportAlias):
            if self._in_function(alias):
                # A name is local to all of a function, also to the lines above the import.
                bindings.setdefault(alias.evaluated_alias or alias.evaluated_name.partition(".")[0], []).append(alias)
        return bindings

    def _hidden(self, name: str) -> bool:
        """Whether some function has a name of its own that hides the module's."""
        return any(self._in_function(node) for node in self.bindings.get(name, ()))

    def _taken(self, name: str, module: str) -> bool:
        """Whether the file uses the name for something else."""
        return name in self.bindings or any(one.written == name and one.canonical != module for one in self.names)

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
