"""What stands where in a text: statements, functions, classes, comments, by the places that findings have."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias, TypeVar

import libcst as cst

from svclint.repair.fix import Edit, Place
from svclint.repair.lines import Lines
from svclint.repair.tree import Refused, Tree

Statement: TypeAlias = "cst.SimpleStatementLine | cst.BaseCompoundStatement"
Node = TypeVar("Node", bound=cst.CSTNode)

STATEMENT = (cst.SimpleStatementLine, cst.BaseCompoundStatement)


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

    def place(self, node: cst.CSTNode) -> tuple[Place, Place]:
        """First place of a node and the one behind its last; a definition begins at its ``def``."""
        return self.tree.place(node)

    def text_of(self, node: cst.CSTNode) -> str:
        """A node as it is written, without the comment behind it."""
        return self.lines.slice(*self.place(node))

    def covering(self, kind: type[Node] | tuple[type[Node], ...], line: int, column: int) -> Node:
        """The innermost node of a kind (or kinds) whose range, decorators included, covers a place."""
        place = Place(line, column)
        found = [
            node
            for node in self.parents
            if isinstance(node, kind) and self._first(node) <= place <= self.place(node)[1]
        ]
        if not found:
            raise Refused(f"nothing of the kind on line {line}")
        return found[-1]

    def statement_at(self, line: int, column: int) -> Statement:
        """The innermost statement that covers a place; one that shares its line with its head is refused."""
        small = self._in_suite(line, column)
        if small:
            raise Refused(f"the statement on line {line} shares its line with the head of its block")
        found = self.covering(STATEMENT, line, column)
        assert isinstance(found, STATEMENT)
        return found

    def _in_suite(self, line: int, column: int) -> bool:
        place = Place(line, column)
        suites = (node for node in self.parents if isinstance(node, cst.SimpleStatementSuite))
        return any(self.place(one)[0] <= place <= self.place(one)[1] for one in suites)

    def small_at(self, line: int, column: int) -> cst.BaseSmallStatement:
        """The simple statement that covers a place, wherever it stands: also behind ``;`` or a head."""
        return self.covering(cst.BaseSmallStatement, line, column)

    def call_at(self, line: int, column: int) -> cst.Call:
        """The innermost call that covers a place."""
        return self.covering(cst.Call, line, column)

    def function_at(self, line: int) -> cst.FunctionDef:
        """The function whose head stands on a line, else the innermost around it."""
        return self._around(cst.FunctionDef, line)

    def class_at(self, line: int) -> cst.ClassDef:
        """The class whose head stands on a line, else the innermost around it."""
        return self._around(cst.ClassDef, line)

    def heads_around(self, line: int) -> list[int]:
        """The lines of the heads of all functions around a line."""
        functions = (node for node in self.parents if isinstance(node, cst.FunctionDef))
        spans = ((self.place(one)[0].line, self._first(one).line, self._last(one)) for one in functions)
        return [head for head, first, last in spans if first <= line <= last]

    def _around(self, kind: type[Node], line: int) -> Node:
        spans = ((node, self._first(node).line, self.place(node)[1].line) for node in self.parents)
        found = [node for node, first, last in spans if isinstance(node, kind) and first <= line <= last]
        if not found:
            raise Refused(f"nothing of the kind around line {line}")
        return found[-1]

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
        """Whether an edit takes a comment away that its own text does not bring back."""
        return any(edit.start <= place < edit.end and text not in edit.text for place, text in self._comments)

    @cached_property
    def _comments(self) -> tuple[tuple[Place, str], ...]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return tuple(
            (Place(one.start[0], one.start[1] + 1), one.string) for one in tokens if one.type == tokenize.COMMENT
        )

    def _is_comment(self, line: int) -> bool:
        return line <= len(self.lines.rows) and self.lines.row(line).lstrip(" \t\f").startswith("#")

    def _first(self, node: cst.CSTNode) -> Place:
        """Where a node begins, decorators included."""
        decorators = getattr(node, "decorators", ())
        return self.place(decorators[0] if decorators else node)[0]

    def _last(self, node: cst.CSTNode) -> int:
        return self.place(node)[1].line


def nodes(tree: cst.CSTNode, kind: type[Node]) -> Iterator[Node]:
    """All nodes of a kind in a tree, itself included, in the order of the text."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, kind):
            yield node
        stack += reversed(node.children)
