"""SVC407: the mask starts from what the base makes."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix, Place
from svclint.repair.shapes.common import class_of, fixed, own, receiver
from svclint.repair.workshop import Workshop

MASK: Final = "GetAcceptedControls"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Add the base's mask to whatever is returned; none without an own method."""
    if finding.at.text != MASK:
        return None
    mask = shop.function_at(finding.at.line)
    returns = list(own(mask, cst.Return))
    if class_of(shop, mask) is None or receiver(mask) is None or not all(one.value for one in returns):
        return None
    edits = [_based(shop, one, one.value) for one in returns if one.value]
    title = "Start from the mask that the base makes: it has STOP"
    return fixed(shop, finding, title, Applicability.UNSAFE, *edits) if edits else None


def _based(shop: Workshop, answer: cst.Return, value: cst.BaseExpression) -> Edit:
    """The base's mask in front of what is returned, which stays as it is laid out."""
    base = f"super().{MASK}() | "
    simple = isinstance(value, (cst.Name, cst.Attribute, cst.Call, cst.Integer))
    joined = isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.BitOr)
    if not (simple or joined or value.lpar):
        return shop.replace(value, f"{base}({shop.text_of(value)})")
    line, column = shop.place(answer)[0]
    gap = answer.whitespace_after_return
    written = gap.value if isinstance(gap, cst.SimpleWhitespace) else ""
    start = Place(line, column + len("return") + len(written))
    return Edit(start, start, base if written else f" {base}")
