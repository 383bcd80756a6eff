"""The imports of a concrete syntax tree that hold in the whole module."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

import libcst as cst
from libcst.helpers import get_full_name_for_node

from svclint.contract.constants import CONSTANTS

Import: TypeAlias = "cst.Import | cst.ImportFrom"
PYWIN32: Final = ("win32", "servicemanager", "winerror", "pywintypes", "pythoncom", "perfmon", "odbc")


class Kind(Enum):
    """The groups of imports, as isort makes them; pywin32 is told from the others that are not the standard library."""

    FUTURE = "__future__"
    STANDARD = "the standard library"
    PYWIN32 = "pywin32"
    OTHER = "other packages"
    RELATIVE = "the package itself"


class Name(NamedTuple):
    """One imported name: as the file writes it, and what it stands for. A star is written "*"."""

    written: str
    canonical: str


def imports_of(module: cst.Module) -> Iterator[Import]:
    """The imports that are made when the module is run: not those of functions, classes and type checkers."""
    stack: list[cst.CSTNode] = [module]
    while stack:
        node = stack.pop()
        if isinstance(node, (cst.Import, cst.ImportFrom)):
            yield node
        elif isinstance(node, cst.If) and "TYPE_CHECKING" in (get_full_name_for_node(node.test) or ""):
            stack += [node.orelse] if node.orelse else []
        elif not isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.BaseExpression)):
            stack += reversed(node.children)


def names_of(statement: Import) -> Iterator[Name]:
    """What one statement imports."""
    module = module_of(statement)
    if isinstance(statement.names, cst.ImportStar):
        yield Name("*", module)
        return
    for alias in statement.names:
        called, full = alias.evaluated_alias, alias.evaluated_name
        if isinstance(statement, cst.ImportFrom):
            yield Name(called or full, f"{module}.{full}")
        else:
            yield Name(called or full, full)


def module_of(statement: Import) -> str:
    """The module imported from, dots of relative imports included; of several the first."""
    if isinstance(statement, cst.Import):
        return statement.names[0].evaluated_name
    name = get_full_name_for_node(statement.module) if statement.module else None
    return "." * len(statement.relative) + (name or "")


def through(name: Name, canonical: str) -> str | None:
    """A dotted name written by way of one import; None where that import does not lead to it."""
    if name.written == "*":
        module, _, last = canonical.rpartition(".")
        return last if module == name.canonical and canonical in CONSTANTS else None
    if canonical == name.canonical or canonical.startswith(f"{name.canonical}."):
        return name.written + canonical[len(name.canonical) :]
    return None


def is_import(node: cst.CSTNode) -> bool:
    """Whether a line ends in an import."""
    return isinstance(node, cst.SimpleStatementLine) and isinstance(node.body[-1], (cst.Import, cst.ImportFrom))


def kind_of(module: str) -> Kind:
    """The group of a module, by its name."""
    if module.startswith("."):
        return Kind.RELATIVE
    if module.startswith(PYWIN32):
        return Kind.PYWIN32
    top = module.partition(".")[0]
    if top == Kind.FUTURE.value:
        return Kind.FUTURE
    return Kind.STANDARD if top in sys.stdlib_module_names else Kind.OTHER


def line_kind(line: cst.CSTNode) -> Kind:
    """The group of a line of imports, by the first of them."""
    return next(kind_of(module_of(one)) for one in line.children if isinstance(one, (cst.Import, cst.ImportFrom)))


def in_order(imports: Sequence[Import]) -> bool:
    """Whether imports are sorted, all together or those with "from" behind the others."""
    return _rising(imports, mixed=True) or _rising(imports, mixed=False)


def spot(imports: Sequence[Import], module: str) -> int:
    """The number of the first sorted import that belongs behind a plain one of a module."""
    mixed = not _rising(imports, mixed=False)
    new = (False, module.lower())
    return next((at for at, one in enumerate(imports) if _key(one, mixed) > new), len(imports))


def _rising(imports: Sequence[Import], mixed: bool) -> bool:
    keys = [_key(one, mixed) for one in imports]
    return keys == sorted(keys)


def _key(one: Import, mixed: bool) -> tuple[bool, str]:
    return not mixed and isinstance(one, cst.ImportFrom), module_of(one).lower()
