"""SVC513: what the handler ends, it ends before it gives the signal."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed, handler_of
from svclint.repair.shapes.order import last_to_front, standing_for, together
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Put the call in front of the first signal of the handler; None where they share no block."""
    handler = handler_of(shop, finding)
    if handler is None:
        return None
    last = standing_for(shop, handler, finding.at)
    entered = False
    for step in finding.steps:
        entered = entered or step.text.startswith("SCM calls")
        if not entered or not _signals(step.text) or last is None:
            continue
        given = standing_for(shop, handler, step.at)
        statements = together(shop, given, last) if given else None
        edits = last_to_front(shop, statements) if statements else None
        if edits:
            title = f"End it before the signal in {handler.name.value}"
            return fixed(shop, finding, title, Applicability.UNSAFE, *edits)
    return None


def _signals(text: str) -> bool:
    """Whether a step of a path is a signal."""
    return text.endswith(("' becomes true", "' becomes false", "' is called"))
