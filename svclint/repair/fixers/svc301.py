"""SVC301: a check point that is set back is left alone; one that stands still is counted, or gets another number."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import (
    argument,
    callers,
    fixed,
    function_of,
    own,
    parameters_of,
    removed_together,
    smalls_of,
)
from svclint.repair.shapes.counters import (
    Numbered,
    Sent,
    is_set_status,
    numbered,
    report_at,
    reports_before,
    risen,
    sent,
)
from svclint.repair.shapes.counting import counted, raised, told_apart
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete what sets the counter back, or let the number of a report rise; none for other shapes."""
    small = shop.small_at(finding.at.line, finding.at.column)
    if isinstance(small, (cst.Assign, cst.AugAssign)):
        return _without_resets(shop, finding, small)
    call, function = report_at(shop, finding.at.line, finding.at.column), function_of(shop, small)
    if call is None or function is None or not is_set_status(shop, call):
        return None
    status = sent(shop, function, call)
    edits = _rising(shop, finding, function, call, status) if status else ()
    return fixed(shop, finding, "Let the check point rise", Applicability.SAFE, *edits) if edits else None


def _without_resets(shop: Workshop, finding: Finding, small: cst.BaseSmallStatement) -> Fix | None:
    """Without the reset, and without those behind it on the way to the next report: they would take its place."""
    if not _sets_back(small):
        return None
    title = f"Delete '{shop.text_of(small)}'"
    edits = removed_together(shop, [small, *_further(shop, finding, small)])
    return fixed(shop, finding, title, Applicability.SAFE, *edits)


def _further(shop: Workshop, finding: Finding, small: cst.BaseSmallStatement) -> list[cst.BaseSmallStatement]:
    """The resets behind a reset, and those in front of the next report where that stands in another function."""
    here, last = shop.function_at(finding.at.line), finding.steps[-1]
    there = shop.function_at(last.at.line)
    found = [one for one in smalls_of(here) if shop.place(one)[0].line >= finding.at.line]
    if there is not here:
        # pywin32's own report comes after all of SvcDoRun.
        by_host = not last.text.startswith("'")
        found += [one for one in smalls_of(there) if by_host or shop.place(one)[0].line < last.at.line]
    return [one for one in found if one is not small and _sets_back(one)]


def _sets_back(small: cst.BaseSmallStatement) -> bool:
    """``self.checkPoint = 0``, or a step down."""
    match small:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute(attr=attr))], value=cst.Integer() as value):
            return attr.value == "checkPoint" and value.evaluated_value == 0
        case cst.AugAssign(target=cst.Attribute(attr=attr), operator=cst.SubtractAssign(), value=cst.Integer()):
            return attr.value == "checkPoint"
    return False


def _rising(
    shop: Workshop, finding: Finding, function: cst.FunctionDef, call: cst.Call, status: Sent
) -> tuple[Edit, ...]:
    """What fits the check point as it is written."""
    handed = set(parameters_of(function))
    told = isinstance(status.state, cst.Name) and status.state.value in handed
    if isinstance(status.check_point, cst.Name) and status.check_point.value in handed:
        return _handed_in(shop, function, status)
    if not isinstance(status.check_point, cst.Integer):
        return raised(shop, function, status, told)
    if told:
        return told_apart(shop, function, call, status)
    return counted(shop, function, call, status) or _renumbered(shop, finding, function, call)


def _renumbered(shop: Workshop, finding: Finding, function: cst.FunctionDef, call: cst.Call) -> tuple[Edit, ...]:
    """A greater number than that of the report before, and so on in the reports of that state below."""
    way = [report_at(shop, *place) for place in reports_before(finding)]
    before = way[-2] if len(way) > 1 and way[-1] is call else None
    other = function_of(shop, before) if before else None
    least = [one.number.evaluated_value for one in numbered(shop, other) if one.call is before] if other else []
    if not least or before is call:
        return ()
    reports = list(numbered(shop, function))
    first = next(at for at, one in enumerate(reports) if one.call is call)
    same = [one for one in reports[first:] if one.state == reports[first].state]
    return tuple(risen(shop, same, least[0] + 1))


def _handed_in(shop: Workshop, wrapper: cst.FunctionDef, status: Sent) -> tuple[Edit, ...]:
    """Numbers that rise in each function that calls a wrapper with them."""
    functions = dict.fromkeys(function_of(shop, one) for one in callers(shop, wrapper))
    series = [_handing(shop, one, wrapper, status) for one in functions if one]
    return tuple(edit for reports in series for edit in risen(shop, reports))


def _handing(shop: Workshop, function: cst.FunctionDef, wrapper: cst.FunctionDef, status: Sent) -> list[Numbered]:
    """The calls in a function that hand a number to a wrapper."""
    meant = callers(shop, wrapper)
    found = []
    for call in (one for one in own(function, cst.Call) if one in meant):
        number, state = argument(call, wrapper, status.check_point), argument(call, wrapper, status.state)
        if isinstance(number, cst.Integer):
            found.append(Numbered(call, shop.text_of(state) if state else "", number))
    return found
