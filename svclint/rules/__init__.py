"""The rules, one file each. A new file with a Rule in it is a new rule: nothing else has to know."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from svclint.checking.monitor import Monitor
from svclint.rules.base import Rule, Scope


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule, by code."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(Rule.__subclasses__(), key=lambda one: one.code))


def rule(code: str) -> type[Rule]:
    """The rule of that code. Raises KeyError when there is none."""
    return {one.code: one for one in all_rules()}[code]


def monitors() -> dict[type[Monitor[Any]], Scope]:
    """Every monitor once, and what it looks at: what any of its rules asks for."""
    scopes: dict[type[Monitor[Any]], Scope] = {}
    for one in all_rules():
        scopes[one.monitor] = scopes.get(one.monitor, Scope(0)) | one.scope
    return scopes
