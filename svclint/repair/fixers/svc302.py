"""SVC302: a state that is complete goes with check point 0."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.contract.states import PAUSED, RUNNING, STOPPED
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.counters import report_at
from svclint.repair.shapes.statuses import CHECK_POINT, STATE, status
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Only where the state is written beside it."""
    sent = status(shop, report_at(shop, finding.at.line, finding.at.column))
    if sent is None or sent.value(STATE) not in (RUNNING, PAUSED, STOPPED):
        return None
    edit = shop.replace(sent.field(CHECK_POINT), "0")
    return fixed(shop, finding, "Send 0 as check point", Applicability.SAFE, edit)
