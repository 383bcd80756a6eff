"""What the doors say about a rule, for every code that a finding can carry."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from svclint.rules.base import Rule


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

    return {one.code: _entry(one) for one in all_rules()}


def entry(code: str) -> Entry:
    """The entry of a code that a finding carries."""
    from svclint.checking.internal import INTERNAL

    if code == INTERNAL:
        return Entry(INTERNAL, "internal-error", "error", "svclint itself failed")
    return listed(code) or Entry(code, "", "error", "")


def listed(code: str) -> Entry | None:
    """The entry of one rule; only the rules that source is judged by are imported for one of those."""
    from svclint.rules import rule

    try:
        return _entry(rule(code))
    except KeyError:
        return None


def _entry(rule: type[Rule]) -> Entry:
    return Entry(rule.code, rule.name, rule.severity.value, summary(rule.__doc__))


def summary(page: str | None) -> str:
    """The first line of a page."""
    return (page or "").strip().partition("\n")[0]
