"""SVC505: SvcDoRun does not begin with START_PENDING; pywin32 has reported RUNNING by then."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.fixers._reports import reported
from svclint.repair.fixers._shapes import fixed, means, removed
from svclint.repair.workshop import Workshop

START = "win32service.SERVICE_START_PENDING"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete it where it is the first statement; other reports say what only the author can correct."""
    report = reported(shop, finding)
    if report is None or report.function.name.value != "SvcDoRun" or not means(shop, report.state, START):
        return None
    first = next(iter(shop.statements(report.function)), None)
    if shop.parents[report.small] is not first:
        return None
    title = "Delete the report of START_PENDING: the service is RUNNING already"
    return fixed(shop, finding, title, Applicability.SAFE, removed(shop, report.small))
