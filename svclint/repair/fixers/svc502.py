"""SVC502: the handler begins with a report of STOP_PENDING."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.fixers._reports import PENDING
from svclint.repair.fixers._shapes import fixed, parameters_of, receiver
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Report first; none in a handler that takes other controls as well, which would all be answered so."""
    function = shop.function_at(finding.at.line)
    owner = receiver(function)
    if owner is None or len(parameters_of(function)) > 1 or function.asynchronous:
        return None
    state, imports = shop.spell(PENDING)
    edit = shop.insert_first(function, f"{owner}.ReportServiceStatus({state})")
    title = f"Report SERVICE_STOP_PENDING first in {function.name.value}"
    return fixed(shop, finding, title, Applicability.SAFE, *imports, edit)
