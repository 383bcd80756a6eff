"""Joins where the run side ends: in front of each way out that may be reached with a thread alive."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, callers, class_of, dotted, function_of, own, receiver
from svclint.repair.shapes.thread_farewell import needed
from svclint.repair.shapes.thread_loops import Ending
from svclint.repair.shapes.thread_paths import begun, comes_first, goes_before, there, ways_out
from svclint.repair.shapes.thread_timing import told_later
from svclint.repair.shapes.threads import ALIVE, Started, joined_by
from svclint.repair.workshop import Statement, Workshop, nodes


def run_of(shop: Workshop, thread: Started) -> cst.FunctionDef | None:
    """The method whose end is the end of the service: SvcDoRun, or the SvcRun that starts the thread."""
    if thread.function.name.value == "SvcRun":
        return thread.function
    cls = class_of(shop, thread.function)
    run = shop.method(cls, "SvcDoRun") if cls else None
    calls = callers(shop, thread.function)
    inside = len(calls) == 1 and function_of(shop, calls[0]) is run
    return thread.function if run and inside and not thread.kept else run


def closed(shop: Workshop, thread: Started, run: cst.FunctionDef, end: Ending) -> tuple[Edit, ...] | None:
    """Joins at the open ways out, with the signal where nobody gave it; none when one of them needs something else."""
    edits: list[Edit] = []
    for way in ways_out(shop, run):
        if not _open(shop, thread, run, way):
            continue
        code, farewell = join_code(shop, thread, run, way), needed(shop, run, end, way)
        lifted = () if code else _lifted(shop, thread, run, way)
        if lifted:
            code = thread.joined(receiver(run) or "", ALIVE)
        if not code or farewell is None or told_later(shop, thread, run, way):
            return None
        code = "\n".join((*farewell.lines, code))
        edits += [shop.append(run, code) if way is None else shop.insert_before(way, code), *farewell.imports, *lifted]
    return tuple(edits)


def _lifted(shop: Workshop, thread: Started, run: cst.FunctionDef, way: Statement | None) -> tuple[Edit, ...]:
    """Makes a thread in front of the ``try`` that starts it, so that it has its name behind that too."""
    name = f"{receiver(run)}.{thread.name}" if thread.kept else thread.name
    block = shop.parents[thread.stmt]
    around = shop.parents[block]
    made = [one for one in own(run, cst.SimpleStatementLine) if shop.parents[one] is block and _makes(one, name)]
    if thread.each or not isinstance(around, cst.Try) or around.body is not block or len(made) != 1:
        return ()
    local = {name.value for to in own(run, cst.AssignTarget) for name in nodes(to.target, cst.Name)} - {receiver(run)}
    used = {name.value for name in nodes(made[0], cst.Name)} - {thread.name}
    if used & local or not goes_before(shop, around, way, run) or shop.comment_inside(shop.delete(made[0])):
        return ()
    return shop.insert_before(around, shop.text_of(made[0])), shop.delete(made[0])


def _makes(line: cst.CSTNode, name: str) -> bool:
    match line:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=[target], value=cst.Call())]):
            return dotted(target.target) == name
    return False


def join_code(shop: Workshop, thread: Started, function: cst.FunctionDef, place: cst.CSTNode | None) -> str | None:
    """What joins a thread at a place, where it is known to be there; asked first where it may not have been started."""
    self_ = receiver(function)
    if not self_:
        return None
    if begun(shop, thread, function, place):
        return thread.joined(self_)
    asked = there(shop, thread, function)
    return thread.joined(self_, asked) if asked else None


def joined(shop: Workshop, thread: Started, function: cst.FunctionDef, place: cst.CSTNode | None) -> bool:
    """Whether the function itself has joined the thread when a place, or its end, is reached."""
    found = joins(thread, function)
    return any(goes_before(shop, one, place, function) or _finally(shop, one, place) for one in found)


def joins(thread: Started, function: cst.FunctionDef) -> list[cst.CSTNode]:
    """The statements of a function that wait until the thread is over."""
    subject = f"{receiver(function)}.{thread.name}" if thread.kept else thread.name
    return [one for one in _lines(function) if joined_by(one) == subject]


def _lines(function: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    for kind in (cst.SimpleStatementLine, cst.If, cst.For, cst.While):
        yield from own(function, kind)


def _finally(shop: Workshop, line: cst.CSTNode, place: cst.CSTNode | None) -> bool:
    """Whether a statement ends with the ``finally`` that a way out leads through."""
    around = shop.parents[shop.parents[line]]
    if place is None or not isinstance(around, cst.Finally):
        return False
    return any(one is shop.parents[around] for one in above(shop, place))


def _open(shop: Workshop, thread: Started, run: cst.FunctionDef, way: Statement | None) -> bool:
    if joined(shop, thread, run, way):
        return False
    return way is None or not comes_first(shop, way, thread, run)


def joined_elsewhere(shop: Workshop, thread: Started, run: cst.FunctionDef) -> bool:
    """Whether another function joins the attribute for good: what is wrong there is another rule's."""
    calls = (call for call in shop.nodes(cst.Call) if not call.args)
    found = [call for call in calls if (dotted(call.func) or "").endswith(f".{thread.name}.join")]
    return thread.kept and any(function_of(shop, call) is not run for call in found)
