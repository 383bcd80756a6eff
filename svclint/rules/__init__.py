"""The rules, one file each. A new file with a Rule in it is a new rule: nothing else has to know.

What source can show stands here; what only runs can show, in ``runs``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from svclint.checking.monitor import Monitor
from svclint.rules.base import Rule, Scope

_RUNS = "runs"


@cache
def read_rules() -> tuple[type[Rule], ...]:
    """The rules that judge source, by code."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.name != _RUNS)
    return _rules([f"{__name__}.{name}" for name in names])


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule, by code."""
    package = importlib.import_module(f"{__name__}.{_RUNS}")
    names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    return tuple(sorted((*read_rules(), *_rules(names)), key=lambda one: one.code))


def _rules(modules: list[str]) -> tuple[type[Rule], ...]:
    """The rules that stand in some modules, by code."""
    for name in modules:
        importlib.import_module(name)
    return tuple(sorted((one for one in Rule.__subclasses__() if one.__module__ in modules), key=lambda one: one.code))


def rule(code: str) -> type[Rule]:
    """The rule of that code. Raises KeyError when there is none."""
    return next((one for one in read_rules() if one.code == code), None) or {one.code: one for one in all_rules()}[code]


def monitors(rules: tuple[type[Rule], ...]) -> dict[type[Monitor[Any]], Scope]:
    """The monitors of some rules, each once, and what it looks at: what any of its rules asks for."""
    scopes: dict[type[Monitor[Any]], Scope] = {}
    for one in rules:
        scopes[one.monitor] = scopes.get(one.monitor, Scope(0)) | one.scope
    return scopes
