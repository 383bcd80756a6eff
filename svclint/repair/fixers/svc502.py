"""SVC502: what handles STOP begins with a report of STOP_PENDING."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.contract.controls import Control
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.branches import branches
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.refusals import may_refuse
from svclint.repair.shapes.reports import PENDING
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Report first, in the one place that serves STOP and no control that does not end the service.

    None where a STOP may be refused.
    """
    function = shop.function_at(finding.at.line)
    found = [one for one in branches(shop, function) if Control.STOP in one.controls]
    if len(found) != 1 or found[0].function.asynchronous:
        return None
    branch = found[0]
    if branch.owner is None or may_refuse(shop, branch):
        return None
    state, imports = shop.spell(PENDING)
    edit = branch.opened(shop, f"{branch.owner}.ReportServiceStatus({state})")
    title = f"Report SERVICE_STOP_PENDING first in {branch.function.name.value}"
    return fixed(shop, finding, title, Applicability.SAFE, *imports, edit)
