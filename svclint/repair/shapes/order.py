"""Two statements of one block that come in the wrong order: which they are, and what puts one in front of the other."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from svclint.contract.events import At
from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, dotted, function_of, own
from svclint.repair.shapes.moves import bound, code_of, used
from svclint.repair.workshop import Statement, Workshop, nodes

COMPOUND = (cst.If, cst.Try, cst.With, cst.For, cst.While)
LEAVES = (cst.Return, cst.Raise, cst.Break, cst.Continue, cst.Yield, cst.Await)


def standing_for(shop: Workshop, function: cst.FunctionDef, at: At) -> Statement | None:
    """The statement of a function that stands at a place, or the only one that calls the function which does."""
    found = shop.statement_at(at.line, at.column)
    around = function_of(shop, found)
    if around is function:
        return found
    name = around.name.value if around else ""
    calls = [one for one in own(function, cst.Call) if (dotted(one.func) or "").rpartition(".")[2] == name]
    if len(calls) != 1:
        return None
    stmt = next(one for one in above(shop, calls[0]) if isinstance(one, (cst.SimpleStatementLine, *COMPOUND)))
    return stmt if function_of(shop, stmt) is function else None


def together(shop: Workshop, first: Statement, second: Statement) -> Sequence[Statement] | None:
    """The statements from the first to the second, in the innermost block that holds both; None when none does."""
    around = [second, *above(shop, second)]
    for one in (first, *above(shop, first)):
        block = shop.parents.get(one)
        if isinstance(block, cst.IndentedBlock):
            body: Sequence[Statement] = block.body  # type: ignore[assignment]
            begin = next(number for number, stmt in enumerate(body) if stmt is one)
            end = next((number for number, stmt in enumerate(body) if any(stmt is near for near in around)), None)
            if end is not None:
                return body[begin : end + 1] if begin < end else None
    return None


def last_to_front(shop: Workshop, statements: Sequence[Statement]) -> tuple[Edit, ...] | None:
    """The last of some statements in front of the others; None where it needs them, or may not be reached."""
    *others, moved = statements
    if not _independent(shop, moved, others):
        return None
    return shop.insert_before(others[0], code_of(shop, [moved])), shop.delete(moved)


def first_to_end(shop: Workshop, statements: Sequence[Statement]) -> tuple[Edit, ...] | None:
    """The first of some statements behind the others."""
    moved, *others = statements
    if not _independent(shop, moved, others):
        return None
    return shop.delete(moved), shop.insert_after(others[-1], code_of(shop, [moved]))


def _independent(shop: Workshop, moved: Statement, others: Sequence[Statement]) -> bool:
    """Whether a statement does the same on the other side of the others, by the names it uses and what leaves."""
    between = {name for stmt in others for name, _ in bound(stmt)}
    if not _apart(others, [moved]) or not _apart([moved], others):
        return False
    leaving = any(any(nodes(stmt, kind)) for stmt in (moved, *others) for kind in LEAVES)
    commented = any(line.comment for line in moved.leading_lines)
    return not leaving and not commented and between.isdisjoint(used(shop, [moved]))


def _apart(first: Sequence[Statement], second: Sequence[Statement]) -> bool:
    """Whether no attribute that some statements set is spoken of by others."""
    assigned = [one.target for stmt in first for one in nodes(stmt, cst.AssignTarget)]
    changed = [one.target for stmt in first for one in nodes(stmt, cst.AugAssign)]
    stored = {dotted(one) for one in (*assigned, *changed)}
    spoken = {dotted(one) for stmt in second for one in nodes(stmt, cst.Attribute)}
    return stored.isdisjoint(spoken - {None})
