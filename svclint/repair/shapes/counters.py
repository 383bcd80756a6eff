"""Check points as the fixers see them: the tuple that a report by hand sends, and the number in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, called, dotted, means, own
from svclint.repair.workshop import Workshop

SET_STATUS = "win32service.SetServiceStatus"
FIELDS = 7
STATE = 1
CHECK_POINT = 5


class Sent(NamedTuple):
    """What a report by hand sends, and the statement in which the tuple is written."""

    stmt: cst.CSTNode
    state: cst.BaseExpression
    check_point: cst.BaseExpression


class Numbered(NamedTuple):
    """A report whose check point is written as a number. Two of one state are told by the same words."""

    call: cst.Call
    state: str
    number: cst.Integer


def is_set_status(shop: Workshop, node: cst.CSTNode) -> bool:
    """Whether a node is a report by hand: ``SetServiceStatus(handle, status)``."""
    return isinstance(node, cst.Call) and means(shop, node.func, SET_STATUS) and len(node.args) == 2


def others(shop: Workshop, call: cst.Call) -> bool:
    """Whether the file reports by hand elsewhere too, with numbers that a counter would have to fit."""
    return any(one is not call and is_set_status(shop, one) for one in shop.nodes(cst.Call))


def sent(shop: Workshop, function: cst.FunctionDef, call: cst.Call) -> Sent | None:
    """The tuple of a report, in the call itself or in the one assignment to its name."""
    status = call.args[1].value
    if not isinstance(status, cst.Name):
        return _in_tuple(status, shop.parents[shop.parents[call]])
    made = [one for one in own(function, cst.Assign) if any(dotted(to.target) == status.value for to in one.targets)]
    return _in_tuple(made[0].value, shop.parents[made[0]]) if len(made) == 1 else None


def _in_tuple(status: cst.BaseExpression, stmt: cst.CSTNode) -> Sent | None:
    match status:
        case cst.Tuple(elements=elements) if len(elements) == FIELDS:
            return Sent(stmt, elements[STATE].value, elements[CHECK_POINT].value)
    return None


def numbered(shop: Workshop, function: cst.FunctionDef) -> Iterator[Numbered]:
    """The reports by hand of a function that have a number, in the order of the text."""
    for call in own(function, cst.Call):
        status = sent(shop, function, call) if is_set_status(shop, call) else None
        if status and isinstance(status.check_point, cst.Integer):
            yield Numbered(call, shop.text_of(status.state), status.check_point)


def risen(shop: Workshop, reports: list[Numbered], least: int = 0) -> Iterator[Edit]:
    """Gives every report a number above those that may come before it; the first one at least ``least``."""
    given: list[tuple[Numbered, int]] = []
    for report in reports:
        before = [number for one, number in given if one.state == report.state and not _either(shop, one, report)]
        written = report.number.evaluated_value
        number = max(written, least if not given else 0, *(number + 1 for number in before))
        given.append((report, number))
        if number != written:
            yield shop.replace(report.number, str(number))


def _either(shop: Workshop, one: Numbered, other: Numbered) -> bool:
    """Whether two reports stand in different branches."""
    around = list(above(shop, other.call))
    common = next(node for node in above(shop, one.call) if any(node is near for near in around))
    return isinstance(common, (cst.If, cst.Match))


def reports_before(finding: Finding) -> list[tuple[int, int]]:
    """Where the reports on the way to a finding are made, pywin32's own left out, the last one being its own."""
    steps = (one for one in finding.steps if one.text.startswith("'") and " reports " in one.text)
    return [(one.at.line, one.at.column) for one in steps]


def report_at(shop: Workshop, line: int, column: int) -> cst.Call | None:
    """The call that makes the report at a place."""
    return called(shop.small_at(line, column))
