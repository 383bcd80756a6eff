"""The statements by which STOPPED is reported: the report itself, or the calls of a helper that takes the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.contract.states import STOPPED
from svclint.repair.shapes.common import dotted, function_of
from svclint.repair.shapes.constants import constant
from svclint.repair.shapes.helpers import handed, keeps_only, overridden, reports_only
from svclint.repair.shapes.reports import CODES, Arguments, Code, arguments, failures
from svclint.repair.shapes.uses import entry_names, reach, uses
from svclint.repair.workshop import Refused, Workshop, nodes

# How many helpers may hand a state on to each other.
DEPTH: Final = 3


class Site(NamedTuple):
    """A statement whose one effect, or most of it, is that STOPPED is reported.

    ``state``: what says STOPPED in it, and nothing else. ``codes``: the exit codes that tell of a failure.
    ``more``: with the statement more would go than the report.
    """

    small: cst.BaseSmallStatement
    function: cst.FunctionDef
    state: cst.BaseExpression | None
    codes: Mapping[str, Code]
    more: bool = False


class Helper(NamedTuple):
    """A function that reports the state that it is handed, or hands it on; ``more`` as with sites."""

    function: cst.FunctionDef
    small: cst.BaseSmallStatement
    given: Arguments
    more: bool = False


def sites(shop: Workshop, finding: Finding) -> list[Site]:
    """Where the STOPPED of a finding comes from. Raises Refused where that is not all there is to it."""
    small = shop.small_at(finding.at.line, finding.at.column)
    function, call = function_of(shop, small), _call(small)
    given = arguments(shop, call) if call else None
    if function is None or not given or function.name.value == "ReportServiceStatus":
        raise Refused("no report that is a statement of its own")
    if constant(shop, given["serviceStatus"]) != STOPPED:
        return list(_forwarded(shop, Helper(function, small, given, overridden(shop))))
    state = given["serviceStatus"] if _alone(given) else None
    site = Site(small, function, state, failures(shop, given), overridden(shop))
    return [site] if _of_one_side(shop, site) else list(_calls(shop, site))


def _alone(given: Arguments) -> bool:
    """Whether a report of another state would be made with the same arguments."""
    return set(given) <= {"serviceStatus", *CODES}


def _of_one_side(shop: Workshop, site: Site) -> bool:
    """Whether a report belongs to the handlers or to the run side, not to a helper of both."""
    found = reach(shop, site.small)
    return bool(entry_names(shop, site.function)) or found.on_run_side or found.in_handlers


def _calls(shop: Workshop, site: Site) -> Iterator[Site]:
    """The calls of a helper that does nothing but report. Raises Refused."""
    if not reports_only(shop, site.function, site.small):
        raise Refused(f"{site.function.name.value} does more than report, for handlers and the run side")
    for call in uses(shop, site.function):
        line, function = _line(shop, call)
        yield Site(line, function, None, site.codes, site.more)


def _forwarded(shop: Workshop, helper: Helper, depth: int = DEPTH) -> Iterator[Site]:
    """The calls that hand STOPPED to a helper, by way of others too. Raises Refused when one cannot be read."""
    more = helper.more or not reports_only(shop, helper.function, helper.small)
    if not depth or (more and not keeps_only(shop, helper.function, helper.small)):
        raise Refused(f"{helper.function.name.value} does more than report")
    for call in uses(shop, helper.function):
        values = handed(helper.function, call)
        known = {name: constant(shop, one) for name, one in values.items()}
        state = constant(shop, helper.given["serviceStatus"], known)
        if state is None:
            line, function = _line(shop, call)
            yield from _forwarded(shop, Helper(function, line, _passed(helper, values), more), depth - 1)
        elif state == STOPPED:
            yield _site(shop, helper, call, values)._replace(more=more)


def _site(shop: Workshop, helper: Helper, call: cst.Call, values: Arguments) -> Site:
    line, function = _line(shop, call)
    given = _passed(helper, values)
    state = given["serviceStatus"]
    here = _alone(helper.given) and any(arg.value is state for arg in call.args)
    return Site(line, function, state if here else None, failures(shop, given))


def _passed(helper: Helper, values: Arguments) -> Arguments:
    """The arguments of the report, as they are where the helper is called. Raises Refused for codes it computes."""
    given = {name: values.get(dotted(value) or "", value) for name, value in helper.given.items()}
    kept = [given[name] for name in CODES if name in given and given[name] is helper.given[name]]
    if any(one.value in values for code in kept for one in nodes(code, cst.Name)):
        raise Refused(f"{helper.function.name.value} computes an exit code")
    return given


def _line(shop: Workshop, call: cst.Call) -> tuple[cst.BaseSmallStatement, cst.FunctionDef]:
    """The statement that a call is, and its function. Raises Refused for a part of another statement."""
    line = shop.parents[call]
    function = function_of(shop, call)
    if function is None or not isinstance(line, (cst.Expr, cst.Return)):
        raise Refused("a call inside of a statement")
    return line, function


def _call(small: cst.BaseSmallStatement) -> cst.Call | None:
    """The call that a statement consists of, or hands on."""
    value = small.value if isinstance(small, (cst.Expr, cst.Return)) else None
    return value if isinstance(value, cst.Call) else None
