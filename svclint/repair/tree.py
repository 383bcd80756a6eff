"""Text -> concrete syntax tree, guarded: what libcst does not give back as it was is refused."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from typing import Final

import libcst as cst

from svclint.checking.finding import Problem
from svclint.repair.below import Node
from svclint.repair.fix import Place
from svclint.repair.layout import Layout
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
        self.layout = laid_out(bare)
        self.module: cst.Module = self.layout.module
        self.parents: Mapping[cst.CSTNode, cst.CSTNode] = self.layout.parents
        self.starts = [0, *accumulate(len(row) + 1 for row in bare.split("\n"))][:-1]

    def place(self, node: cst.CSTNode) -> tuple[Place, Place]:
        """First place of a node and the one behind its last; a definition begins at its ``def``."""
        start, end = self.layout.spans[node]
        return self._place(start), self._place(end)

    def nodes(self, kind: type[Node] | tuple[type[Node], ...], tree: cst.CSTNode | None = None) -> list[Node]:
        """The nodes of a kind (or kinds) below a node, that itself included, in the order of the text."""
        top = self.module if tree is None else tree
        first, last = self.layout.inner[top]
        found = sorted(
            at
            for one, places in self._by_type.items()
            if issubclass(one, kind)
            for at in places[bisect_left(places, first) : bisect_left(places, last)]
        )
        below: list[Node] = [self.layout.order[at] for at in found]  # type: ignore[misc]
        return [top, *below] if isinstance(top, kind) else below

    @cached_property
    def _by_type(self) -> dict[type[cst.CSTNode], list[int]]:
        """The numbers of all nodes in the order of the text, by what they are."""
        places: dict[type[cst.CSTNode], list[int]] = {}
        for at, node in enumerate(self.layout.order):
            places.setdefault(type(node), []).append(at)
        return places

    def _place(self, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return Place(line, offset - self.starts[line - 1] + 1 + self.cut.get(line, 0))


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


def laid_out(text: str) -> Layout:
    """The layout of a text. Raises Refused for what cannot be read, or not in reasonable time."""
    if len(text) > LENGTH or _deep(text):
        raise Refused("too long or nested too deeply to be rewritten")
    try:
        layout = Layout(cst.parse_module(text))
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise Refused(f"libcst does not read it ({type(error).__name__})") from None
    if layout.text != text:
        raise Refused("libcst does not give it back as it was")
    return layout


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
