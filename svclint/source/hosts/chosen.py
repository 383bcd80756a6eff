"""The host that a comment names: ``# svclint: host=raw`` on a ``class`` or ``def``, or on the line above it."""

from __future__ import annotations

import ast
import re
from typing import Final

from svclint.source.classes import Def
from svclint.source.module import Module

PYWIN32, RAW, CTYPES, CX_FREEZE = "pywin32", "raw", "ctypes", "cx_freeze"
MANUAL: Final = frozenset({RAW, CTYPES})  # the author's code reports everything itself
_COMMENT: Final = re.compile(r"#\s*svclint:\s*(?:host|profile)\s*=\s*(\w+)", re.IGNORECASE)


def chosen(module: Module, node: Def | ast.ClassDef) -> str:
    """The host that is named for it, in small letters; empty when none is."""
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    above = module.source.line(first - 1).strip()
    lines = [above if above.startswith("#") else "", *map(module.source.line, range(first, node.lineno + 1))]
    found = [match[1].lower() for line in lines if (match := _COMMENT.search(line))]
    return found[-1] if found else ""
