"""SVC503: the handler's STOPPED goes away, or becomes the STOP_PENDING that the handler lacks."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.fixers._reports import PENDING, Reported, exit_codes, follower, reported, says_pending
from svclint.repair.fixers._shapes import fixed, removed
from svclint.repair.workshop import Workshop

STOPS = ("SvcStop", "SvcShutdown")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete a last statement without exit codes; one that stands alone says STOP_PENDING instead."""
    report = reported(shop, finding)
    if report is None or not report.function.name.value.startswith("Svc") or exit_codes(shop, report):
        return None
    if not follower(shop, report.small)[0]:
        return None
    name = report.function.name.value
    if name not in STOPS or says_pending(shop, report.function):
        title = f"Delete the report of STOPPED in {name}"
        return fixed(shop, finding, title, Applicability.SAFE, removed(shop, report.small))
    state, imports = shop.spell(PENDING)
    title = f"Report SERVICE_STOP_PENDING first in {name} instead of STOPPED at the end"
    return fixed(shop, finding, title, Applicability.SAFE, *imports, *_moved(shop, report, state))


def _moved(shop: Workshop, report: Reported, state: str) -> tuple[Edit, ...]:
    """The other report at the start; where that is the end as well, another state."""
    if shop.parents[report.small] is _first(shop, report):
        return (shop.replace(report.state, state),)
    first = shop.insert_first(report.function, f"{report.owner}.ReportServiceStatus({state})")
    return first, removed(shop, report.small)


def _first(shop: Workshop, report: Reported) -> cst.CSTNode | None:
    """The first statement of the handler."""
    return next(iter(shop.statements(report.function)), None)
