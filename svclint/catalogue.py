"""What the doors say about a rule, for every code that a finding can carry."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from svclint.checking.internal import INTERNAL


class Entry(NamedTuple):
    """A rule's name, its severity ("error", "warning", "info") and the first line of its page."""

    code: str
    name: str
    severity: str
    summary: str


@cache
def entries() -> dict[str, Entry]:
    """All rules by code, in the order of the codes."""
    from svclint.rules import all_rules

    listed = (Entry(rule.code, rule.name, rule.severity.value, summary(rule.__doc__)) for rule in all_rules())
    return {entry.code: entry for entry in sorted(listed)}


def entry(code: str) -> Entry:
    """The entry of a code that a finding carries."""
    internal = Entry(INTERNAL, "internal-error", "error", "svclint itself failed")
    return internal if code == INTERNAL else entries().get(code, Entry(code, "", "error", ""))


def summary(page: str | None) -> str:
    """The first line of a page."""
    return (page or "").strip().partition("\n")[0]
