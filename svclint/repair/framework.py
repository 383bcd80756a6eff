"""Whether what a fix writes can be called there: the methods of pywin32's framework are methods of its classes."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

from svclint.repair.fix import Edit
from svclint.source.classes import ClassModel
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.text import parse

_CALL: Final = ".ReportServiceStatus("


def callable_there(text: str, edits: Iterable[Edit]) -> bool:
    """False when an edit calls a report of the framework's in a file, or class, that the framework does not run."""
    lines = [one.start.line for one in edits if _CALL in one.text]
    tree = parse(text, "") if lines else None
    if not isinstance(tree, ast.Module):
        return True
    module = Module(tree, Source("", text.split("\n")))
    framed = [one for one in module.classes if _may_be_framed(one)]
    relatives = {one for cls in framed for one in cls.lineage()}
    return bool(framed) and all(one in relatives for line in lines for one in _around(module, line))


def _may_be_framed(cls: ClassModel) -> bool:
    """Whether a base is the framework's class, or something imported that may be derived from it."""
    return any(isinstance(one, str) and not one.startswith("ctypes.") for one in cls.lineage())


def _around(module: Module, line: int) -> list[ClassModel]:
    """The innermost class around a line."""
    found = [one for one in module.classes if one.node.lineno <= line <= (one.node.end_lineno or line)]
    return sorted(found, key=lambda one: one.node.lineno)[-1:]
