"""SVC406: a service that starts accepts nothing."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.contract.states import START_PENDING
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.counters import report_at
from svclint.repair.shapes.statuses import MASK, STATE, status
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Only where the state is written beside the mask."""
    sent = status(shop, report_at(shop, finding.at.line, finding.at.column))
    if sent is None or sent.value(STATE) != START_PENDING:
        return None
    edit = shop.replace(sent.field(MASK), "0")
    return fixed(shop, finding, "Accept nothing while the service starts", Applicability.SAFE, edit)
