"""SVC501: the handler reports STOP_PENDING and ends the run side, or hands on to one that does, or is not asked."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import callers, class_of, fixed, means, own, parameters_of, receiver
from svclint.repair.shapes.endings import ending
from svclint.repair.shapes.lineage import bases
from svclint.repair.shapes.reports import PENDING, says_pending
from svclint.repair.workshop import Statement, Workshop, nodes

STOP = "win32service.SERVICE_CONTROL_STOP"
ACCEPT_STOP = "win32service.SERVICE_ACCEPT_STOP"
MASK = "GetAcceptedControls"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Let the handler answer at its end; none where its end may not be reached, or nothing is known to end SvcDoRun."""
    handler = shop.function_at(finding.at.line)
    cls, self_ = class_of(shop, handler), receiver(handler)
    # Where the finding is possible only, some other way through the handler does answer.
    if finding.certainty is Certainty.POSSIBLE or cls is None or self_ is None:
        return None
    block = _block(shop, handler)
    if block is None:
        return None
    if _leaves(shop, block):
        return _refused(shop, finding, cls, handler)
    return _answered(shop, finding, cls, self_, block) or _handed_on(shop, finding, cls, block)


def _block(shop: Workshop, handler: cst.FunctionDef) -> cst.FunctionDef | cst.If | None:
    """What is run for a STOP: a method of that name or under that name, or a branch of a dispatcher."""
    if handler.name.value == "SvcStop" or (len(parameters_of(handler)) == 1 and not callers(shop, handler)):
        return handler
    branches = [one for one in own(handler, cst.If) if _asks(shop, one.test)]
    return branches[0] if len(branches) == 1 and isinstance(branches[0].body, cst.IndentedBlock) else None


def _asks(shop: Workshop, test: cst.BaseExpression) -> bool:
    """``control == SERVICE_CONTROL_STOP``, or that among others."""
    match test:
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Equal(), comparator=right)]):
            return means(shop, left, STOP) or means(shop, right, STOP)
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=cst.In(), comparator=many)]):
            return any(means(shop, one.value, STOP) for one in nodes(many, cst.Element))
    return False


def _body(shop: Workshop, block: cst.FunctionDef | cst.If) -> Sequence[Statement]:
    if isinstance(block, cst.FunctionDef):
        return shop.statements(block) if isinstance(block.body, cst.IndentedBlock) else ()
    body: Sequence[Statement] = block.body.body  # type: ignore[assignment]
    return body


def _leaves(shop: Workshop, block: cst.FunctionDef | cst.If) -> bool:
    """Whether the end of the block, or the ``return`` there, may not be reached."""
    tree = block.body
    returns = [one for one in own(tree, cst.Return) if shop.parents[one] not in _body(shop, block)[-1:]]
    return bool(returns) or any(own(tree, cst.Raise))


def _ended(shop: Workshop, block: cst.FunctionDef | cst.If, code: str) -> Edit:
    """The code as the last of a block, in front of its ``return``, or in the place of its ``pass``."""
    body = _body(shop, block)
    match body:
        case [cst.SimpleStatementLine(body=[cst.Pass() as nothing])]:
            return shop.replace(nothing, code)
        case [*_, cst.SimpleStatementLine(body=[cst.Return()]) as last]:
            return shop.insert_before(last, code)
        case [*_, last] if isinstance(block, cst.If):
            return shop.insert_after(last, code)
    assert isinstance(block, cst.FunctionDef)
    return shop.append(block, code)


def _answered(
    shop: Workshop, finding: Finding, cls: cst.ClassDef, self_: str, block: cst.FunctionDef | cst.If
) -> Fix | None:
    """A report, and what ends the run side of the same class."""
    end = ending(shop, cls, self_)
    if end is None:
        return None
    spelling, imports = shop.spell(PENDING)
    edit = _ended(shop, block, f"{self_}.ReportServiceStatus({spelling})\n{end.code}")
    title = f"Report SERVICE_STOP_PENDING and {end.words}"
    return fixed(shop, finding, title, Applicability.UNSAFE, *end.edits, *imports, edit)


def _handed_on(shop: Workshop, finding: Finding, cls: cst.ClassDef, block: cst.FunctionDef | cst.If) -> Fix | None:
    """The SvcStop that this one hides, where that one reports."""
    if not isinstance(block, cst.FunctionDef) or block.name.value != "SvcStop" or shop.method(cls, "SvcDoRun"):
        return None
    hidden = _hidden(shop, cls)
    if not hidden or not all(one and says_pending(shop, one) for one in hidden):
        return None
    edit = _ended(shop, block, "super().SvcStop()")
    return fixed(shop, finding, "Call the SvcStop of the base class", Applicability.UNSAFE, edit)


def _hidden(shop: Workshop, cls: cst.ClassDef) -> list[cst.FunctionDef | None]:
    """The SvcStop of the bases; those of a mixin come behind it in the classes that take it."""
    if own_base := _inherited(shop, list(bases(shop, cls))):
        return [own_base]
    taken = [list(bases(shop, one)) for one in shop.nodes(cst.ClassDef)]
    return [_inherited(shop, found[found.index(cls) + 1 :]) for found in taken if cls in found]


def _inherited(shop: Workshop, classes: Sequence[cst.ClassDef]) -> cst.FunctionDef | None:
    """The first SvcStop of some classes and their bases."""
    waiting, seen = list(classes), set[cst.ClassDef]()
    while waiting:
        one = waiting.pop(0)
        if found := shop.method(one, "SvcStop"):
            return found
        waiting = [*(base for base in bases(shop, one) if base not in seen), *waiting]
        seen.add(one)
    return None


def _refused(shop: Workshop, finding: Finding, cls: cst.ClassDef, handler: cst.FunctionDef) -> Fix | None:
    """STOP out of the mask, where the handler does nothing but refuse by an exception."""
    body = _body(shop, handler)
    plain = all(isinstance(one, cst.SimpleStatementLine) for one in body)
    if not plain or not any(own(body[-1], cst.Raise)) or any(own(handler, cst.Return)):
        return None
    if any(one.name.value == MASK for one in shop.nodes(cst.FunctionDef)) or any(bases(shop, cls)):
        return None
    spelling, imports = shop.spell(ACCEPT_STOP)
    code = f"def {MASK}({receiver(handler)}):\n    return super().{MASK}() & ~{spelling}"
    edit = shop.add_method(cls, handler, code)
    return fixed(shop, finding, "Do not accept STOP, which is refused anyway", Applicability.UNSAFE, *imports, edit)
