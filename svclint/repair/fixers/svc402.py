"""SVC402: INTERROGATE is answered without a report; the SCM shows what was reported last."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import called, class_of, fixed, function_of, removed
from svclint.repair.workshop import Workshop, nodes

NAME = "SvcInterrogate"
NOTHING = f"def {NAME}(self):\n    pass  # the SCM shows the status that was reported last"
ASKED = ("ServiceCtrlHandlerEx", NAME)
NEIGHBOURS = ("SvcPause", "SvcContinue")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Add a method that does nothing, or take the report out of the author's own."""
    cls = shop.class_at(finding.at.line)
    if finding.at.text == cls.name.value and finding.at.line == shop.place(cls)[0].line:
        return _with_method(shop, finding, cls)
    return _without_report(shop, finding)


def _with_method(shop: Workshop, finding: Finding, cls: cst.ClassDef) -> Fix | None:
    if any(name.value == NAME for stmt in cls.body.body for name in nodes(stmt, cst.Name)):
        return None
    neighbours = [one for one in cls.body.body if isinstance(one, cst.FunctionDef) and one.name.value in NEIGHBOURS]
    edit = shop.add_method(cls, neighbours[-1] if neighbours else None, NOTHING)
    return fixed(shop, finding, f"Add an {NAME} that reports nothing", Applicability.SAFE, edit)


def _without_report(shop: Workshop, finding: Finding) -> Fix | None:
    small = shop.small_at(finding.at.line, finding.at.column)
    function = function_of(shop, small)
    if function is None or function.name.value != NAME or class_of(shop, function) is None or not called(small):
        return None
    if not any(shop.parents[small] is one for one in shop.statements(function)) or _used_to_report(shop):
        return None
    title = f"Delete '{shop.text_of(small)}': the SCM knows the state"
    return fixed(shop, finding, title, Applicability.SAFE, removed(shop, small))


def _used_to_report(shop: Workshop) -> bool:
    """Whether others than what answers INTERROGATE use the method: they want the report."""
    functions = (function_of(shop, one) for one in shop.nodes(cst.Attribute) if one.attr.value == NAME)
    return any(one is None or one.name.value not in ASKED for one in functions)
