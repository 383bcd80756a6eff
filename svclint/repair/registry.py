"""Which rules have a fixer, and the fixers themselves. libcst comes with the first of them, not before."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

from svclint.repair import fixers

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.repair.fix import Fix
    from svclint.repair.workshop import Workshop

Fixer: TypeAlias = "Callable[[Workshop, Finding], Fix | None]"


@cache
def fixable() -> frozenset[str]:
    """The codes of the rules that have a fixer."""
    return frozenset(one.name.upper() for one in pkgutil.iter_modules(fixers.__path__) if one.name.startswith("svc"))


def fixer(code: str) -> Fixer:
    """What makes the fix for a finding of that code."""
    return cast("Fixer", import_module(f"{fixers.__name__}.{code.lower()}").fix)
