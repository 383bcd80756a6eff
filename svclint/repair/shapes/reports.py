"""Reports as the fixers see them: which call it is, of what state, with which exit codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.shapes.common import attribute, called, dotted, function_of, means, parameters_of, receiver
from svclint.repair.shapes.constants import Constant, constant, origin
from svclint.repair.workshop import Workshop, nodes

PENDING = "win32service.SERVICE_STOP_PENDING"
PARAMETERS = ("serviceStatus", "waitHint", "win32ExitCode", "svcExitCode")
CODES = PARAMETERS[2:]
FIELDS = ("type", "serviceStatus", "controls", *CODES, "checkPoint", "waitHint")

Arguments: TypeAlias = "Mapping[str, cst.BaseExpression]"


class Code(NamedTuple):
    """An exit code as it is written, and its value where that is known."""

    text: str
    value: Constant | None


class Reported(NamedTuple):
    """A statement ``self.ReportServiceStatus(STATE, ...)`` of a method, whose state the method does not take."""

    small: cst.BaseSmallStatement
    function: cst.FunctionDef
    owner: str
    given: Arguments

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
    given = _named(call.args)
    if attribute(call.func, owner) != "ReportServiceStatus" or not given or "serviceStatus" not in given:
        return None
    others = set(parameters_of(function)) - {owner}
    if any(one.value in others for one in nodes(given["serviceStatus"], cst.Name)):
        return None
    return Reported(small, function, owner, given)


def _named(args: Sequence[cst.Arg]) -> Arguments | None:
    """The arguments by the names of their parameters; none where stars hide them."""
    if any(arg.star for arg in args) or len(args) > len(PARAMETERS):
        return None
    named = zip(args, PARAMETERS, strict=False)
    return {arg.keyword.value if arg.keyword else name: arg.value for arg, name in named}


def arguments(shop: Workshop, call: cst.Call) -> Arguments | None:
    """What a report is made with, a raw one by SetServiceStatus included; none where it says no state, or is none."""
    if means(shop, call.func, "win32service.SetServiceStatus"):
        return _raw(shop, call)
    match call.func:
        case cst.Attribute(value=owner, attr=cst.Name(value="ReportServiceStatus")):
            given = _named(call.args[1:] if _is_class(shop, owner) else call.args)
            return given if given and "serviceStatus" in given else None
    return None


def _is_class(shop: Workshop, owner: cst.BaseExpression) -> bool:
    """Whether a method is called by way of a class, with the object as the first argument."""
    named = any(one.name.value == dotted(owner) for one in shop.nodes(cst.ClassDef))
    return named or means(shop, owner, "win32serviceutil.ServiceFramework")


def _raw(shop: Workshop, call: cst.Call) -> Arguments | None:
    """The fields of a SERVICE_STATUS that is written down as a tuple."""
    status = call.args[1].value if len(call.args) == len(("handle", "status")) else None
    if status is not None and not isinstance(status, cst.Tuple):
        status = origin(shop, status)
    if not isinstance(status, cst.Tuple) or len(status.elements) != len(FIELDS):
        return None
    return {name: one.value for name, one in zip(FIELDS, status.elements, strict=True) if name in PARAMETERS}


def exit_codes(shop: Workshop, report: Reported) -> dict[str, Code]:
    """The exit codes given that may tell of a failure."""
    return failures(shop, report.given)


def failures(shop: Workshop, given: Arguments) -> dict[str, Code]:
    """The exit codes among the arguments that may tell of a failure."""
    codes = ((name, given[name]) for name in CODES if name in given and dotted(given[name]) != "None")
    read = {name: Code(shop.text_of(value), constant(shop, value)) for name, value in codes}
    return {name: code for name, code in read.items() if code.value != 0}


def says_pending(shop: Workshop, function: cst.FunctionDef) -> bool:
    """Whether STOP_PENDING is spoken of in a method, or in what it calls by the name of a function of this file."""
    bodies = [one.body for one in closure(shop, function)]
    names = (one for body in bodies for kind in (cst.Attribute, cst.Name) for one in nodes(body, kind))
    return any(means(shop, one, PENDING) for one in names)


def closure(shop: Workshop, function: cst.FunctionDef) -> list[cst.FunctionDef]:
    """A function, and what it calls by the name of a function of this file, and so on."""
    known = {one.name.value: one for one in shop.nodes(cst.FunctionDef)}
    found = [function]
    for one in found:
        names = {(dotted(call.func) or "").rpartition(".")[2] for call in nodes(one.body, cst.Call)}
        found += (known[name] for name in sorted(names) if name in known and known[name] not in found)
    return found
