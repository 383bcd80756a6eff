"""SVC510: what the constructor reports goes away; pywin32 reports START_PENDING when it is done."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.contract.framework import DEFAULT_HINT
from svclint.contract.states import START_PENDING, STOPPED
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import called, callers, fixed, function_of
from svclint.repair.shapes.constants import constant
from svclint.repair.shapes.removal import taken_out
from svclint.repair.shapes.reports import arguments
from svclint.repair.workshop import Workshop

DEPTH: Final = 3  # helpers that may call one another


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete a report that the constructor alone makes: safe for START_PENDING with no longer wait hint.

    A STOPPED means more.
    """
    small = shop.small_at(finding.at.line, finding.at.column)
    call, function = called(small), function_of(shop, small)
    given = arguments(shop, call) if call else None
    if not given or function is None or not _of_constructor(shop, function):
        return None
    state = constant(shop, given["serviceStatus"])
    if state is None or state == STOPPED:
        return None
    hint = constant(shop, given["waitHint"]) if "waitHint" in given else DEFAULT_HINT
    plain = state == START_PENDING and isinstance(hint, int) and hint <= DEFAULT_HINT
    trust = Applicability.SAFE if plain else Applicability.UNSAFE
    title = "Delete the report: the constructor comes before the start"
    return fixed(shop, finding, title, trust, taken_out(shop, small))


def _of_constructor(shop: Workshop, function: cst.FunctionDef, depth: int = DEPTH) -> bool:
    """Whether a function is a constructor, or called by such only."""
    if function.name.value == "__init__":
        return True
    found = [function_of(shop, one) for one in callers(shop, function)]
    return bool(found and depth) and all(one is not None and _of_constructor(shop, one, depth - 1) for one in found)
