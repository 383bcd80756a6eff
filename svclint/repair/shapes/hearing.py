"""Whether SvcDoRun ends by what a handler does. If it does not, a STOPPED of the handler may be all that ends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from svclint.contract.events import WaitKind
from svclint.repair.shapes.afterwards import logs
from svclint.repair.shapes.asking import ASKING, asked_by
from svclint.repair.shapes.common import RUNS, class_of, dotted, means, own
from svclint.repair.shapes.lineage import family
from svclint.repair.shapes.reports import closure
from svclint.repair.shapes.thread_waits import OUTSIDE, holding
from svclint.repair.workshop import Workshop

THREADS = ("threading.Thread", "threading.Timer", "multiprocessing.Process")
REPORTS = ("ReportServiceStatus", "SetServiceStatus")
GIVING = ("set", "put", "put_nowait", "clear", "release", "notify", "notify_all")
SETTERS = ("SetEvent", "PulseEvent", "ResetEvent")


def acts(shop: Workshop, entry: cst.FunctionDef) -> bool:
    """Whether a handler does anything but report and make log entries, itself or by functions of the file."""
    functions = closure(shop, entry)
    known = {*REPORTS, "super", *(one.name.value for one in functions)}
    calls = (call for one in functions for call in own(one, cst.Call))
    return any(given_by(functions)) or any(_last(call.func) not in known and not logs(shop, call) for call in calls)


def heard(shop: Workshop, entry: cst.FunctionDef) -> bool:
    """Whether the run side asks for something that a handler sets, and waits for nothing that may never come."""
    runs = _runs(shop, entry)
    given = set(given_by(closure(shop, entry)))
    asked = {name for run in runs for one in closure(shop, run) for name in asked_by(shop, one, given)}
    return not asked.isdisjoint(given) and not any(_stays(shop, run) for run in runs)


def _runs(shop: Workshop, entry: cst.FunctionDef) -> list[cst.FunctionDef]:
    """The run sides that may belong to a handler: those of the classes around it, else all of the file."""
    found = [one for one in shop.nodes(cst.FunctionDef) if one.name.value in RUNS]
    cls = class_of(shop, entry)
    near = family(shop, cls) if cls else []
    return [one for one in found if class_of(shop, one) in near] or found


def _stays(shop: Workshop, run: cst.FunctionDef) -> bool:
    """Whether a run side may go round for ever, or wait so: for somebody outside, or for a thread that never ends."""
    if any(_endless(loop) for one in closure(shop, run) for loop in own(one, cst.While)):
        return True
    if any(holding(shop, run, (WaitKind.JOIN,))) and any(map(_endless, shop.nodes(cst.While))):
        return True
    # Known by the name of the method alone, these are events, queues and executors as a rule.
    held = (one for one in holding(shop, run, OUTSIDE) if _last(one.func) not in (*ASKING, "shutdown"))
    return any(not _begins(shop, one) for one in held)


def _endless(loop: cst.While) -> bool:
    match loop.test:
        case cst.Name(value="True") | cst.Integer(value="1"):
            return not any(own(loop, cst.Break)) and not any(own(loop, cst.Return))
    return False


def _begins(shop: Workshop, call: cst.Call) -> bool:
    """Whether a call starts a thread and goes on: ``start`` of other objects may serve for ever."""
    match call.func:
        case cst.Attribute(value=cst.Call() as maker, attr=cst.Name(value="start")):
            return _is_thread(shop, maker)
        case cst.Attribute(value=owner, attr=cst.Name(value="start")):
            made = [one.value for one in shop.nodes(cst.Assign) if _last(owner) in map(_last, _targets_of(one))]
            return bool(made) and all(_is_thread(shop, one) for one in made)
    return False


def _targets_of(assign: cst.Assign) -> list[cst.BaseExpression]:
    return [one.target for one in assign.targets]


def _is_thread(shop: Workshop, maker: cst.BaseExpression) -> bool:
    return isinstance(maker, cst.Call) and any(means(shop, maker.func, one) for one in THREADS)


def given_by(functions: Iterable[cst.CSTNode]) -> Iterator[str]:
    """The names of what functions, or statements, set: attributes and globals assigned, events, queues."""
    return (_last(one) for function in functions for one in gifts(function))


def gifts(function: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """What a function, or a statement, sets, as it is written there."""
    for target in _targets(function):
        if isinstance(target, cst.Attribute) or _last(target) in _globals(function):
            yield target
    for call in own(function, cst.Call):
        if isinstance(call.func, cst.Attribute) and call.func.attr.value in GIVING:
            yield call.func.value
        if _last(call.func) in SETTERS and call.args:
            yield call.args[0].value


def _targets(function: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    yield from (one.target for one in own(function, cst.AssignTarget))
    yield from (one.target for one in own(function, cst.AnnAssign))
    yield from (one.target for one in own(function, cst.AugAssign))


def _globals(function: cst.CSTNode) -> set[str]:
    return {item.name.value for one in own(function, cst.Global) for item in one.names}


def _last(node: cst.CSTNode) -> str:
    return node.attr.value if isinstance(node, cst.Attribute) else dotted(node) or ""
