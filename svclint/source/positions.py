"""Where a node of the tree stands, in characters from 1, and how the user spelled it."""

from __future__ import annotations

import ast

from svclint.contract.events import At

LONGEST = 72


class Source:
    """The lines of one file. ``ast`` counts UTF-8 bytes; here they become characters, once."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        self._known: dict[ast.AST, At] = {}

    def at(self, node: ast.expr | ast.stmt) -> At:
        """The whole node."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._place(node)
        return known

    def named(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> At:
        """The first line of a ``def`` or ``class``: where a reader annotates it. Spelled by its name."""
        column = self.column(node.lineno, node.col_offset)
        end = len(self.line(node.lineno).rstrip()) + 1
        return At(self.path, node.lineno, column, node.lineno, end, node.name)

    def line(self, number: int) -> str:
        """The physical line, without its end."""
        return self.lines[number - 1].rstrip("\r\n") if 0 < number <= len(self.lines) else ""

    def column(self, number: int, offset: int) -> int:
        """The column, from 1, of the UTF-8 byte ``offset`` in a line."""
        line = self.line(number)
        if line.isascii():
            return offset + 1
        return len(line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")) + 1

    def _place(self, node: ast.expr | ast.stmt) -> At:
        end_line, end_offset = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        column, end = self.column(node.lineno, node.col_offset), self.column(end_line, end_offset)
        return At(self.path, node.lineno, column, end_line, end, self._spelling(node.lineno, column, end_line, end))

    def _spelling(self, line: int, column: int, end_line: int, end: int) -> str:
        if line == end_line:
            text = self.line(line)[column - 1 : end - 1]
        else:
            middle = [self.line(n) for n in range(line + 1, min(end_line, line + 4))]
            text = " ".join([self.line(line)[column - 1 :], *middle, self.line(end_line)[: end - 1]])
        text = " ".join(text.split())
        return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
