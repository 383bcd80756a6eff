"""The slow work of a handler that does not stop the service: on a thread, one control after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import above, dotted, fixed
from svclint.repair.shapes.handler_ends import is_answer, is_end
from svclint.repair.shapes.handlers import STOPS, Handler, anchors, gates, reports, waits_of
from svclint.repair.shapes.moves import code_of, indented, needed, used
from svclint.repair.shapes.pauses import says_paused, still_pausing
from svclint.repair.shapes.workers import can_leave, guarded, start_of
from svclint.repair.workshop import Statement, Workshop, nodes

PREVIOUS = "previous"
IN_TURN = f"""\
if {PREVIOUS}:  # one control after the other
    {PREVIOUS}.join()
"""


class Part(NamedTuple):
    """Statements of one block, up to the end of what the handler does, and those in front of them."""

    before: Sequence[Statement]
    moved: Sequence[Statement]


def control_work_moved(shop: Workshop, finding: Finding, one: Handler) -> Fix | None:
    """From the first wait to the end of its branch, where nothing but an answer follows."""
    part = _part(shop, finding, one)
    last = part.moved[-1] if part and says_paused(shop, one, part.moved[-1]) else None
    if part is None or not can_leave(shop, one, part.moved, last) or not _keeps_order(shop, one, part, last):
        return None
    guard = still_pausing(shop, one) if last else ("", ())
    names, waiting = needed(shop, one.function, part.moved, one.self_), guarded(shop, one)
    if not waiting or guard is None or PREVIOUS in used(shop, [one.function]):
        return None
    spelling, imports = shop.spell("threading.Thread")
    start = start_of(one, spelling, [f"{one.self_}.{one.thread}", *names])
    edits = (_replaced(shop, part.moved, start), _method(shop, one, part, names, guard[0]), *waiting)
    title = f"Do the slow work of {one.function.name.value} in '{one.worker}'"
    return fixed(shop, finding, title, Applicability.UNSAFE, *imports, *guard[1], *edits)


def _part(shop: Workshop, finding: Finding, one: Handler) -> Part | None:
    """What of the handler moves: the waits on the way to the finding stand in one branch, the last thing it does."""
    waiting = [node for wait in waits_of(shop, finding) for node in anchors(shop, one.function, wait)]
    blocks = [_block(shop, node) for node in waiting]
    if not blocks or any(block is not blocks[0] for block in blocks) or not isinstance(blocks[0], cst.IndentedBlock):
        return None
    body: Sequence[Statement] = blocks[0].body  # type: ignore[assignment]
    near = {stmt for node in waiting for stmt in (node, *above(shop, node))}
    first = next(at for at, stmt in enumerate(body) if stmt in near)
    last = len(body) - 1 if is_answer(body[-1]) else len(body)
    return Part(body[:first], body[first:last]) if first < last and is_end(shop, one.function, body[last - 1]) else None


def _block(shop: Workshop, node: cst.CSTNode) -> cst.CSTNode | None:
    """The innermost block around a node that is a branch, or the function's own."""
    blocks = (near for near in above(shop, node) if isinstance(near, cst.IndentedBlock))
    return next((near for near in blocks if isinstance(shop.parents[near], (cst.If, cst.Else, cst.FunctionDef))), None)


def _keeps_order(shop: Workshop, one: Handler, part: Part, last: Statement | None) -> bool:
    """Whether the thread would report no status but a last one, and no stop is given before it is there."""
    statements = (*part.before, *part.moved)
    calls = {(dotted(call.func) or "").rpartition(".")[2] for stmt in statements for call in nodes(stmt, cst.Call)}
    if calls.intersection(STOPS) or gates(shop, one, statements):
        return False
    return not any(reports(shop, stmt) for stmt in part.moved if stmt is not last)


def _replaced(shop: Workshop, moved: Sequence[Statement], code: str) -> Edit:
    """Other code in the place of whole lines."""
    edit = shop.insert_before(moved[0], code)
    end = shop.lines.end_of(shop.place(moved[-1])[1].line)
    return edit._replace(end=end, text=edit.text.removesuffix("\n"))


def _method(shop: Workshop, one: Handler, part: Part, names: Sequence[str], guard: str) -> Edit:
    """The method that the thread runs, below the handler; a guard stands before its last statement."""
    head = f"def {one.worker}({', '.join([one.self_, PREVIOUS, *names])}):\n"
    code = IN_TURN + code_of(shop, part.moved)
    if guard:
        code = f"{IN_TURN}{code_of(shop, part.moved[:-1])}\n{guard}{indented(code_of(shop, part.moved[-1:]))}"
    return shop.add_method(one.cls, one.function, head + indented(code))
