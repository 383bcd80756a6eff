"""SVC507: the event is made in the constructor, before a STOP can come."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import above, called, class_of, dotted, fixed, function_of, means, removed
from svclint.repair.workshop import Workshop, nodes

LATE = "' is made after pywin32 has reported RUNNING"
AGAIN = "signals an object that is replaced"
FRAMEWORK = "win32serviceutil.ServiceFramework"
PLAIN = frozenset(["True", "False", "None"])


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Move the statement that makes the event behind the base call; where the event is there before, delete it."""
    made = next((step.at for step in finding.steps if step.text.endswith(LATE)), None)
    small = shop.small_at(made.line, made.column) if made else None
    if not isinstance(small, cst.Assign) or not _independent(shop, small):
        return None
    gone = removed(shop, small)
    if AGAIN in finding.message:
        return fixed(shop, finding, "Keep the event of the constructor", Applicability.UNSAFE, gone)
    function = function_of(shop, small)
    cls = class_of(shop, function) if function else None
    edit = _early(shop, cls, small) if cls else None
    return fixed(shop, finding, "Make the event in the constructor", Applicability.UNSAFE, gone, edit) if edit else None


def _independent(shop: Workshop, made: cst.Assign) -> bool:
    """Whether what makes the event is the same everywhere: no variable of the function goes into it."""
    arguments = [one.value for call in nodes(made.value, cst.Call) for one in call.args]
    return all(isinstance(one, cst.Integer) or dotted(one) in PLAIN for one in arguments)


def _early(shop: Workshop, cls: cst.ClassDef, made: cst.Assign) -> Edit | None:
    """The event in the constructor: instead of None, behind the base call, or in a constructor that is added."""
    code, target = shop.text_of(made), shop.text_of(made.targets[0].target)
    init = shop.method(cls, "__init__")
    if init is None:
        return _added(shop, cls, code)
    for stmt in shop.statements(init):
        for one in nodes(stmt, cst.Assign):
            if shop.text_of(one.targets[0].target) == target:
                return shop.replace(one, code)
    base = next((one for one in shop.statements(init) if _calls_base(one)), None)
    return shop.insert_after(base, code) if base else None


def _calls_base(stmt: cst.CSTNode) -> bool:
    match called(stmt):
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="__init__"))):
            return True
    return False


def _added(shop: Workshop, cls: cst.ClassDef, code: str) -> Edit | None:
    """A constructor in front of the first method, where the framework is the only base."""
    methods = [one for one in cls.body.body if isinstance(one, cst.FunctionDef)]
    if len(cls.bases) != 1 or not means(shop, cls.bases[0].value, FRAMEWORK) or not methods:
        return None
    if any(isinstance(one, cst.ClassDef) for one in above(shop, cls)):
        return None
    edit = shop.insert_before(methods[0], f"def __init__(self, args):\n    super().__init__(args)\n    {code}")
    return edit._replace(text=f"{edit.text}\n")
