"""Functions that report for others: what they are handed, and what they do besides."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.shapes.afterwards import quiet
from svclint.repair.shapes.common import above, argument, own
from svclint.repair.shapes.reports import Arguments
from svclint.repair.workshop import Workshop, nodes


def handed(function: cst.FunctionDef, call: cst.Call) -> Arguments:
    """What a call hands over for each parameter, its default included."""
    every = (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
    pairs = ((one, argument(call, function, one.name) or one.default) for one in every)
    return {one.name.value: value for one, value in pairs if value is not None}


def reports_only(shop: Workshop, function: cst.FunctionDef, report: cst.BaseSmallStatement) -> bool:
    """Whether a function does nothing but report; what it says when that fails does not count."""
    return not _loops(function) and all(one is report or _idle(shop, one) for one in _smalls(function))


def keeps_only(shop: Workshop, function: cst.FunctionDef, report: cst.BaseSmallStatement) -> bool:
    """Whether a function does nothing but report, keep things in mind and make log entries."""
    return not _loops(function) and all(one is report or _keeps(shop, one) for one in _smalls(function))


def overridden(shop: Workshop) -> bool:
    """Whether a class of the file does something of its own whenever a status is reported."""
    methods = (one for one in shop.nodes(cst.FunctionDef) if one.name.value == "ReportServiceStatus")
    return any(not (_idle(shop, small) or _delegates(small)) for one in methods for small in _smalls(one))


def _delegates(small: cst.BaseSmallStatement) -> bool:
    match small:
        case cst.Expr(value=cst.Call(func=func)) | cst.Return(value=cst.Call(func=func)):
            return isinstance(func, cst.Attribute) and func.attr.value == "ReportServiceStatus"
    return False


def _loops(function: cst.FunctionDef) -> bool:
    return any(own(function, cst.While)) or any(own(function, cst.For))


def _smalls(function: cst.FunctionDef) -> Iterator[cst.BaseSmallStatement]:
    for line in own(function, cst.SimpleStatementLine):
        yield from line.body
    for suite in own(function, cst.SimpleStatementSuite):
        yield from suite.body


def _idle(shop: Workshop, small: cst.BaseSmallStatement) -> bool:
    """Whether a statement does nothing where all goes well."""
    match small:
        case cst.Pass() | cst.Return(value=None) | cst.Expr(value=cst.SimpleString()):
            return True
    return quiet(shop, small) and any(isinstance(one, cst.ExceptHandler) for one in above(shop, small))


def _keeps(shop: Workshop, small: cst.BaseSmallStatement) -> bool:
    if isinstance(small, cst.Assign):
        return not any(nodes(small.value, cst.Call))
    return quiet(shop, small) or _idle(shop, small)
