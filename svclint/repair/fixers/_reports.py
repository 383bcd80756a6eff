"""Reports as the fixers see them: which call it is, of what state, with which exit codes, and what comes after it."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fixers._shapes import above, attribute, called, dotted, function_of, means, parameters_of, receiver
from svclint.repair.workshop import Workshop, nodes

PENDING = "win32service.SERVICE_STOP_PENDING"
PARAMETERS = ("serviceStatus", "waitHint", "win32ExitCode", "svcExitCode")
CODES = PARAMETERS[2:]
NONE = ("0", "winerror.NO_ERROR", "winerror.ERROR_SUCCESS", "None")


class Reported(NamedTuple):
    """A statement ``self.ReportServiceStatus(STATE, ...)`` of a method, whose state the method does not take."""

    small: cst.BaseSmallStatement
    function: cst.FunctionDef
    owner: str
    given: dict[str, cst.BaseExpression]

    @property
    def state(self) -> cst.BaseExpression:
        """The state as it is written."""
        return self.given["serviceStatus"]


def reported(shop: Workshop, finding: Finding) -> Reported | None:
    """The report that a finding stands on, if it is a statement that can be understood by itself."""
    small = shop.small_at(finding.at.line, finding.at.column)
    function, call = function_of(shop, small), called(small)
    if function is None or call is None or (owner := receiver(function)) is None:
        return None
    given = _given(call)
    if attribute(call.func, owner) != "ReportServiceStatus" or not given or "serviceStatus" not in given:
        return None
    others = set(parameters_of(function)) - {owner}
    if any(one.value in others for one in nodes(given["serviceStatus"], cst.Name)):
        return None
    return Reported(small, function, owner, given)


def _given(call: cst.Call) -> dict[str, cst.BaseExpression] | None:
    """The arguments by the names of their parameters; none where stars hide them."""
    if any(arg.star for arg in call.args) or len(call.args) > len(PARAMETERS):
        return None
    named = zip(call.args, PARAMETERS, strict=False)
    return {arg.keyword.value if arg.keyword else name: arg.value for arg, name in named}


def exit_codes(shop: Workshop, report: Reported) -> dict[str, str]:
    """The exit codes given that tell of a failure, as they are written."""
    written = {name: shop.text_of(value) for name, value in report.given.items() if name in CODES}
    return {name: text for name, text in written.items() if text not in NONE}


def follower(shop: Workshop, small: cst.BaseSmallStatement) -> tuple[bool, cst.CSTNode | None]:
    """Whether nothing is run after a statement of a function, and the ``return`` that says so, if one does."""
    line = shop.parents[small]
    if not shop.is_plain_block(line):
        return False, None
    block = shop.parents[line]
    body = block.body if isinstance(block, cst.IndentedBlock) else ()
    rest = body[next((at for at, one in enumerate(body) if one is line), 0) + 1 :]
    if not rest:
        return isinstance(shop.parents[block], cst.FunctionDef), None
    last = _returns(rest[0]) and not _finally(shop, small)
    return last, rest[0] if last else None


def _returns(stmt: cst.CSTNode) -> bool:
    match stmt:
        case cst.SimpleStatementLine(body=[cst.Return(value=value)]):
            return value is None or dotted(value) == "None"
    return False


def _finally(shop: Workshop, small: cst.CSTNode) -> bool:
    """Whether a ``finally`` or the end of a ``with`` is still to come when a function returns from here."""
    around = (one for one in above(shop, small) if isinstance(one, (cst.Try, cst.TryStar, cst.With, cst.FunctionDef)))
    for one in around:
        if isinstance(one, cst.FunctionDef):
            return False
        if isinstance(one, cst.With) or one.finalbody is not None:
            return True
    return False


def says_pending(shop: Workshop, function: cst.FunctionDef) -> bool:
    """Whether STOP_PENDING is spoken of in a method, or in what it calls by the name of a method of this file."""
    known = {one.name.value: one for one in nodes(shop.module, cst.FunctionDef)}
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        body = waiting.pop()
        if any(means(shop, one, PENDING) for kind in (cst.Attribute, cst.Name) for one in nodes(body.body, kind)):
            return True
        names = {(dotted(call.func) or "").rpartition(".")[2] for call in nodes(body.body, cst.Call)} - seen
        seen |= names
        waiting += (known[name] for name in names if name in known)
    return False
