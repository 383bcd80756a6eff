"""Handlers that do not take every STOP: a report in front would also be made for a STOP that is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from svclint.repair.shapes.afterwards import logs
from svclint.repair.shapes.branches import Branch
from svclint.repair.shapes.common import attribute, dotted, means, own
from svclint.repair.shapes.hearing import REPORTS, acts
from svclint.repair.workshop import Workshop, nodes

SIMPLE = (cst.SimpleStatementLine, cst.SimpleStatementSuite)
LEAVING = (cst.Return, cst.Raise)


class Idle(NamedTuple):
    """Ways through statements on which nothing is done: to their end, or out of the function."""

    falls: bool = True
    leaves: bool = False


def may_refuse(shop: Workshop, branch: Branch) -> bool:
    """Whether a handler may be over with nothing done, for a reason that has nothing to do with what it does."""
    smalls = [one for stmt in branch.body for one in _smalls(stmt)]
    done = [one for one in smalls if _acts(shop, branch, one)]
    touched = {name for one in done for name in _names(branch, one)}
    return bool(done) and any(_idle(shop, branch, branch.body, touched))


def _smalls(stmt: cst.CSTNode) -> Iterator[cst.BaseSmallStatement]:
    lines = [stmt] if isinstance(stmt, SIMPLE) else []
    found = (one for kind in SIMPLE for one in own(stmt, kind))
    return (small for line in (*lines, *found) for small in line.body)


def _acts(shop: Workshop, branch: Branch, small: cst.CSTNode) -> bool:
    """Whether a statement does anything that others notice; naps, log entries and local variables are nothing."""
    if isinstance(small, (cst.Assign, cst.AnnAssign, cst.AugAssign)):
        return any(attribute(one, branch.owner) for one in _targets(small))
    call = _called(small)
    if call is None or logs(shop, call) or means(shop, call.func, "time.sleep"):
        return False
    name = (dotted(call.func) or "").rpartition(".")[2]
    if name in REPORTS:
        return False
    known = [one for one in shop.nodes(cst.FunctionDef) if one.name.value == name]
    return not known or any(acts(shop, one) for one in known)


def _called(small: cst.CSTNode) -> cst.Call | None:
    """The call that a statement makes last."""
    value = small.value if isinstance(small, (cst.Expr, cst.Return)) else None
    return value if isinstance(value, cst.Call) else None


def _targets(small: cst.Assign | cst.AnnAssign | cst.AugAssign) -> list[cst.BaseExpression]:
    return [one.target for one in small.targets] if isinstance(small, cst.Assign) else [small.target]


def _names(branch: Branch, tree: cst.CSTNode) -> set[str]:
    """The attributes of the object that some code speaks of."""
    return {one.attr.value for one in nodes(tree, cst.Attribute) if attribute(one, branch.owner)}


def _idle(shop: Workshop, branch: Branch, body: Sequence[cst.CSTNode], touched: set[str]) -> Idle:
    """The ways through statements in which nothing is done."""
    leaves = False
    for at, stmt in enumerate(body):
        if isinstance(stmt, SIMPLE):
            here = _through(shop, branch, stmt)
        else:
            here = _around(shop, branch, stmt, touched, bool(body[at + 1 :]))
        leaves = leaves or here.leaves
        if not here.falls:
            return Idle(False, leaves)
    return Idle(True, leaves)


def _through(shop: Workshop, branch: Branch, line: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> Idle:
    for one in line.body:
        if _acts(shop, branch, one):
            return Idle(False)
        if isinstance(one, LEAVING):
            return Idle(False, True)
    return Idle()


def _around(shop: Workshop, branch: Branch, stmt: cst.CSTNode, touched: set[str], more: bool) -> Idle:
    """The same for a compound statement; ``more``: others follow it."""

    def within(clause: cst.CSTNode | None) -> Idle:
        return _idle(shop, branch, _body(clause), touched) if clause is not None else Idle()

    match stmt:
        case cst.If(test=test) if _names(branch, test) & touched:  # it asks whether there is anything to do
            return Idle(not any(_acts(shop, branch, one) for one in _smalls(stmt.body)))
        case cst.If():
            other = _around(shop, branch, stmt.orelse, touched, more) if isinstance(stmt.orelse, cst.If) else None
            found = [within(stmt), other or within(stmt.orelse)]
            return Idle(any(one.falls for one in found), any(one.leaves for one in found))
        case cst.Try() | cst.TryStar():
            inner = within(stmt)
            caught = more and any(within(one).leaves for one in stmt.handlers)
            return Idle(inner.falls and within(stmt.finalbody).falls, inner.leaves or caught)
        case cst.With():
            return within(stmt)
    return Idle(not any(_acts(shop, branch, one) for one in _smalls(stmt)))


def _body(clause: cst.CSTNode) -> Sequence[cst.CSTNode]:
    suite = getattr(clause, "body", None)
    if isinstance(suite, cst.SimpleStatementSuite):
        return [suite]
    return suite.body if isinstance(suite, cst.IndentedBlock) else ()
