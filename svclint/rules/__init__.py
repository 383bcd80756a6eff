"""The rules, one file each. A new file with a Rule in it is a new rule: nothing else has to know."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from svclint.rules.base import Rule


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Every rule, by code."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(Rule.__subclasses__(), key=lambda one: one.code))


def rule(code: str) -> type[Rule]:
    """The rule of that code. Raises KeyError when there is none."""
    return {one.code: one for one in all_rules()}[code]
