"""What ``svclint explain`` and ``svclint rules`` print."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING

from svclint import catalogue

if TYPE_CHECKING:
    from svclint.rules.base import Rule


def page(code: str) -> str:
    """A rule's page in Markdown: head, text, clauses, examples. Raises LookupError for an unknown code."""
    from svclint import rules

    if code not in catalogue.entries():
        raise LookupError(f"there is no rule {code}; 'svclint rules' lists them")
    found = rules.rule(code)
    head = f"# {found.code} {found.name} ({found.severity.value})"
    parts = [head, inspect.getdoc(found) or "", *_clauses(found), *_examples(found)]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _clauses(found: type[Rule]) -> Iterator[str]:
    """The clauses of the contract that the rule watches over, with their sources."""
    if found.clauses:
        yield "## Contract"
        yield "\n".join(_clause(name) for name in found.clauses)


def _clause(name: str) -> str:
    try:
        from svclint.contract.clauses import clause

        known = clause(name)
    except (ImportError, LookupError):
        return f"- {name}"
    return f"- {name}: {known.text} ({known.source})"


def _examples(found: type[Rule]) -> Iterator[str]:
    for title, code in (("Broken", found.bad), ("Kept", found.good)):
        if code.strip():
            yield f"## {title}\n\n```python\n{code.strip()}\n```"


def table() -> Iterator[str]:
    """One line per rule: code, severity, name, summary."""
    listed = catalogue.entries().values()
    width = max((len(one.name) for one in listed), default=0)
    return (f"{one.code}  {one.severity:<7}  {one.name:<{width}}  {one.summary}" for one in listed)
