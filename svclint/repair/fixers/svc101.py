"""SVC101: the wait leaves the handler, for SvcDoRun or for a thread that SvcDoRun waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.fixers._events import gate, signalled
from svclint.repair.fixers._shapes import (
    attribute,
    callers,
    class_of,
    dotted,
    fixed,
    function_of,
    handler_of,
    index_of,
    mentions,
    method_called,
    own,
    parameters_of,
    receiver,
    removed,
)
from svclint.repair.fixers._threads import attribute_makers
from svclint.repair.workshop import Statement, Workshop, nodes

REPORTS = ("ReportServiceStatus", "SetServiceStatus")
WORKER = "_svc_stop_worker"
THREAD = "_svc_stop_thread"


class Stop(NamedTuple):
    """A stop handler, and the SvcDoRun beside it."""

    handler: cst.FunctionDef
    run: cst.FunctionDef
    self_: str
    body: Sequence[Statement]


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Move a join behind the wait of SvcDoRun, or the slow end of the handler to a thread; none when unsure."""
    stop = _stop(shop, finding)
    return (_join_moved(shop, finding, stop) or _end_moved(shop, finding, stop)) if stop else None


def _stop(shop: Workshop, finding: Finding) -> Stop | None:
    handler = handler_of(shop, finding)
    cls = handler and class_of(shop, handler)
    run = cls and shop.method(cls, "SvcDoRun")
    if not handler or not run or handler.name.value != "SvcStop":
        return None
    self_ = receiver(handler)
    return Stop(handler, run, self_, shop.statements(handler)) if self_ and self_ == receiver(run) else None


def _signals(shop: Workshop, stop: Stop, body: Sequence[Statement]) -> list[str | None]:
    return [signalled(shop, one, stop.self_) for one in body]


def _join_moved(shop: Workshop, finding: Finding, stop: Stop) -> Fix | None:
    """A join of an attribute, behind which the handler only gives signals."""
    at = index_of(shop, stop.handler, shop.small_at(finding.at.line, finding.at.column))
    joined = at is not None and attribute(method_called(stop.body[at], "join"), stop.self_)
    if at is None or not joined or not attribute_makers(shop, joined):
        return None
    gates = [gate(shop, stop.run, name) for name in _signals(shop, stop, stop.body) if name]
    found = [one for one in gates if one]
    if len(found) != 1 or None in _signals(shop, stop, stop.body[at + 1 :]):
        return None
    small = shop.small_at(finding.at.line, finding.at.column)
    code = f"{stop.self_}.{joined}.join()"
    here = () if _joins(stop.run, code) else (shop.insert_after(found[0], code),)
    title = f"Join '{joined}' in SvcDoRun instead"
    return fixed(shop, finding, title, Applicability.UNSAFE, removed(shop, small), *here)


def _joins(run: cst.FunctionDef, code: str) -> bool:
    return any(f"{dotted(call.func)}()" == code for call in own(run, cst.Call) if not call.args)


def _end_moved(shop: Workshop, finding: Finding, stop: Stop) -> Fix | None:
    """The statements behind the last report, whose last one sets the event that SvcDoRun waits for."""
    first = _first_moved(shop, stop)
    event = signalled(shop, stop.body[-1], stop.self_)
    if event is None or gate(shop, stop.run, event) is None or _set_elsewhere(shop, event):
        return None
    if not _can_move(shop, finding, stop, first):
        return None
    spelling, imports = shop.spell("threading.Thread")
    start = f"{stop.self_}.{THREAD} = {spelling}(target={stop.self_}.{WORKER})\n{stop.self_}.{THREAD}.start()"
    # At the very end: where the run side still rests behind its wait, the linter believes that a stop may come.
    edits = (_split(shop, stop, first, start), shop.append(stop.run, f"{stop.self_}.{THREAD}.join()"))
    return fixed(shop, finding, f"Do the slow end of SvcStop in '{WORKER}'", Applicability.UNSAFE, *imports, *edits)


def _first_moved(shop: Workshop, stop: Stop) -> int:
    """Behind the last report, and the signals that follow it."""
    reporting = [at for at, one in enumerate(stop.body) if _reports(one)]
    first = reporting[-1] + 1 if reporting else 0
    while first < len(stop.body) - 1 and signalled(shop, stop.body[first], stop.self_):
        first += 1
    return first


def _reports(stmt: cst.CSTNode) -> bool:
    return any((dotted(call.func) or "").rpartition(".")[2] in REPORTS for call in nodes(stmt, cst.Call))


def _can_move(shop: Workshop, finding: Finding, stop: Stop, first: int) -> bool:
    """Whether the end of the handler holds the wait, was reported before, and needs nothing of the beginning."""
    kept, moved = stop.body[:first], stop.body[first:]
    if not any(map(_reports, kept)) or mentions(shop, WORKER) or mentions(shop, THREAD):
        return False
    leaving = (cst.Return, cst.Yield, cst.Await, cst.Global, cst.Nonlocal)
    if any(any(own(stop.handler, kind)) for kind in leaving) or _locals(stop, kept) & _names(moved):
        return False
    return _reaches(shop, finding, moved, stop) and not _reaches(shop, finding, kept, stop)


def _locals(stop: Stop, kept: Sequence[Statement]) -> set[str]:
    """The local names that exist when the end begins, the receiver aside."""
    bound = {
        name.value for stmt in kept for target in nodes(stmt, cst.AssignTarget) for name in nodes(target, cst.Name)
    }
    bound |= {one.name.value for stmt in kept for one in nodes(stmt, cst.FunctionDef)}
    bound |= {name.value for stmt in kept for loop in nodes(stmt, cst.For) for name in nodes(loop.target, cst.Name)}
    return (bound | set(parameters_of(stop.handler))) - {stop.self_}


def _names(moved: Sequence[Statement]) -> set[str]:
    return {name.value for stmt in moved for name in nodes(stmt, cst.Name)}


def _reaches(shop: Workshop, finding: Finding, body: Sequence[Statement], stop: Stop) -> bool:
    """Whether the finding stands in some statements, or in a function that they call by name, however deep."""
    small = shop.small_at(finding.at.line, finding.at.column)
    seen: set[cst.CSTNode] = set()
    waiting: list[cst.CSTNode] = [small]
    while waiting:
        node = waiting.pop()
        at = index_of(shop, stop.handler, node)
        if at is not None and stop.body[at] in body:
            return True
        function = function_of(shop, node)
        if function and function not in seen:
            seen.add(function)
            waiting += callers(shop, function)
    return False


def _set_elsewhere(shop: Workshop, event: str) -> bool:
    """Whether the event may be set by more than the last statement of the handler."""
    owners = (one for one in nodes(shop.module, cst.Attribute) if one.attr.value == event)
    setting = [one for one in owners if _is_set(shop, one)]
    return len(setting) != 1


def _is_set(shop: Workshop, event: cst.Attribute) -> bool:
    parent = shop.parents[event]
    if isinstance(parent, cst.Attribute):
        return parent.attr.value == "set"
    call = shop.parents[parent]
    return isinstance(call, cst.Call) and (dotted(call.func) or "").rpartition(".")[2] in ("SetEvent", "PulseEvent")


def _split(shop: Workshop, stop: Stop, first: int, start: str) -> Edit:
    """The handler ends with the start of a thread, and what was its end becomes a method below."""
    edit = shop.insert_before(stop.body[first], start)
    indent = shop.lines.indent(shop.place(stop.handler)[0].line)
    return edit._replace(text=f"{edit.text}\n{indent}def {WORKER}({stop.self_}):\n")
