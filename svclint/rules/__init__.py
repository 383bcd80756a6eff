"""The rules, one file each. A new file with a Rule in it is a new rule: nothing else has to know.

What source can show stands here; what only runs can show, in ``runs``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from svclint.checking.monitor import Monitor
from svclint.rules.base import Rule, Scope
from svclint.rules.plugins import plugged

_RUNS = "runs"


@cache
def read_rules() -> tuple[type[Rule], ...]:
    """The rules that judge source, by code. Raises BadPlugin."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("svc"))
    own = _rules([f"{__name__}.{name}" for name in names])
    return _sorted(*own, *(one for one in _others() if one.scope is not Scope.RUN))


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule, by code. Raises BadPlugin."""
    package = importlib.import_module(f"{__name__}.{_RUNS}")
    names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    return _sorted(*read_rules(), *_rules(names), *(one for one in _others() if one.scope is Scope.RUN))


def _rules(modules: list[str]) -> list[type[Rule]]:
    """The rules that stand in some modules."""
    for name in modules:
        importlib.import_module(name)
    return [one for one in Rule.__subclasses__() if one.__module__ in modules]


@cache
def _others() -> tuple[type[Rule], ...]:
    """The rules of installed packages."""
    return tuple(plugged(_own_codes()))


def _own_codes() -> frozenset[str]:
    """The codes of our own rules, by the names of their files: none of them has to be imported for that."""
    folders = (*__path__, *importlib.import_module(f"{__name__}.{_RUNS}").__path__)
    return frozenset(one.name.partition("_")[0].upper() for one in pkgutil.iter_modules(folders))


def _sorted(*rules: type[Rule]) -> tuple[type[Rule], ...]:
    return tuple(sorted(rules, key=lambda one: one.code))


def rule(code: str) -> type[Rule]:
    """The rule of that code. Raises KeyError when there is none."""
    return next((one for one in read_rules() if one.code == code), None) or {one.code: one for one in all_rules()}[code]


@cache
def monitors(rules: tuple[type[Rule], ...]) -> Mapping[type[Monitor[Any]], Scope]:
    """The monitors of some rules, each once, and what it looks at: what any of its rules asks for."""
    scopes: dict[type[Monitor[Any]], Scope] = {}
    for one in rules:
        scopes[one.monitor] = scopes.get(one.monitor, Scope(0)) | one.scope
    return MappingProxyType(scopes)
