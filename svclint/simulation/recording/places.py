"""Where the author's code stands that a frame runs: the same places that findings about source have."""

from __future__ import annotations

import ast
import linecache
import os
import sys
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from types import CodeType, FrameType, MappingProxyType
from typing import TypeAlias

from svclint.contract.events import NOWHERE, At
from svclint.source.positions import Source

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda"
Span: TypeAlias = "tuple[int | None, int | None, int | None, int | None]"


def source_of(cls: type) -> str:
    """The file that a class stands in, "" when nobody knows."""
    return getattr(sys.modules.get(cls.__module__), "__file__", None) or ""


class Places:
    """The places of the author's files, which are read and parsed once; paths below ``base`` are shown from there.

    ``instead``: files in which the text of others stands.
    """

    def __init__(self, base: str, instead: Mapping[str, str] = MappingProxyType({})) -> None:
        self._base, self._instead = base, instead
        self._frames: dict[tuple[int, int], tuple[CodeType, At]] = {}
        self._files: dict[str, _File] = {}

    def of(self, frame: FrameType) -> At:
        """The call (or other expression) that a frame is in; the whole line's before Python 3.11."""
        code = frame.f_code
        key = id(code), frame.f_lasti
        known = self._frames.get(key)
        if known is None:  # the code is kept, so that its id stays its own
            known = self._frames[key] = code, self._file(code.co_filename).at(_span(frame))
        return known[1]

    def defined(self, code: CodeType) -> At:
        """The head of a function, spelled by its name."""
        return self._file(code.co_filename).defined(code.co_firstlineno, code.co_name)

    def head(self, code: CodeType) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The definition of a function; None for a lambda, and where there is no source."""
        return self._file(code.co_filename).head(code.co_firstlineno, code.co_name)

    def heads(self, code: CodeType) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """The definitions of all functions of a file."""
        return self._file(code.co_filename).heads

    def of_class(self, cls: type) -> At:
        """The head of a class, spelled by its name."""
        path = source_of(cls)
        return self._file(path).class_head(cls.__name__) if path else NOWHERE

    def line(self, at: At) -> str:
        """The line of the source at a place."""
        return self._file(os.path.join(self._base, at.path)).line(at.line) if at.path else ""

    def _file(self, path: str) -> _File:
        if path not in self._files:
            self._files[path] = _File(self._instead.get(path, path), self._shown(path))
        return self._files[path]

    def _shown(self, path: str) -> str:
        inside = path.startswith(os.path.join(self._base, ""))
        return os.path.relpath(path, self._base) if inside else path


def _span(frame: FrameType) -> Span:
    """Lines and columns (in bytes from 0) of the instruction that a frame is at."""
    positions = getattr(frame.f_code, "co_positions", None)
    if positions is None:
        return frame.f_lineno, None, None, None
    found: Span = next(islice(positions(), frame.f_lasti // 2, None))
    return found


class _File:
    def __init__(self, path: str, shown: str) -> None:
        self._lines = linecache.getlines(path)
        self._source = Source(shown, self._lines)
        self._known: dict[Span, At] = {}

    def at(self, span: Span) -> At:
        if span not in self._known:
            node = next((one for one in self._calls if _covers(one, span)), None)
            self._known[span] = self._source.at(node) if node else self._line(span[0])
        return self._known[span]

    def defined(self, line: int, name: str) -> At:
        head = self.head(line, name)
        return self._source.named(head) if head else self._line(line)

    def head(self, line: int, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        return next((one for one in self.heads if one.name == name and _first(one) == line), None)

    def class_head(self, name: str) -> At:
        head = self._classes.get(name)
        return self._source.named(head) if head else NOWHERE

    def line(self, number: int) -> str:
        return self._source.line(number)

    def _line(self, number: int | None) -> At:
        if number is None:
            return NOWHERE
        text = self._source.line(number)
        bare = text.strip()
        column = len(text) - len(text.lstrip()) + 1
        return At(self._source.path, number, column, number, column + len(bare), bare)

    @cached_property
    def _tree(self) -> ast.AST:
        try:
            return ast.parse("".join(self._lines))
        except (SyntaxError, ValueError):
            return ast.Module([], [])

    @cached_property
    def _calls(self) -> list[ast.expr]:
        """Calls and the like, inner ones behind outer ones."""
        return [one for one in ast.walk(self._tree) if isinstance(one, (ast.Call, ast.Await))]

    @cached_property
    def _classes(self) -> dict[str, ast.ClassDef]:
        return {one.name: one for one in ast.walk(self._tree) if isinstance(one, ast.ClassDef)}

    @cached_property
    def heads(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [one for one in ast.walk(self._tree) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]


def _first(head: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The line that Python counts a function from: its first decorator's."""
    return min([head.lineno, *(one.lineno for one in head.decorator_list)])


def _covers(node: ast.expr, span: Span) -> bool:
    """Whether a span is that of a node; where only a line is known, whether the node begins there."""
    line, end_line, offset, end_offset = span
    if offset is None:
        return node.lineno == line
    return (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == (line, end_line, offset, end_offset)
