"""Statements that go, with what would be left empty of them; comments stay."""

from __future__ import annotations

import libcst as cst

from svclint.repair.fix import Edit, Place
from svclint.repair.shapes.common import removed
from svclint.repair.shapes.moves import erased
from svclint.repair.workshop import Workshop, nodes


def taken_out(shop: Workshop, small: cst.BaseSmallStatement) -> Edit:
    """Takes a statement away; an ``if``, ``else`` or ``finally`` that is nothing else goes as well."""
    if isinstance(small, cst.Return) and small.value is not None:
        return shop.replace(small, "return")
    line = shop.parents[small]
    clause = _clause(shop, line)
    if isinstance(clause, cst.If):
        return shop.delete(clause)
    if clause is not None:
        return _without(shop, clause, line)
    if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 and any(nodes(small, cst.Comment)):
        return erased(shop, line)
    return removed(shop, small)


def _clause(shop: Workshop, line: cst.CSTNode) -> cst.CSTNode | None:
    """The clause that a line is all of, where the rest can do without it."""
    block = shop.parents[line]
    if not isinstance(block, cst.IndentedBlock) or len(block.body) > 1 or not shop.is_plain_block(line):
        return None
    clause = shop.parents[block]
    spare = isinstance(clause, (cst.Else, cst.Finally, cst.If)) and _spare(shop, clause)
    return clause if spare and not any(nodes(clause, cst.Comment)) else None


def _spare(shop: Workshop, clause: cst.Else | cst.Finally | cst.If) -> bool:
    """Whether nothing is lost with a clause: an ``if`` asks no function, a ``finally`` is not all of its ``try``."""
    around = shop.parents[clause]
    if isinstance(clause, cst.If):
        alone = clause.orelse is None and not isinstance(around, cst.If)
        return alone and not any(nodes(clause.test, cst.Call)) and not any(nodes(clause.test, cst.Await))
    return isinstance(clause, cst.Else) or (isinstance(around, (cst.Try, cst.TryStar)) and bool(around.handlers))


def _without(shop: Workshop, clause: cst.CSTNode, line: cst.CSTNode) -> Edit:
    first, last = shop.place(clause)[0].line, shop.place(line)[1].line
    if last < len(shop.lines.rows):
        return Edit(Place(first, 1), Place(last + 1, 1), "")
    return Edit(shop.lines.end_of(first - 1), shop.lines.end_of(last), "")
