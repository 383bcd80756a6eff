"""Names to canonical names, through every style of import, without executing any."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from svclint.contract.constants import CONSTANTS
from svclint.contract.effects import knows

FRAMEWORK = "win32serviceutil.ServiceFramework"
SET_STATUS = "win32service.SetServiceStatus"


class Imports:
    """What the names of one file import. A name imported anywhere counts everywhere; the first import wins."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._stars: list[str] = []

    def add(self, node: ast.Import | ast.ImportFrom) -> None:
        """Take note of one import statement."""
        if isinstance(node, ast.Import):
            self._add_modules(node.names)
        else:
            self._add_members("." * node.level + (node.module or ""), node.names)

    def canonical(self, name: str) -> str | None:
        """The dotted name that ``name`` was imported as; None when it is not imported."""
        return self._names.get(name) or (self._from_star(name) if self._stars else None)

    def _add_modules(self, names: Iterable[ast.alias]) -> None:
        for alias in names:
            top = alias.name.partition(".")[0]
            self._names.setdefault(alias.asname or top, alias.name if alias.asname else top)

    def _add_members(self, module: str, names: Iterable[ast.alias]) -> None:
        for alias in names:
            if alias.name == "*":
                self._stars.append(module)
            else:
                self._names.setdefault(alias.asname or alias.name, f"{module}.{alias.name}")

    def _from_star(self, name: str) -> str | None:
        for module in self._stars:
            full = f"{module}.{name}"
            if full in CONSTANTS or full in (FRAMEWORK, SET_STATUS) or knows(full):
                return full
        return None
