"""SVC205: the report of STOPPED becomes the last statement of its block."""

from __future__ import annotations

import re

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed, function_of
from svclint.repair.shapes.order import first_to_end, standing_for, together
from svclint.repair.workshop import Workshop

STOPPED = re.compile(r"' reports SERVICE_STOPPED$")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Move the report, or the call that leads to it, behind all that follows it; None where something may leave."""
    told = next((step.at for step in reversed(finding.steps) if STOPPED.search(step.text)), None)
    function = function_of(shop, shop.statement_at(finding.at.line, finding.at.column))
    if told is None or function is None:
        return None
    first, work = standing_for(shop, function, told), standing_for(shop, function, finding.at)
    statements = together(shop, first, work) if first and work else None
    block = shop.parents[statements[0]] if statements else None
    if not statements or not isinstance(block, cst.IndentedBlock):
        return None
    begin = next(number for number, stmt in enumerate(block.body) if stmt is statements[0])
    edits = first_to_end(shop, block.body[begin:])  # type: ignore[arg-type]
    title = f"Report SERVICE_STOPPED last in {function.name.value}"
    return fixed(shop, finding, title, Applicability.UNSAFE, *edits) if edits else None
