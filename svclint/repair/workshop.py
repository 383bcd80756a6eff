"""What the fixers work with: find things in a text, and say what to change there. Nothing is changed here.

Lines and columns are those of the findings: characters from 1. Code handed in is written with four spaces a
level and no indentation of its own; it comes out as the place wants it, tabs included.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias, TypeVar

import libcst as cst

from svclint.repair.fix import Edit, Place
from svclint.repair.lines import Lines
from svclint.repair.spelling import Spelling
from svclint.repair.tree import Refused, Tree

__all__ = ["Refused", "Statement", "Workshop"]

Statement: TypeAlias = "cst.SimpleStatementLine | cst.BaseCompoundStatement"
Node = TypeVar("Node", bound=cst.CSTNode)

STATEMENT = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
EMPTY = ("pass", "...")


class Workshop:
    """One text, read. Whatever cannot be done here raises Refused, the constructor too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.tree = Tree(text)
        self.spelling = Spelling(self.tree, self.lines)

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

    # Finding

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

    # Spelling

    def spell(self, canonical: str) -> tuple[str, tuple[Edit, ...]]:
        """How the file writes a dotted name, and what adds the import where there is none."""
        return self.spelling.of(canonical)

    # Changing

    def replace(self, node: cst.CSTNode, code: str) -> Edit:
        """Put code where a node stands; further lines are indented like the node's first."""
        start, end = self.place(node)
        first, *more = self._fitted(code, self.lines.indent(start.line)).splitlines()
        return Edit(start, end, "\n".join((first.lstrip(), *more)))

    def insert_first(self, function: cst.FunctionDef, code: str) -> Edit:
        """Make code the first of a body, behind the docstring."""
        if not isinstance(function.body, cst.IndentedBlock):
            return self._unfolded(function, code, first=True)
        first = self._whole(function.body.body[0])
        if self.docstring(function):
            return self.insert_after(first, code)
        return self.insert_before(first, code)

    def append(self, function: cst.FunctionDef, code: str) -> Edit:
        """Make code the last of a body."""
        if not isinstance(function.body, cst.IndentedBlock):
            return self._unfolded(function, code, first=False)
        return self.insert_after(self._whole(function.body.body[-1]), code)

    def insert_before(self, stmt: cst.CSTNode, code: str) -> Edit:
        """Put code in front of a statement and of the comment that belongs to it."""
        line = self._first(self._whole(stmt)).line
        indent = self.lines.indent(line)
        while line > 1 and self._is_comment(line - 1) and self.lines.indent(line - 1) == indent:
            line -= 1
        return Edit(Place(line, 1), Place(line, 1), self._fitted(code, indent) + "\n")

    def insert_after(self, stmt: cst.CSTNode, code: str) -> Edit:
        """Put code on the line behind a statement."""
        indent = self.lines.indent(self._first(self._whole(stmt)).line)
        return self._below(self._last(stmt), self._fitted(code, indent))

    def add_method(self, cls: cst.ClassDef, after: cst.FunctionDef | None, code: str) -> Edit:
        """Put a method behind another one, or at the end of the class; a blank line goes before it."""
        if not isinstance(cls.body, cst.IndentedBlock):
            raise Refused(f"the body of {cls.name.value} shares its line with the head")
        stmt = after or cls.body.body[-1]
        indent = self.lines.indent(self._first(cls.body.body[0]).line)
        line = self._last(stmt)
        # A comment deeper than the method is the end of its body.
        while self._is_comment(line + 1) and len(self.lines.indent(line + 1)) > len(indent):
            line += 1
        return self._below(line, "\n" + self._fitted(code, indent))

    def delete(self, stmt: cst.CSTNode) -> Edit:
        """Take a statement away with its lines; a block that would be empty keeps a ``pass``.

        A simple statement beside others on its line leaves those alone; a line of several is refused.
        """
        if isinstance(stmt, cst.BaseSmallStatement):
            parent = self.parents[stmt]
            if isinstance(parent, cst.SimpleStatementSuite) or len(_smalls(parent)) > 1:
                return self._cut_out(stmt, _smalls(parent))
            stmt = parent
        first, last = self._first(self._whole(stmt)).line, self._last(stmt)
        if isinstance(block := self.parents[stmt], cst.IndentedBlock) and len(block.body) == 1:
            return Edit(Place(first, 1), self.lines.end_of(last), self.lines.indent(first) + "pass")
        if last < len(self.lines.rows):
            return Edit(Place(first, 1), Place(last + 1, 1), "")
        start = self.lines.end_of(first - 1) if first > 1 else Place(1, 1)
        return Edit(start, self.lines.end_of(last), "")

    def comment_inside(self, edit: Edit) -> bool:
        """Whether an edit takes a comment away that its own text does not bring back."""
        return any(edit.start <= place < edit.end and text not in edit.text for place, text in self._comments)

    # Details

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

    def _whole(self, stmt: cst.CSTNode) -> cst.CSTNode:
        """A statement with lines of its own, or a refusal."""
        if isinstance(stmt, cst.BaseSmallStatement):
            stmt = self.parents[stmt]
        if not self.is_plain_block(stmt):
            raise Refused(f"several statements share line {self.place(stmt)[0].line}")
        return stmt

    def _below(self, line: int, text: str) -> Edit:
        """Text on lines of its own below a line, the last of the file perhaps, and that without an end."""
        if line < len(self.lines.rows):
            return Edit(Place(line + 1, 1), Place(line + 1, 1), text + "\n")
        return Edit(self.lines.end_of(line), self.lines.end_of(line), "\n" + text)

    def _fitted(self, code: str, indent: str) -> str:
        """Code with the indentation of a place, its levels as the file makes them."""
        unit = "\t" if "\t" in indent else self.module.default_indent
        return "\n".join(_indented(row, indent, unit) for row in code.strip("\n").split("\n"))

    def _unfolded(self, function: cst.FunctionDef, code: str, first: bool) -> Edit:
        """A body on the line of its head goes below it, with code in front or behind."""
        smalls = _smalls(function.body)
        texts = [self.text_of(one) for one in smalls]
        told = 1 if self.docstring(function) else 0
        rest = [text for text in texts[told:] if text not in EMPTY]
        indent = self.lines.indent(self.place(function)[0].line)
        unit = "\t" if "\t" in indent else self.module.default_indent
        parts = [*texts[:told], code, *rest] if first else [*texts[:told], *rest, code]
        start, end = self.place(function.body)
        start = start._replace(column=self.place(smalls[0])[0].column - len(_gap(function.body)))
        return Edit(start, end, "".join(f"\n{self._fitted(part, indent + unit)}" for part in parts))

    def _cut_out(self, small: cst.BaseSmallStatement, smalls: Sequence[cst.BaseSmallStatement]) -> Edit:
        """One statement of a line, with its semicolon."""
        start, end = self.place(small)
        if len(smalls) == 1:
            return Edit(start, end, "pass")
        number = next(index for index, one in enumerate(smalls) if one is small)
        if number + 1 < len(smalls):
            return Edit(start, self.place(smalls[number + 1])[0], "")
        return Edit(self.place(smalls[number - 1])[1], end, "")


def _smalls(node: cst.CSTNode) -> Sequence[cst.BaseSmallStatement]:
    return node.body if isinstance(node, (cst.SimpleStatementSuite, cst.SimpleStatementLine)) else ()


def _gap(suite: cst.BaseSuite) -> str:
    return suite.leading_whitespace.value if isinstance(suite, cst.SimpleStatementSuite) else ""


def _indented(row: str, indent: str, unit: str) -> str:
    """A line of code, its four spaces a level turned into the file's own."""
    bare = row.lstrip(" ")
    levels, rest = divmod(len(row) - len(bare), 4)
    return f"{indent}{unit * levels}{' ' * rest}{bare}" if bare else ""


def nodes(tree: cst.CSTNode, kind: type[Node]) -> Iterator[Node]:
    """All nodes of a kind in a tree, itself included, in the order of the text."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, kind):
            yield node
        stack += reversed(node.children)
