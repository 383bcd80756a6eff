"""Where a run side can wait for something: behind the wait that ends it, or at its end."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, dotted, own, receiver
from svclint.repair.shapes.gates import Signal, gate, given
from svclint.repair.shapes.threads import loop_of
from svclint.repair.workshop import Refused, Statement, Workshop, nodes


def behind(shop: Workshop, run: cst.FunctionDef, stmt: Statement, code: str) -> tuple[Edit, ...]:
    """Puts a wait behind a gate; at the end of the run side where that does more, which may be what is waited for."""
    lines = [one for one in own(run, cst.SimpleStatementLine) if shop.place(one)[0] >= shop.place(stmt)[1]]
    if any(_does_more(shop, line, receiver(run)) for line in lines):
        if any((dotted(one.target) or code) in code for line in lines for one in own(line, cst.AssignTarget)):
            raise Refused("what is waited for has gone by then")
        return _last(shop, run, shop.statements(run)[-1], shop.append(run, code), code)
    return _last(shop, run, stmt, shop.insert_after(stmt, code), code)


def at_end(shop: Workshop, run: cst.FunctionDef, signals: Iterable[Signal], code: str) -> tuple[Edit, ...]:
    """Puts code where a run side ends: nothing when it may return without having waited for one of the signals."""
    if any(own(run, cst.Return)) and not any(gate(shop, run, one) for one in signals):
        return ()
    return _last(shop, run, shop.statements(run)[-1], shop.append(run, code), code)


def _last(shop: Workshop, run: cst.FunctionDef, stmt: Statement, edit: Edit, code: str) -> tuple[Edit, ...]:
    """An edit behind a statement, if that is ever passed, and the code in front of each ``return`` as well."""
    returns = list(own(run, cst.Return))
    if any(_has_more_to_do(one) for leaving in returns for one in above(shop, leaving)):
        raise Refused("something is still done after the return")
    leaving = tuple(shop.insert_before(one, code) for one in returns)
    return (*leaving, edit) if _is_passed(shop, stmt) else leaving


def _has_more_to_do(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.With) or (isinstance(node, cst.Try) and node.finalbody is not None)


def _does_more(shop: Workshop, line: cst.SimpleStatementLine, self_: str | None) -> bool:
    """Whether a statement gives a signal, or calls something of the service's own."""
    names = (dotted(call.func) or "" for call in nodes(line, cst.Call))
    own_ = (name for name in names if name.startswith(f"{self_}.") and not name.endswith(".ReportServiceStatus"))
    return given(shop, line, self_) is not None or any(own_)


def _is_passed(shop: Workshop, stmt: Statement) -> bool:
    """Whether there may be a next statement."""
    if isinstance(stmt, cst.While) and (dotted(stmt.test) == "True" or isinstance(stmt.test, cst.Integer)):
        return any(loop_of(shop, one) is stmt for one in own(stmt, cst.Break))
    return not (isinstance(stmt, cst.SimpleStatementLine) and isinstance(stmt.body[-1], cst.Return))
