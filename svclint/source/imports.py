"""Names to canonical names, through every style of import, without executing any."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from svclint.contract.constants import CONSTANTS
from svclint.contract.effects import knows
from svclint.contract.foreign import NAMES

FRAMEWORK = "win32serviceutil.ServiceFramework"
SET_STATUS = "win32service.SetServiceStatus"


class Imports:
    """What the names of one file import. A name imported anywhere counts everywhere; the first import wins.

    Relative imports begin with their dots: ``from . import a`` is ``.a``, ``from ..b import c`` is ``..b.c``.
    ``stars``: the modules all of whose names are imported.
    """

    def __init__(self) -> None:
        self._names: dict[str, dict[str, None]] = {}
        self.stars: list[str] = []

    def add(self, node: ast.Import | ast.ImportFrom) -> None:
        """Take note of one import statement."""
        if isinstance(node, ast.Import):
            self._add_modules(node.names)
        else:
            self._add_members("." * node.level + (f"{node.module}." if node.module else ""), node.names)

    def canonical(self, name: str) -> str | None:
        """The dotted name that ``name`` was imported as; None when it is not imported."""
        return next(iter(self._names.get(name, ())), None) or (self._from_star(name) if self.stars else None)

    def ambiguous(self, name: str) -> bool:
        """Whether several things are imported by that name: one if the other fails, say."""
        return len(self._names.get(name, ())) > 1

    def _add_modules(self, names: Iterable[ast.alias]) -> None:
        for alias in names:
            top = alias.name.partition(".")[0]
            self._name(alias.asname or top, alias.name if alias.asname else top)

    def _add_members(self, owner: str, names: Iterable[ast.alias]) -> None:
        for alias in names:
            if alias.name == "*":
                self.stars.append(owner.rstrip(".") or owner)
            else:
                self._name(alias.asname or alias.name, f"{owner}{alias.name}")

    def _name(self, name: str, canonical: str) -> None:
        self._names.setdefault(name, {}).setdefault(canonical)

    def _from_star(self, name: str) -> str | None:
        for module in self.stars:
            full = f"{module}.{name}"
            if full in CONSTANTS or full in NAMES or full in (FRAMEWORK, SET_STATUS) or knows(full):
                return full
        return None
