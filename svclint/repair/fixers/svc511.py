"""SVC511: STOP_PENDING is reported before the signal is given."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import called, fixed, handler_of, means, own
from svclint.repair.shapes.order import last_to_front, standing_for, together
from svclint.repair.shapes.reports import PENDING, arguments
from svclint.repair.workshop import Statement, Workshop, nodes


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Put the report in front of the signal, or of the call that leads to it; None where they share no block."""
    handler = handler_of(shop, finding)
    given = standing_for(shop, handler, finding.at) if handler else None
    if handler is None or given is None:
        return None
    for report in own(handler, cst.SimpleStatementLine):
        statements = together(shop, given, report) if _reports(shop, report) else None
        if statements:
            edits = last_to_front(shop, statements)
            title = f"Report SERVICE_STOP_PENDING before the signal in {handler.name.value}"
            return fixed(shop, finding, title, Applicability.SAFE, *edits) if edits else None
    return None


def _reports(shop: Workshop, stmt: Statement) -> bool:
    """Whether a statement is a report of STOP_PENDING that depends on no call."""
    call = called(stmt)
    given = arguments(shop, call) if call else None
    plain = call is not None and not any(any(nodes(one, cst.Call)) for one in call.args)
    return plain and given is not None and means(shop, given["serviceStatus"], PENDING)
