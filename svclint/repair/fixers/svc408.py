"""SVC408: the handler answers 0, where only the framework hears what it answers."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import callers, class_of, fixed, function_of
from svclint.repair.workshop import Workshop

_CONSTANTS: Final = (cst.Integer, cst.SimpleString, cst.ConcatenatedString, cst.Attribute)


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Return 0; what a call gives is dropped, and the call stays."""
    answer = shop.covering(cst.Return, finding.at.line, finding.at.column)
    handler = function_of(shop, answer)
    if handler is None or class_of(shop, handler) is None or _heard(shop, handler):
        return None
    code = _code(shop, handler, answer)
    title = f"Answer 0 in {handler.name.value}"
    return fixed(shop, finding, title, Applicability.SAFE, shop.replace(answer, code)) if code else None


def _code(shop: Workshop, handler: cst.FunctionDef, answer: cst.Return) -> str:
    """What stands there instead of the answer; empty where a variable gives it, which others may ask."""
    value = answer.value
    if isinstance(value, _CONSTANTS) or (isinstance(value, cst.Name) and _is_constant(value.value)):
        return "return 0"
    if not isinstance(value, cst.Call):
        return ""
    last = handler.body.body[-1] is shop.parents[answer]
    return shop.text_of(value) if last else f"{shop.text_of(value)}\nreturn 0"


def _is_constant(name: str) -> bool:
    return name == "True" or name.isupper()


def _heard(shop: Workshop, handler: cst.FunctionDef) -> bool:
    """Whether a caller in the file goes by the answer, or hands it on."""
    return any(not isinstance(shop.parents[call], cst.Expr) for call in callers(shop, handler))
