"""Where the state of a report is chosen: in the report, in a local or a table, or by who calls a wrapper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from svclint.repair.shapes.common import (
    argument,
    attribute,
    called,
    callers,
    dotted,
    function_of,
    own,
    parameters_of,
    receiver,
)
from svclint.repair.shapes.counters import is_set_status, sent
from svclint.repair.workshop import Workshop

REPORT = "ReportServiceStatus"


class Told(NamedTuple):
    """A statement that chooses the state of a report.

    ``chosen`` is what is written for it: a constant, or a key of ``table``. ``kept`` is the local that holds it.
    ``plain``: the statement does nothing but report.
    """

    small: cst.BaseSmallStatement
    function: cst.FunctionDef
    chosen: cst.BaseExpression
    table: cst.Dict | None = None
    kept: cst.Assign | None = None
    plain: bool = True


def choosers(shop: Workshop, function: cst.FunctionDef, small: cst.BaseSmallStatement) -> Iterator[Told]:
    """Who may choose the state that a statement reports."""
    call = called(small)
    if call is None:
        return
    if is_set_status(shop, call):
        status = sent(shop, function, call)
        yield from _traced(shop, Told(small, function, status.state)) if status else ()
    elif attribute(call.func, receiver(function)) == REPORT:
        named = [one for one in call.args if one.keyword is None or one.keyword.value == "serviceStatus"]
        if named and not named[0].star:
            yield from _traced(shop, Told(small, function, named[0].value))


def _traced(shop: Workshop, told: Told, seen: frozenset[cst.FunctionDef] = frozenset()) -> Iterator[Told]:
    """The chosen state, followed back through tables, locals and parameters, into each function once."""
    match told.chosen:
        case cst.Subscript(value=owner, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]) if not told.table:
            if table := _table(shop, dotted(owner)):
                yield from _traced(shop, told._replace(chosen=key, table=table), seen)
        case cst.Name(value=name) if name in parameters_of(told.function):
            for call in callers(shop, told.function):
                yield from _handed(shop, told, call, seen | {told.function})
        case cst.Name(value=name) if assigns := _assigns(told.function, name):
            if len(assigns) == len(assigns[0].targets) == 1:
                yield told._replace(chosen=assigns[0].value, kept=assigns[0])
        case _:
            yield told


def _handed(shop: Workshop, told: Told, call: cst.Call, seen: frozenset[cst.FunctionDef]) -> Iterator[Told]:
    """A statement that hands the state to the function which reports it."""
    small, function = shop.parents[call], function_of(shop, call)
    chosen = argument(call, told.function, told.chosen)
    if chosen is None or function is None or function in seen or not isinstance(small, cst.Expr):
        return
    alone = told.function.name.value == REPORT or (len(shop.statements(told.function)) == 1 and not told.kept)
    yield from _traced(shop, Told(small, function, chosen, told.table, None, told.plain and alone), seen)


def _assigns(function: cst.FunctionDef, name: str) -> list[cst.Assign]:
    return [one for one in own(function, cst.Assign) if any(dotted(to.target) == name for to in one.targets)]


def _table(shop: Workshop, name: str | None) -> cst.Dict | None:
    """The one dictionary that is given a name, of a class or of the module."""
    last = (name or "").rpartition(".")[2]
    targets = [
        (one, (dotted(to.target) or "").rpartition(".")[2]) for one in shop.nodes(cst.Assign) for to in one.targets
    ]
    values = [one.value for one, target in targets if last and target == last]
    return values[0] if len(values) == 1 and isinstance(values[0], cst.Dict) else None
