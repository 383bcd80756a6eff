"""SVC810: the signal comes before the call that may fail or hang."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed, handler_of
from svclint.repair.shapes.order import last_to_front, standing_for, together
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Put the signal in front of that call; None where they share no block."""
    handler = handler_of(shop, finding)
    risk = next((step.at for step in reversed(finding.steps) if "' waits " in step.text), None)
    if handler is None or risk is None:
        return None
    first, last = standing_for(shop, handler, risk), standing_for(shop, handler, finding.at)
    statements = together(shop, first, last) if first and last else None
    edits = last_to_front(shop, statements) if statements else None
    title = f"Give the signal first in {handler.name.value}"
    return fixed(shop, finding, title, Applicability.UNSAFE, *edits) if edits else None
