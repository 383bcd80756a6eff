"""SVC203: the join with a time-out becomes a loop that reports progress until the thread is over."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import (
    called,
    class_of,
    dotted,
    fixed,
    function_of,
    handler_of,
    on_run_side,
    receiver,
    removed,
)
from svclint.repair.shapes.gates import gate, given
from svclint.repair.shapes.lineage import replaced
from svclint.repair.shapes.thread_ends import ending
from svclint.repair.shapes.thread_paths import begun, there
from svclint.repair.shapes.thread_starts import started, starts
from svclint.repair.shapes.thread_timing import before_stop, told_later
from svclint.repair.shapes.threads import ALIVE, asks_alive, joined_by
from svclint.repair.workshop import Statement, Workshop

PENDING = "win32service.SERVICE_STOP_PENDING"
LOOP = """\
while {thread}.is_alive():
    {self}.ReportServiceStatus({pending}, 5000)
    {thread}.join(3)"""


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Join in turns, on the run side; none outside of methods, and for threads that may never end."""
    stmt = shop.statement_at(finding.at.line, finding.at.column)
    function, thread = function_of(shop, stmt), _joined(stmt)
    self_ = receiver(function) if function else None
    ends = _ends(shop, finding)
    if thread is None or function is None or not self_ or ends is None or not shop.is_plain_block(stmt):
        return None
    if side := on_run_side(shop, stmt):
        early = any(_is_early(shop, finding, *one) for one in ((function, stmt), side))
        edits = [] if early else [shop.replace(stmt, _loop(shop, thread, self_))]
    else:
        edits = _moved(shop, finding, stmt)
    imports = shop.spell(PENDING)[1]
    title = f"Join '{thread}' in turns and report progress"
    return fixed(shop, finding, title, Applicability.UNSAFE, *imports, *edits, *ends) if edits else None


def _loop(shop: Workshop, thread: str | None, self_: str | None) -> str:
    return LOOP.format(thread=thread, self=self_, pending=shop.spell(PENDING)[0])


def _joined(stmt: cst.CSTNode) -> str | None:
    """What a statement joins."""
    match called(stmt):
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="join"))):
            return dotted(owner)
    return None


def _ends(shop: Workshop, finding: Finding) -> list[Edit] | None:
    """What lets every thread on the way to the finding end, as it may be any of them; none when one may not."""
    edits: list[Edit] = []
    for place in starts(finding):
        thread = started(shop, *place)
        end = ending(shop, thread) if thread else None
        if end is None:
            return None
        edits += end.edits
    return edits


def _moved(shop: Workshop, finding: Finding, stmt: Statement) -> list[Edit]:
    """The joins at the end of a handler, followed by nothing but signals, leave for the wait of SvcDoRun."""
    handler = handler_of(shop, finding)
    cls = class_of(shop, handler) if handler else None
    run = shop.method(cls, "SvcDoRun") if cls else None
    if handler is None or cls is None or run is None or replaced(shop, cls, (run.name.value,)):
        return []
    if receiver(run) != receiver(handler) or not _known(shop, finding, run):
        return []
    body = shop.statements(handler)
    moved = {one: join for one in body if (join := _asked_join(one))}
    first = next((at for at, one in enumerate(body) if one in moved), 0)
    behind = _behind(shop, body, run)
    inside = any(join is stmt for join in moved.values())
    told = all(one in moved or _tells(shop, one, handler) for one in body[first:])
    if not behind or not inside or not told or _is_early(shop, finding, run, behind):
        return []
    loops = "\n".join(_loop(shop, _joined(join), receiver(run)) for join in moved.values())
    return [*(_without(shop, join, one) for one, join in moved.items()), shop.insert_after(behind, loops)]


def _is_early(shop: Workshop, finding: Finding, function: cst.FunctionDef, place: Statement) -> bool:
    """Whether a thread on the way is told to end only behind a place of a function, or the service still runs there."""
    threads = (started(shop, *one) for one in starts(finding))
    return before_stop(shop, function, place) or any(one and told_later(shop, one, function, place) for one in threads)


def _known(shop: Workshop, finding: Finding, run: cst.FunctionDef) -> bool:
    """Whether every thread on the way has its name in SvcDoRun too."""
    threads = [started(shop, *place) for place in starts(finding)]
    return all(one and (there(shop, one, run) == ALIVE or begun(shop, one, run, None)) for one in threads)


def _asked_join(stmt: Statement) -> Statement | None:
    """The join that a statement is, an ``if`` that asks for the thread around it included."""
    match stmt:
        case cst.If(test=test, body=cst.IndentedBlock(body=[cst.SimpleStatementLine() as only]), orelse=None):
            return only if _joined(only) == asks_alive(test) else None
        case cst.SimpleStatementLine():
            return stmt if _joined(stmt) else None
    return None


def _tells(shop: Workshop, stmt: Statement, handler: cst.FunctionDef) -> bool:
    """Whether a handler's statement only tells somebody to end."""
    return given(shop, stmt, receiver(handler)) is not None


def _behind(shop: Workshop, handler: Sequence[Statement], run: cst.FunctionDef) -> Statement | None:
    """What waits in SvcDoRun for a signal of the handler, or the last join behind it."""
    told = [signal for one in handler if (signal := given(shop, one, receiver(run)))]
    found = [one for signal in told if (one := gate(shop, run, signal))]
    if not found:
        return None
    body = shop.statements(run)
    at = next((at for at, one in enumerate(body) if one is found[0]), None)
    while at is not None and at + 1 < len(body) and joined_by(body[at + 1]):
        at += 1
    return found[0] if at is None else body[at]


def _without(shop: Workshop, stmt: Statement, whole: Statement) -> Edit:
    """Takes the join away with the question around it; where a comment would go with that, alone."""
    edit = shop.delete(whole)
    return removed(shop, shop.small_at(*shop.place(stmt)[0])) if shop.comment_inside(edit) else edit
