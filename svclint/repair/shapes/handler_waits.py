"""Statements of a handler that only wait: for threads and processes, for the run side's end, or for nothing."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from svclint.repair.shapes.common import ELSEWHERE, attribute, called, dotted, means, method_called, own, receiver
from svclint.repair.shapes.events import WAIT
from svclint.repair.shapes.gates import Signal, sites
from svclint.repair.shapes.handlers import Handler, is_pending
from svclint.repair.shapes.threads import attribute_makers
from svclint.repair.shapes.ways import entries
from svclint.repair.workshop import Workshop, nodes

NAPS = ("time.sleep", "win32api.Sleep")
WAITS = ("join", "wait")
QUEUES = ("queue.Queue", "queue.LifoQueue", "queue.PriorityQueue", "multiprocessing.JoinableQueue")
CHANGES = (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.NamedExpr, cst.Return, cst.Raise, cst.Del, cst.Await)


def is_nap(shop: Workshop, stmt: cst.CSTNode, self_: str) -> bool:
    """Whether a statement does nothing but sleep for some time, and report STOP_PENDING meanwhile."""
    if not isinstance(stmt, (cst.SimpleStatementLine, cst.For)) or any(any(nodes(stmt, one)) for one in CHANGES):
        return False
    calls = [one for one in nodes(stmt, cst.Call) if dotted(one.func) != "range"]
    sleeps = [one for one in calls if _is_sleep(shop, one)]
    return bool(sleeps) and all(one in sleeps or is_pending(shop, one, self_) for one in calls)


def is_echo(shop: Workshop, stop: Handler, stmt: cst.CSTNode) -> bool:
    """Whether a statement waits for an event that SvcDoRun sets, and nobody else."""
    name = attribute(method_called(stmt, "wait"), stop.self_)
    match called(stmt):
        case cst.Call(func=func, args=[first, *_]) if means(shop, func, WAIT):
            name = attribute(first.value, stop.self_)
    by = {one for site in sites(shop, Signal(name)) for one in entries(shop, site)} if name else set()
    return by == {stop.run}


def awaited(shop: Workshop, stmt: cst.CSTNode, self_: str) -> str | None:
    """The attribute for whose threads or processes a statement waits, and does nothing else."""
    if any(any(nodes(stmt, one)) for one in (*CHANGES, *ELSEWHERE)):
        return None
    match stmt:
        case cst.SimpleStatementLine():
            return _by_call(shop, stmt, self_)
        case cst.For():
            return _each_of(stmt, self_)
        case cst.If(body=cst.IndentedBlock(body=[only]), orelse=None):
            name = awaited(shop, only, self_)
        case cst.While(test=cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="is_alive"))), orelse=None):
            name = attribute(owner, self_)
        case _:
            return None
    return name if name and _is_other(shop, name, QUEUES) and _only_about(shop, stmt, name, self_) else None


def waits_itself(run: cst.FunctionDef, name: str) -> bool:
    """Whether a run side waits for an attribute itself: by a call, in turns, or for each thread of a list."""
    self_ = receiver(run)
    known = [f"{self_}.{name}.{verb}" for verb in WAITS]
    if any(dotted(call.func) in known for call in own(run, cst.Call) if not call.args):
        return True
    turns = (one.test for one in own(run, cst.While) if isinstance(one.test, cst.Call))
    if any(dotted(test.func) == f"{self_}.{name}.is_alive" for test in turns):
        return True
    return any(_each_of(one, self_) == name for one in own(run, cst.For))


def is_made_by(shop: Workshop, name: str, known: Sequence[str]) -> bool:
    """Whether an attribute is given what one of some calls makes."""
    return any(means(shop, one.func, maker) for one in attribute_makers(shop, name) for maker in known)


def _is_sleep(shop: Workshop, call: cst.Call) -> bool:
    return any(means(shop, call.func, one) for one in NAPS)


def _each_of(loop: cst.For, self_: str | None) -> str | None:
    """``for thread in self.threads: thread.join()``."""
    match loop:
        case cst.For(target=cst.Name(value=each), body=cst.IndentedBlock(body=[only]), orelse=None):
            return attribute(loop.iter, self_) if dotted(method_called(only, "join")) == each else None
    return None


def _by_call(shop: Workshop, stmt: cst.CSTNode, self_: str) -> str | None:
    """``self.worker.join()``, ``self.child.wait()``: not what the run side itself may have to bring about."""
    if joined := attribute(method_called(stmt, "join"), self_):
        return joined if _is_other(shop, joined, QUEUES) else None
    child = attribute(method_called(stmt, "wait"), self_)
    return child if child and is_made_by(shop, child, ("subprocess.Popen",)) else None


def _is_other(shop: Workshop, name: str, known: Sequence[str]) -> bool:
    return bool(attribute_makers(shop, name)) and not is_made_by(shop, name, known)


def _only_about(shop: Workshop, stmt: cst.CSTNode, name: str, self_: str) -> bool:
    """Whether a statement speaks of one attribute alone, naps and reports aside."""
    for call in nodes(stmt, cst.Call):
        about = isinstance(call.func, cst.Attribute) and attribute(call.func.value, self_) == name
        if not (about or _is_sleep(shop, call) or is_pending(shop, call, self_)):
            return False
    return all(attribute(one, self_) in (None, name, "ReportServiceStatus") for one in nodes(stmt, cst.Attribute))
