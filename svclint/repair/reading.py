"""A text and its tree: how a node is written, what is around and below it, which comments there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import libcst as cst

from svclint.repair.below import Node
from svclint.repair.fix import Edit, Place
from svclint.repair.lines import Lines
from svclint.repair.tree import Refused, Tree

Statement: TypeAlias = "cst.SimpleStatementLine | cst.BaseCompoundStatement"
# What other tools are told about one statement, without a word for a reader.
MARK: Final = re.compile(r"#\s*(noqa(:[\s\w,]*)?|type:\s*ignore(\[[\w\s,-]*\])?|pragma:\s*no\s?cover|nosec)\s*")


class Reading:
    """One text, read. What is not there raises Refused; so does the constructor where libcst cannot help."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.tree = Tree(text)

    @property
    def module(self) -> cst.Module:
        """The text as libcst reads it."""
        return self.tree.module

    @property
    def parents(self) -> Mapping[cst.CSTNode, cst.CSTNode]:
        """The parent of every node below the module."""
        return self.tree.parents

    def nodes(self, kind: type[Node] | tuple[type[Node], ...], tree: cst.CSTNode | None = None) -> Sequence[Node]:
        """The nodes of a kind (or kinds) in the module, or in a node of it and that itself, as the text has them."""
        return self.tree.nodes(kind, tree)

    def place(self, node: cst.CSTNode) -> tuple[Place, Place]:
        """First place of a node and the one behind its last; a definition begins at its ``def``."""
        return self.tree.place(node)

    def text_of(self, node: cst.CSTNode) -> str:
        """A node as it is written, without the comment behind it."""
        return self.lines.slice(*self.place(node))

    def method(self, cls: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """The method of that name that counts: the last one written in the class itself."""
        methods = [one for one in cls.body.body if isinstance(one, cst.FunctionDef) and one.name.value == name]
        return methods[-1] if methods else None

    def docstring(self, function: cst.FunctionDef) -> bool:
        """Whether the body begins with a docstring."""
        return function.get_docstring(clean=False) is not None

    def statements(self, function: cst.FunctionDef) -> Sequence[Statement]:
        """The statements of a body without its docstring. A body on the line of its head is refused."""
        if not isinstance(function.body, cst.IndentedBlock):
            raise Refused(f"the body of {function.name.value} shares its line with the head")
        body: Sequence[Statement] = function.body.body  # type: ignore[assignment]
        return body[1:] if self.docstring(function) else body

    def is_plain_block(self, stmt: cst.CSTNode) -> bool:
        """Whether a statement stands on lines of its own: no ``;`` and no head beside it."""
        if isinstance(stmt, cst.SimpleStatementLine) and len(stmt.body) > 1:
            return False
        return isinstance(self.parents.get(stmt), (cst.IndentedBlock, cst.Module))

    def comment_inside(self, edit: Edit) -> bool:
        """Whether an edit takes a comment away that its own text does not bring back; marks for tools may go."""
        found = (text for place, text in self._comments if edit.start <= place < edit.end)
        return any(text not in edit.text and not MARK.fullmatch(text) for text in found)

    @cached_property
    def _comments(self) -> Sequence[tuple[Place, str]]:
        return [(self.place(one)[0], one.value) for one in self.nodes(cst.Comment)]

    def _is_comment(self, line: int) -> bool:
        return line <= len(self.lines.rows) and self.lines.row(line).lstrip(" \t\f").startswith("#")

    def _first(self, node: cst.CSTNode) -> Place:
        """Where a node begins, decorators included."""
        decorators = getattr(node, "decorators", ())
        return self.place(decorators[0] if decorators else node)[0]

    def _last(self, node: cst.CSTNode) -> int:
        return self.place(node)[1].line
