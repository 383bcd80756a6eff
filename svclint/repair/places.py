"""From the places that findings have to what stands there: statements, calls, functions, classes."""

from __future__ import annotations

import libcst as cst

from svclint.repair.below import Node
from svclint.repair.fix import Place
from svclint.repair.reading import Reading, Statement
from svclint.repair.tree import Refused

STATEMENT = (cst.SimpleStatementLine, cst.BaseCompoundStatement)


class Places(Reading):
    """A text in which nodes are found by line and column. What is not there raises Refused."""

    def covering(self, kind: type[Node] | tuple[type[Node], ...], line: int, column: int) -> Node:
        """The innermost node of a kind (or kinds) whose range, decorators included, covers a place."""
        place = Place(line, column)
        found = [one for one in self.nodes(kind) if self._first(one) <= place <= self.place(one)[1]]
        if not found:
            raise Refused(f"nothing of the kind on line {line}")
        return found[-1]

    def statement_at(self, line: int, column: int) -> Statement:
        """The innermost statement that covers a place; one that shares its line with its head is refused."""
        if self._in_suite(Place(line, column)):
            raise Refused(f"the statement on line {line} shares its line with the head of its block")
        found = self.covering(STATEMENT, line, column)
        assert isinstance(found, STATEMENT)
        return found

    def _in_suite(self, place: Place) -> bool:
        spans = map(self.place, self.nodes(cst.SimpleStatementSuite))
        return any(start <= place <= end for start, end in spans)

    def small_at(self, line: int, column: int) -> cst.BaseSmallStatement:
        """The simple statement that covers a place, wherever it stands: also behind ``;`` or a head."""
        return self.covering(cst.BaseSmallStatement, line, column)

    def call_at(self, line: int, column: int) -> cst.Call:
        """The innermost call that covers a place."""
        return self.covering(cst.Call, line, column)

    def function_at(self, line: int) -> cst.FunctionDef:
        """The function whose head stands on a line, else the innermost around it."""
        return self._around(cst.FunctionDef, line)[-1]

    def class_at(self, line: int) -> cst.ClassDef:
        """The class whose head stands on a line, else the innermost around it."""
        return self._around(cst.ClassDef, line)[-1]

    def heads_around(self, line: int) -> list[int]:
        """The lines of the heads of all functions around a line."""
        functions = (one for one in self.nodes(cst.FunctionDef) if self._covers(one, line))
        return [self.place(one)[0].line for one in functions]

    def _around(self, kind: type[Node], line: int) -> list[Node]:
        """The nodes of a kind around a line, the innermost last; none is a refusal."""
        found = [one for one in self.nodes(kind) if self._covers(one, line)]
        if not found:
            raise Refused(f"nothing of the kind around line {line}")
        return found

    def _covers(self, node: cst.CSTNode, line: int) -> bool:
        return self._first(node).line <= line <= self._last(node)
