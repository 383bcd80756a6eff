"""SVC105: sys.exit() as the last act of the run side goes away; the return does the same, in order."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.fixers._shapes import RUNS, called, callers, dotted, fixed, function_of, means, removed
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete the exit; none where it stands elsewhere, tells of a failure, or keeps a caller from going on."""
    small = shop.small_at(finding.at.line, finding.at.column)
    function = function_of(shop, small)
    if function is None or function.name.value not in RUNS or callers(shop, function):
        return None
    last = shop.statements(function)[-1]
    if shop.parents[small] is not last or not _planned(shop, small):
        return None
    title = f"Delete '{shop.text_of(small)}': {function.name.value} ends here anyway"
    return fixed(shop, finding, title, Applicability.SAFE, removed(shop, small))


def _planned(shop: Workshop, small: cst.BaseSmallStatement) -> bool:
    """Whether a statement is an exit without a failure."""
    match called(small):
        case cst.Call(func=func, args=[]):
            return _is_exit(shop, func)
        case cst.Call(func=func, args=[cst.Arg(keyword=None, star="", value=value)]):
            nothing = dotted(value) == "None" or (isinstance(value, cst.Integer) and value.evaluated_value == 0)
            return nothing and _is_exit(shop, func)
    return False


def _is_exit(shop: Workshop, func: cst.BaseExpression) -> bool:
    """Whether it is sys.exit, or the ``exit`` and ``quit`` that nobody has given another meaning."""
    imported = {name.written for name in shop.spelling.names}
    return means(shop, func, "sys.exit") or (dotted(func) in ("exit", "quit") and dotted(func) not in imported)
