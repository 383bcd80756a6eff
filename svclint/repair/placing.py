"""Where an import that is missing belongs: among its kind, in the order and the groups that isort gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

import libcst as cst

from svclint.repair.fix import Edit, Place
from svclint.repair.imports import Import, Kind, in_order, is_import, kind_of, line_kind, module_of, spot
from svclint.repair.lines import Lines
from svclint.repair.tree import Refused, Tree


class Placing:
    """The imports of a module that hold everywhere in it, and room for another."""

    def __init__(self, tree: Tree, lines: Lines, imports: Sequence[Import]) -> None:
        self.tree = tree
        self.lines = lines
        self.imports = imports

    def added(self, module: str) -> Edit:
        """The import statement on a line of its own. Raises Refused."""
        kin = self._kin(kind_of(module))
        return self._among(kin, module) if kin else self._apart(module)

    def _kin(self, kind: Kind) -> list[Import]:
        """The first run of imports of a kind with lines of their own; pywin32's may be in a ``try``."""
        found = [one for one in self.imports if kind_of(module_of(one)) is kind and self._alone(one)]
        block = self._block(found[0]) if found else None
        if block is None or (kind is not Kind.PYWIN32 and not isinstance(block, cst.Module)):
            return []
        start = block.body.index(self.tree.parents[found[0]])
        run = set(takewhile(is_import, block.body[start:]))
        return [one for one in found if self.tree.parents[one] in run]

    def _alone(self, one: Import) -> bool:
        line = self.tree.parents[one]
        return isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1

    def _block(self, one: Import) -> cst.Module | cst.IndentedBlock | None:
        block = self.tree.parents[self.tree.parents[one]]
        return block if isinstance(block, (cst.Module, cst.IndentedBlock)) else None

    def _among(self, kin: Sequence[Import], module: str) -> Edit:
        """Where the order of the others wants it, if they have one; else behind them."""
        at = spot(kin, module) if in_order(kin) else len(kin)
        if at and (at == len(kin) or self._stands_apart(kin[at])):
            return self._behind(kin[at - 1], module)
        return self._line(self.tree.place(kin[at])[0].line, kin[at], f"import {module}\n")

    def _stands_apart(self, one: Import) -> bool:
        """Whether comments or blank lines are above a statement, which go with it."""
        line = self.tree.parents[one]
        return isinstance(line, cst.SimpleStatementLine) and bool(line.leading_lines)

    def _apart(self, module: str) -> Edit:
        """A group of its own: the standard library in front of the others, the rest behind the standard library."""
        body = self.tree.module.body
        first = next((at for at, one in enumerate(body) if is_import(one)), None)
        if first is None:
            return self._first_of_all(module)
        run = list(takewhile(is_import, body[first:]))
        gap = "" if _tight(run) else "\n"
        if kind_of(module) is Kind.STANDARD:
            later = [one for one in run if line_kind(one) is not Kind.FUTURE]
            if later:
                return self._line(self._top(later[0]), later[0], f"import {module}\n{gap}")
        before = [one for one in run if line_kind(one) is not Kind.RELATIVE] or run
        near = line_kind(before[-1]) in (Kind.PYWIN32, Kind.OTHER)
        return self._behind(before[-1], module, "" if near else gap)

    def _top(self, node: cst.CSTNode) -> int:
        """The line where a statement begins with the comments above it; those at the top are the file's."""
        line = self.tree.place(node)[0].line
        if node is self.tree.module.body[0]:
            return line
        while self.lines.row(line - 1).startswith("#"):
            line -= 1
        return line

    def _first_of_all(self, module: str) -> Edit:
        """In front of the first statement that is no docstring."""
        body = self.tree.module.body
        told = 1 if self.tree.module.get_docstring(clean=False) is not None else 0
        if told == len(body):
            raise Refused("there is nothing to import for")
        node = body[told]
        decorators = getattr(node, "decorators", ())
        line = self.tree.place(decorators[0] if decorators else node)[0].line
        return self._line(line, node, f"import {module}\n")

    def _behind(self, one: cst.CSTNode, module: str, gap: str = "") -> Edit:
        """On the line below a statement, or below a blank one."""
        return self.lines.below(self.tree.place(one)[1].line, f"{gap}{self._indent(one)}import {module}")

    def _line(self, line: int, like: cst.CSTNode, text: str) -> Edit:
        """Text in front of a line, indented like a statement."""
        gap = len(text) - len(text.lstrip("\n"))
        return Edit(Place(line, 1), Place(line, 1), text[:gap] + self._indent(like) + text[gap:])

    def _indent(self, like: cst.CSTNode) -> str:
        return self.lines.indent(self.tree.place(like)[0].line)


def _tight(run: Sequence[cst.CSTNode]) -> bool:
    """Whether imports of several groups follow each other without a line between them."""
    return any(_group(one) is not _group(two) and not _lead(two) for one, two in pairwise(run))


def _group(line: cst.CSTNode) -> Kind:
    """For isort pywin32 is a package like others."""
    kind = line_kind(line)
    return Kind.OTHER if kind is Kind.PYWIN32 else kind


def _lead(node: cst.CSTNode) -> object:
    return node.leading_lines if isinstance(node, cst.SimpleStatementLine) else ()
