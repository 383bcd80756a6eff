"""SVC809: the command line is taken by the program alone, and not by whoever imports it."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.entries import GUARD, top_statement
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Guard the statement of the top level that leads to the call."""
    top = top_statement(shop, shop.call_at(finding.at.line, finding.at.column))
    if top is None:
        return None
    edit = shop.replace(top, f"{GUARD}\n    {shop.text_of(top)}")
    return fixed(shop, finding, f"Put '{shop.text_of(top)}' below '{GUARD[:-1]}'", Applicability.UNSAFE, edit)
