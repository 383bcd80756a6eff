"""Text -> concrete syntax tree, guarded: what libcst does not give back as it was is refused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from svclint.checking.finding import Problem
from svclint.repair.fix import Place
from svclint.source.text import parse

# libcst's time grows with the cube of the depth: from here on it is felt.
DEPTH: Final = 600
LENGTH: Final = 2_000_000
FED: Final = re.compile(r"[ \t]*\f[ \t\f]*(?<=\f)")


class Refused(Exception):
    """A repair that cannot be made in this text. The text says why."""


class Tree:
    """A module, its parents and positions. What libcst loses is cut: form feeds, blanks at the end."""

    def __init__(self, text: str) -> None:
        """Raises Refused."""
        self.cut, bare = without_feeds(without_tail(text))
        self.module = parsed(bare)
        self.parents: Mapping[cst.CSTNode, cst.CSTNode] = dict(_parents(self.module))
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        self.positions = wrapper.resolve(PositionProvider)

    def place(self, node: cst.CSTNode) -> tuple[Place, Place]:
        """First place of a node and the one behind its last; a definition begins at its ``def``."""
        at = self.positions[node]
        return self._back(at.start.line, at.start.column), self._back(at.end.line, at.end.column)

    def _back(self, line: int, column: int) -> Place:
        return Place(line, column + 1 + self.cut.get(line, 0))


def without_tail(text: str) -> str:
    """The text without blank lines at its end: libcst loses some of them, and no edit goes there."""
    bare = text.rstrip(" \t\f\n")
    return bare + "\n" if "\n" in text[len(bare) :] else bare


def without_feeds(text: str) -> tuple[dict[int, int], str]:
    """How many characters were cut from the front of which lines, and what is left."""
    if "\f" not in text:
        return {}, text
    cut: dict[int, int] = {}
    rows = text.split("\n")
    for number, row in enumerate(rows, 1):
        if found := FED.match(row):
            cut[number] = found.end()
    return cut, "\n".join(row[cut.get(number, 0) :] for number, row in enumerate(rows, 1))


def parsed(text: str) -> cst.Module:
    """The module of a text. Raises Refused for what cannot be read, or not in reasonable time."""
    if len(text) > LENGTH or _deep(text):
        raise Refused("too long or nested too deeply to be rewritten")
    try:
        module = cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise Refused(f"libcst does not read it ({type(error).__name__})") from None
    if module.code != text:
        raise Refused("libcst does not give it back as it was")
    return module


def _deep(text: str) -> bool:
    """Whether the syntax tree is deeper than libcst gets through in reasonable time."""
    tree = parse(text, "")
    if isinstance(tree, Problem):
        return True
    level: list[ast.AST] = [tree]
    for _ in range(DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True


def _parents(module: cst.Module) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Every node below the module with its parent; none before its own parent."""
    stack: list[cst.CSTNode] = [module]
    while stack:
        node = stack.pop()
        children = node.children
        yield from ((child, node) for child in children)
        stack += reversed(children)
