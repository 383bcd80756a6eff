"""SVC303: a pending report without a hint gets pywin32's own."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.contract.framework import DEFAULT_HINT
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.constants import constant
from svclint.repair.shapes.counters import report_at
from svclint.repair.shapes.hints import reporting
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Leave the zero out, or say 5000 where a number has to stand."""
    report = reporting(shop, report_at(shop, finding.at.line, finding.at.column))
    if report is None or report.hint is None or constant(shop, report.hint) != 0:
        return None
    edit = report.silent(str(DEFAULT_HINT))
    return fixed(shop, finding, "Report with a wait hint", Applicability.SAFE, edit) if edit else None
