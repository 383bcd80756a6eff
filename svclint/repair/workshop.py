"""What the fixers work with: find things in a text, and say what to change there. Nothing is changed here.

Lines and columns are those of the findings: characters from 1. Code handed in is written with four spaces a
level and no indentation of its own; it comes out as the place wants it, tabs included.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from svclint.repair.below import children, nodes
from svclint.repair.fix import Edit, Place
from svclint.repair.places import Places
from svclint.repair.reading import Statement
from svclint.repair.spelling import Spelling
from svclint.repair.suites import extended, fitted, gap, smalls
from svclint.repair.tree import Refused

__all__ = ["Refused", "Statement", "Workshop", "children", "nodes"]


class Workshop(Places):
    """One text, and what can be done with it. What cannot be done raises Refused."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.spelling = Spelling(self.tree, self.lines)

    def spell(self, canonical: str) -> tuple[str, tuple[Edit, ...]]:
        """How the file writes a dotted name, and what adds the import where there is none."""
        return self.spelling.of(canonical)

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
        return self.lines.below(self._last(stmt), self._fitted(code, indent))

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
        return self.lines.below(line, "\n" + self._fitted(code, indent))

    def delete(self, stmt: cst.CSTNode) -> Edit:
        """Take a statement away with its lines; a block that would be empty keeps a ``pass``.

        A simple statement beside others on its line leaves those alone; a line of several is refused.
        """
        if isinstance(stmt, cst.BaseSmallStatement):
            parent = self.parents[stmt]
            if isinstance(parent, cst.SimpleStatementSuite) or len(smalls(parent)) > 1:
                return self._cut_out(stmt, smalls(parent))
            stmt = parent
        first, last = self._first(self._whole(stmt)).line, self._last(stmt)
        if isinstance(block := self.parents[stmt], cst.IndentedBlock) and len(block.body) == 1:
            return Edit(Place(first, 1), self.lines.end_of(last), self.lines.indent(first) + "pass")
        if last < len(self.lines.rows):
            return Edit(Place(first, 1), Place(self._next(stmt, first, last), 1), "")
        start = self.lines.end_of(first - 1) if first > 1 else Place(1, 1)
        return Edit(start, self.lines.end_of(last), "")

    def _next(self, stmt: cst.CSTNode, first: int, last: int) -> int:
        """The line behind a statement; blank ones are passed by where they would become the first of a body."""
        block = self.parents[stmt]
        line = last + 1
        if isinstance(block, cst.IndentedBlock) and block.body[0] is stmt and self._is_code(first - 1):
            while self._is_blank(line):
                line += 1
        return line

    def _is_code(self, line: int) -> bool:
        return not self._is_blank(line) and not self._is_comment(line)

    def _is_blank(self, line: int) -> bool:
        return not self.lines.row(line).strip()

    def _whole(self, stmt: cst.CSTNode) -> cst.CSTNode:
        """A statement with lines of its own, or a refusal."""
        if isinstance(stmt, cst.BaseSmallStatement):
            stmt = self.parents[stmt]
        if not self.is_plain_block(stmt):
            raise Refused(f"several statements share line {self.place(stmt)[0].line}")
        return stmt

    def _fitted(self, code: str, indent: str) -> str:
        """Code with the indentation of a place, its levels as the file makes them."""
        return fitted(code, indent, self._step(indent))

    def _step(self, indent: str) -> str:
        """The white space of one more level."""
        return "\t" if "\t" in indent else self.module.default_indent

    def _unfolded(self, function: cst.FunctionDef, code: str, first: bool) -> Edit:
        """A body on the line of its head goes below it, with code in front or behind."""
        line = smalls(function.body)
        parts = extended([self.text_of(one) for one in line], int(self.docstring(function)), code, first)
        indent = self.lines.indent(self.place(function)[0].line)
        start, end = self.place(function.body)
        start = start._replace(column=self.place(line[0])[0].column - len(gap(function.body)))
        return Edit(start, end, "".join(f"\n{self._fitted(part, indent + self._step(indent))}" for part in parts))

    def _cut_out(self, small: cst.BaseSmallStatement, line: Sequence[cst.BaseSmallStatement]) -> Edit:
        """One statement of a line, with its semicolon."""
        start, end = self.place(small)
        if len(line) == 1:
            return Edit(start, end, "pass")
        number = next(index for index, one in enumerate(line) if one is small)
        if number + 1 < len(line):
            return Edit(start, self.place(line[number + 1])[0], "")
        return Edit(self.place(line[number - 1])[1], end, "")
