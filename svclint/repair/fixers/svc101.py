"""SVC101: the wait leaves the handler, for SvcDoRun or for a thread that SvcDoRun waits for."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import (
    attribute,
    callers,
    dotted,
    fixed,
    function_of,
    index_of,
    own,
    receiver,
    removed,
)
from svclint.repair.shapes.control_workers import control_work_moved
from svclint.repair.shapes.handler_ends import is_last
from svclint.repair.shapes.handler_waits import awaited, is_echo, is_made_by, is_nap, waits_itself
from svclint.repair.shapes.handlers import STOPS, Handler, gates, handler, signals
from svclint.repair.shapes.lineage import replaced
from svclint.repair.shapes.moves import code_of, erased
from svclint.repair.shapes.run_ends import behind
from svclint.repair.shapes.ways import entries
from svclint.repair.shapes.workers import stop_work_moved
from svclint.repair.workshop import Statement, Workshop

EXECUTORS = ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Wait on the run side, for what it can wait for; else do the work in a thread of its own.

    None when unsure, and where a class that builds on this one has another handler or run side.
    """
    found = handler(shop, finding)
    if found is None or replaced(shop, found.cls, (found.function.name.value, found.run.name.value)):
        return None
    if found.function.name.value not in STOPS:
        return control_work_moved(shop, finding, found)
    return (
        _executor_told(shop, finding, found)
        or _wait_ended(shop, finding, found)
        or _join_moved(shop, finding, found)
        or stop_work_moved(shop, finding, found)
    )


def _executor_told(shop: Workshop, finding: Finding, stop: Handler) -> Fix | None:
    """``shutdown(wait=False)`` in the handler; the run side waits for the executor's work."""
    call = shop.call_at(finding.at.line, finding.at.column)
    function = function_of(shop, call)
    name = _executor(shop, call, receiver(function) if function else None)
    if name is None or any(not one or one.name.value not in STOPS for one in entries(shop, call)):
        return None
    places = [] if _shuts_down(stop.run, name) else gates(shop, stop, stop.body)
    if not places and not _shuts_down(stop.run, name):
        return None
    edits = behind(shop, stop.run, places[0], f"{stop.self_}.{name}.shutdown()") if places else ()
    title = f"Wait for '{name}' in SvcDoRun instead"
    return fixed(shop, finding, title, Applicability.UNSAFE, _without_wait(shop, call), *edits)


def _executor(shop: Workshop, call: cst.Call, self_: str | None) -> str | None:
    """The attribute of the executor that a call shuts down."""
    match call.func:
        case cst.Attribute(value=owner, attr=cst.Name(value="shutdown")):
            name = attribute(owner, self_)
            return name if name and is_made_by(shop, name, EXECUTORS) else None
    return None


def _shuts_down(run: cst.FunctionDef, name: str) -> bool:
    """Whether a run side waits for an executor itself."""
    calls = [call for call in own(run, cst.Call) if dotted(call.func) == f"{receiver(run)}.{name}.shutdown"]
    return any(all(dotted(arg.value) != "False" for arg in call.args) for call in calls)


def _without_wait(shop: Workshop, call: cst.Call) -> Edit:
    """The same call that does not wait."""
    waiting = [arg for at, arg in enumerate(call.args) if (arg.keyword.value == "wait" if arg.keyword else at == 0)]
    if waiting:
        return shop.replace(waiting[0].value, "False")
    others = [shop.text_of(arg) for arg in call.args]
    return shop.replace(call, f"{shop.text_of(call.func)}({', '.join(['wait=False', *others])})")


def _wait_ended(shop: Workshop, finding: Finding, stop: Handler) -> Fix | None:
    """A handler that naps at its end, or waits for the end of SvcDoRun, ends before: nobody waits for it."""
    last = stop.body[-1]
    at = index_of(shop, stop.function, shop.small_at(finding.at.line, finding.at.column))
    if at != len(stop.body) - 1 or not all(is_last(shop, call) for call in callers(shop, stop.function)):
        return None
    if not is_nap(shop, last, stop.self_) and not is_echo(shop, stop, last):
        return None
    title = f"Do not wait at the end of {stop.function.name.value}"
    return fixed(shop, finding, title, Applicability.UNSAFE, _taken(shop, last, moved=False))


def _join_moved(shop: Workshop, finding: Finding, stop: Handler) -> Fix | None:
    """A wait for threads or processes of ``self``, behind which the handler only gives signals."""
    small = shop.small_at(finding.at.line, finding.at.column)
    at = index_of(shop, stop.function, small)
    name = awaited(shop, stop.body[at], stop.self_) if at is not None else None
    if at is None or name is None:
        return None
    found = gates(shop, stop, stop.body)
    if len(found) != 1 or None in signals(shop, stop, stop.body[at + 1 :]):
        return None
    here = () if waits_itself(stop.run, name) else behind(shop, stop.run, found[0], _bare(shop, stop.body[at]))
    title = f"Wait for '{name}' in SvcDoRun instead"
    return fixed(shop, finding, title, Applicability.UNSAFE, _taken(shop, stop.body[at], moved=bool(here)), *here)


def _bare(shop: Workshop, stmt: Statement) -> str:
    """The code of a statement; the comment behind a simple one stays where it is."""
    return shop.text_of(stmt) if isinstance(stmt, cst.SimpleStatementLine) else code_of(shop, [stmt])


def _taken(shop: Workshop, stmt: Statement, *, moved: bool) -> Edit:
    """What takes a statement away, with its comments where they move too."""
    if isinstance(stmt, cst.SimpleStatementLine):
        return removed(shop, stmt.body[0])
    return shop.delete(stmt) if moved else erased(shop, stmt)
