"""SVC304: the report promises as much time as the waits behind it ask for, and a fifth more."""

from __future__ import annotations

import math
import re
from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import class_of, fixed, function_of, receiver
from svclint.repair.shapes.constants import constant
from svclint.repair.shapes.counters import report_at
from svclint.repair.shapes.hints import reporting
from svclint.repair.shapes.reports import arguments
from svclint.repair.shapes.states import SERVICE, Step, reports_of
from svclint.repair.workshop import Workshop

MARGIN: Final = 1.2
_TAKES: Final = re.compile(r" it may take (\S+) s$")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Raise the hint of the report; where pywin32 has made it, report once more before the wait."""
    takes, reports = _TAKES.search(finding.message), reports_of(finding)[:-1]
    if not takes or not reports:
        return None
    hint = str(math.ceil(float(takes[1]) * MARGIN * 1000))
    edits = _again(shop, finding, reports[-1], hint) if reports[-1].by_host else _longer(shop, reports[-1], hint)
    title = f"Promise news within {hint} ms"
    return fixed(shop, finding, title, Applicability.UNSAFE, *edits) if edits else None


def _longer(shop: Workshop, step: Step, hint: str) -> tuple[Edit, ...]:
    """A report that chooses its own state, and gives a number or nothing as hint."""
    call = report_at(shop, step.line, step.column)
    report, given = reporting(shop, call), arguments(shop, call) if call else None
    if report is None or not given or constant(shop, given["serviceStatus"]) is None:
        return ()
    if report.hint is not None and not isinstance(report.hint, cst.Integer):
        return ()
    edit = report.saying(hint)
    return (edit,) if edit else ()


def _again(shop: Workshop, finding: Finding, step: Step, hint: str) -> tuple[Edit, ...]:
    """A report of the same state in front of the wait, which is a statement of a method."""
    small = shop.small_at(finding.at.line, finding.at.column)
    function = function_of(shop, small)
    owner = receiver(function) if function and class_of(shop, function) else None
    if owner is None:
        return ()
    state, imports = shop.spell(SERVICE + step.state)
    return *imports, shop.insert_before(small, f"{owner}.ReportServiceStatus({state}, waitHint={hint})")
