"""SVC509: the framework's constructor is called, first, and keeps its handle."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import (
    attribute,
    class_of,
    fixed,
    function_of,
    means,
    parameters_of,
    receiver,
    removed,
)
from svclint.repair.shapes.moves import code_of
from svclint.repair.workshop import Workshop

FRAMEWORK = "win32serviceutil.ServiceFramework"
HANDLE = "ssh"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Insert the call, make it the first statement, or leave the handle alone."""
    if finding.certainty is Certainty.POSSIBLE:
        return None
    function = shop.function_at(finding.at.line)
    if shop.place(function)[0].line == finding.at.line:
        return _called(shop, finding, function)
    small = shop.small_at(finding.at.line, finding.at.column)
    match small:
        case cst.Assign(targets=[cst.AssignTarget(target=target)]) if attribute(target, receiver(function)) == HANDLE:
            return fixed(shop, finding, "Keep the status handle", Applicability.UNSAFE, removed(shop, small))
    return _first(shop, finding, function)


def _called(shop: Workshop, finding: Finding, function: cst.FunctionDef) -> Fix | None:
    """With a call at the beginning, where the class is the framework's own heir."""
    cls, parameters = class_of(shop, function), parameters_of(function)
    if cls is None or not any(means(shop, base.value, FRAMEWORK) for base in cls.bases[:1]):
        return None
    many = function.params.star_arg
    if len(parameters) == len(("self", "args")):
        given = parameters[1]
    elif len(parameters) == 1 and isinstance(many, cst.Param):
        given = f"*{many.name.value}"
    else:
        return None
    edit = shop.insert_first(function, f"super().__init__({given})")
    return fixed(shop, finding, "Call the constructor of the framework", Applicability.UNSAFE, edit)


def _first(shop: Workshop, finding: Finding, function: cst.FunctionDef) -> Fix | None:
    """With the call that is there as the first statement."""
    stmt = shop.statement_at(finding.at.line, finding.at.column)
    plain = isinstance(stmt, cst.SimpleStatementLine) and function_of(shop, stmt) is function
    if not plain or function.name.value != "__init__" or any(line.comment for line in stmt.leading_lines):
        return None
    body = shop.statements(function)
    if not any(stmt is one for one in body[1:]):
        return None
    edits = shop.insert_before(body[0], code_of(shop, [stmt])), shop.delete(stmt)
    return fixed(shop, finding, "Call the constructor of the framework first", Applicability.UNSAFE, *edits)
