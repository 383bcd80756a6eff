"""Statements that share a line with others or with the head of their block, and code in the form of a place."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

EMPTY = ("pass", "...")


def smalls(node: cst.CSTNode) -> Sequence[cst.BaseSmallStatement]:
    """The simple statements of a line; none for what is no line of them."""
    return node.body if isinstance(node, (cst.SimpleStatementSuite, cst.SimpleStatementLine)) else ()


def gap(suite: cst.BaseSuite) -> str:
    """The white space between a head and the body on its line."""
    return suite.leading_whitespace.value if isinstance(suite, cst.SimpleStatementSuite) else ""


def extended(texts: Sequence[str], told: int, code: str, first: bool) -> list[str]:
    """The statements of a body, ``told`` of them its docstring, with code in front or behind; no ``pass`` is left."""
    rest = [text for text in texts[told:] if text not in EMPTY]
    return [*texts[:told], code, *rest] if first else [*texts[:told], *rest, code]


def fitted(code: str, indent: str, step: str) -> str:
    """Code with an indentation, each level of four spaces in it turned into a step of the file's own."""
    return "\n".join(_indented(row, indent, step) for row in code.strip("\n").split("\n"))


def _indented(row: str, indent: str, step: str) -> str:
    bare = row.lstrip(" ")
    levels, rest = divmod(len(row) - len(bare), 4)
    return f"{indent}{step * levels}{' ' * rest}{bare}" if bare else ""
