"""SVC305: seconds become milliseconds, and an error code goes where exit codes go."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.counters import report_at
from svclint.repair.shapes.hints import reporting
from svclint.repair.workshop import Workshop

SECOND: Final = 1000
SECONDS: Final = 1000.0  # a float below is taken for seconds
LONG: Final = 100  # a whole number from here on says milliseconds


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Scale what is written as a number; name the exit code."""
    report = reporting(shop, report_at(shop, finding.at.line, finding.at.column))
    if report is None or report.hint is None:
        return None
    hint = _milliseconds(report.hint)
    if hint is not None:
        title, edit = f"Give {hint} ms as wait hint", report.saying(str(hint))
    elif " the exit codes " in finding.message:
        title, edit = "Give the error as exit code", report.as_exit_code()
    else:
        return None
    return fixed(shop, finding, title, Applicability.UNSAFE, edit) if edit else None


def _milliseconds(hint: cst.BaseExpression) -> int | None:
    match hint:
        case cst.Integer() if 0 < hint.evaluated_value < LONG:
            return hint.evaluated_value * SECOND
        case cst.Float():
            seconds = hint.evaluated_value < SECONDS
            return int(hint.evaluated_value * SECOND) if seconds else int(hint.evaluated_value)
    return None
