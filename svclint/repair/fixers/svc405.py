"""SVC405: the accept bit instead of the control's number; where there is none, nothing."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.contract.controls import Accept, Control
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import fixed, means
from svclint.repair.workshop import Workshop

BITLESS: Final = (Control.DEVICEEVENT, Control.INTERROGATE)
# The bits that every build of pywin32 knows by name.
NAMED: Final = Accept(0x1FF)


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Put the SERVICE_ACCEPT constant of the control there; none for numbers, whose meaning is guessed."""
    node = _whole(shop, shop.covering((cst.Attribute, cst.Name), finding.at.line, finding.at.column))
    control = next((one for one in Control if means(shop, node, f"win32service.SERVICE_CONTROL_{one.name}")), None)
    if control in BITLESS:
        edit = _without(shop, node)
        title = f"Take {control.name} out of the accept mask: it needs no bit"
        return fixed(shop, finding, title, Applicability.SAFE, edit) if edit else None
    if control is None or control.accept is None or not control.accept & NAMED:
        return None
    spelling, imports = shop.spell(f"win32service.SERVICE_ACCEPT_{control.accept.name}")
    edit = shop.replace(node, spelling)
    return fixed(shop, finding, f"Accept {control.name} by '{spelling}'", Applicability.SAFE, *imports, edit)


def _whole(shop: Workshop, node: cst.CSTNode) -> cst.CSTNode:
    """The whole dotted name around a part of it."""
    while isinstance(parent := shop.parents.get(node), cst.Attribute):
        node = parent
    return node


def _without(shop: Workshop, node: cst.CSTNode) -> Edit | None:
    """One operand of ``|`` less; the statement goes where it is all that is added. None where parentheses are."""
    parent = shop.parents[node]
    match parent:
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right) if not (left.lpar or right.lpar):
            if node is right:
                return Edit(shop.place(left)[1], shop.place(right)[1], "")
            return Edit(shop.place(left)[0], shop.place(right)[0], "")
        case cst.AugAssign(operator=cst.BitOrAssign(), value=value) if not value.lpar:
            return shop.delete(parent)
    return None
