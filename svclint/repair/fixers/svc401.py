"""SVC401: an own dispatcher answers INTERROGATE with 0 before anything else."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import (
    above,
    block_of,
    class_of,
    dotted,
    fixed,
    function_of,
    handler_of,
    means,
    parameters_of,
)
from svclint.repair.workshop import Workshop

INTERROGATE = "win32service.SERVICE_CONTROL_INTERROGATE"
NUMBER = 4
DISPATCHER = "ServiceCtrlHandlerEx"
METHOD = "SvcInterrogate"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Answer 0 where the author answers something else, or in a first branch; none for shapes beyond these."""
    handler = handler_of(shop, finding)
    if handler is None or handler.decorators:
        return None
    edits = _own_answer(shop, finding, handler) or _first_branch(shop, handler)
    return (
        fixed(shop, finding, "Answer SERVICE_CONTROL_INTERROGATE with 0", Applicability.SAFE, *edits) if edits else None
    )


def _own_answer(shop: Workshop, finding: Finding, handler: cst.FunctionDef) -> tuple[Edit, ...]:
    """The answer of a ``return`` that speaks of nothing but INTERROGATE."""
    small = shop.small_at(finding.at.line, finding.at.column)
    if not isinstance(small, cst.Return) or small.value is None or function_of(shop, small) is not handler:
        return ()
    plain = dotted(small.value) or isinstance(small.value, (cst.Integer, cst.SimpleString))
    if not plain or not (handler.name.value == METHOD or _asked_before(shop, handler, small)):
        return ()
    return (shop.replace(small.value, "0"),)


def _asked_before(shop: Workshop, handler: cst.FunctionDef, small: cst.Return) -> bool:
    """Whether the statement stands right under ``if control == SERVICE_CONTROL_INTERROGATE``."""
    branch = block_of(shop, small)
    parameters = parameters_of(handler)
    if not isinstance(branch, cst.If) or shop.parents[shop.parents[small]] is not branch.body or len(parameters) < 2:
        return False
    match branch.test:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Equal(), comparator=right)]):
            return dotted(left) == parameters[1] and _is_interrogate(shop, right)
    return False


def _is_interrogate(shop: Workshop, node: cst.BaseExpression) -> bool:
    return means(shop, node, INTERROGATE) or (isinstance(node, cst.Integer) and node.evaluated_value == NUMBER)


def _first_branch(shop: Workshop, handler: cst.FunctionDef) -> tuple[Edit, ...]:
    """``if control == SERVICE_CONTROL_INTERROGATE: return 0``, in the names of the file.

    A handler that is called otherwise is one that the program registers itself.
    """
    parameters = parameters_of(handler)[bool(class_of(shop, handler)) :]
    spelled = _spelled(shop, handler)
    if not parameters or spelled is None:
        return ()
    spelling, imports = spelled
    return (*imports, shop.insert_first(handler, f"if {parameters[0]} == {spelling}:\n    return 0"))


def _spelled(shop: Workshop, handler: cst.FunctionDef) -> tuple[str, tuple[Edit, ...]] | None:
    """What the control is called: by pywin32, or, in a program that does without it, by a constant of its own."""
    if handler.name.value == METHOD:
        return None
    spelling, imports = shop.spell(INTERROGATE)
    if handler.name.value == DISPATCHER or not imports:
        return spelling, imports
    named = [one for one in map(_named, shop.nodes(cst.Assign)) if one]
    if len(named) != 1:
        return None
    around = [one.name.value for one in above(shop, named[0]) if isinstance(one, (cst.ClassDef, cst.FunctionDef))]
    return (".".join((*reversed(around), named[0].value)), ()) if len(around) < 2 else None


def _named(assign: cst.Assign) -> cst.Name | None:
    """The name of a constant for INTERROGATE."""
    match assign:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name() as name)], value=cst.Integer() as number):
            return name if name.value.endswith("INTERROGATE") and number.evaluated_value == NUMBER else None
    return None
