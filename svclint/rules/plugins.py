"""Rules of others: classes that installed packages name under the entry point ``svclint.rules``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from svclint.rules.base import Rule

GROUP: Final = "svclint.rules"


class BadPlugin(Exception):
    """A package names something that is no rule, or one whose code is taken. The text is one line."""


def plugged(taken: frozenset[str]) -> Iterator[type[Rule]]:
    """The rules of installed packages, in the order of their names. Raises BadPlugin.

    ``taken``: the codes of our own.
    """
    seen = set(taken)
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        rule = _loaded(point)
        if rule.code in seen:
            raise BadPlugin(f"the rule {point.value} ({point.name}): the code {rule.code} is taken")
        seen.add(rule.code)
        yield rule


def _loaded(point: EntryPoint) -> type[Rule]:
    try:
        rule = point.load()
    except Exception as error:
        raise BadPlugin(f"the rule {point.value} ({point.name}) cannot be loaded: {error}") from error
    if not (isinstance(rule, type) and issubclass(rule, Rule) and isinstance(getattr(rule, "code", None), str)):
        raise BadPlugin(f"{point.value} ({point.name}) is no rule")
    return rule
