"""Whether somebody has told a thread to end when the run side leaves, or whether it has to do so itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import above, dotted, function_of, own, receiver
from svclint.repair.shapes.events import holds, signalled
from svclint.repair.shapes.thread_loops import Ending
from svclint.repair.shapes.thread_paths import goes_before
from svclint.repair.shapes.thread_signals import Signal
from svclint.repair.workshop import Workshop, nodes


class Farewell(NamedTuple):
    """The statements that tell a thread to end, and the imports that they need."""

    lines: tuple[str, ...] = ()
    imports: tuple[Edit, ...] = ()


def needed(shop: Workshop, run: cst.FunctionDef, end: Ending, way: cst.CSTNode | None) -> Farewell | None:
    """What has to be said in front of a join at a way out (None: the end); none when we do not know what.

    A way that is always passed comes after the stop, unless an exception led there.
    """
    straight = way is None or _straight(shop, way)
    if not end.looping or (straight and not _failed(shop, run, way)):
        return Farewell()
    self_ = receiver(run)
    if end.signal is None or not self_:
        return Farewell() if straight else None
    if _passed(shop, run, end.signal, way) or (way is not None and _answered(shop, run, end.signal, way)):
        return Farewell()
    code, imports = end.signal.given(shop, self_)
    return Farewell((code,), imports)


def _straight(shop: Workshop, way: cst.CSTNode) -> bool:
    """Whether a statement stands in no branch and no loop of its function."""
    around = (one for one in above(shop, way) if isinstance(one, (cst.BaseCompoundStatement, cst.ExceptHandler)))
    near = next(one for one in around if not isinstance(one, (cst.Try, cst.With)))
    return isinstance(near, cst.FunctionDef)


def _failed(shop: Workshop, run: cst.FunctionDef, way: cst.CSTNode | None) -> bool:
    """Whether a way out may be reached because something went wrong before the stop."""
    around = [] if way is None else list(above(shop, way))
    for one in own(run, cst.Try):
        here = any(one is near for near in around)
        if here and any(near is one.body for near in around):
            continue
        if (here or not all(map(_raises, one.handlers))) and not _calm(shop, one, receiver(run)):
            return True
    return False


def _raises(clause: cst.ExceptHandler) -> bool:
    match clause.body.body[-1]:
        case cst.SimpleStatementLine(body=[*_, cst.Raise()]):
            return True
    return False


def _calm(shop: Workshop, one: cst.Try, self_: str | None) -> bool:
    """Whether a ``try`` holds nothing but starts of threads and waits for a signal."""
    return all(_waits(shop, line, self_) or _starts(line) for line in one.body.body)


def _waits(shop: Workshop, line: cst.CSTNode, self_: str | None) -> bool:
    return any(holds(shop, line, one.attr.value, self_) for one in nodes(line, cst.Attribute))


def _starts(line: cst.CSTNode) -> bool:
    calls = list(own(line, cst.Call))
    return all(isinstance(call.func, cst.Attribute) and call.func.attr.value == "start" for call in calls)


def _passed(shop: Workshop, run: cst.FunctionDef, signal: Signal, way: cst.CSTNode | None) -> bool:
    """Whether the run side has waited for the signal, or given it, before it comes to a way out."""
    self_ = receiver(run)
    for one in _lines(run):
        given = signalled(shop, one, self_) == signal.name or holds(shop, one, signal.name, self_)
        looped = isinstance(one, cst.While) and signal.flag and _names(one.test, signal.name)
        if (given or looped) and not any(own(one, cst.Break)) and goes_before(shop, one, way, run):
            return True
    return False


def _lines(run: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    yield from own(run, cst.SimpleStatementLine)
    yield from own(run, cst.While)


def _answered(shop: Workshop, run: cst.FunctionDef, signal: Signal, way: cst.CSTNode) -> bool:
    """Whether a way out stands under a question for the signal, or for what a wait for it gave back."""
    tests = [one.test for one in above(shop, way) if isinstance(one, cst.If) and function_of(shop, one) is run]
    codes = {dotted(to.target) for one in own(run, cst.Assign) if _names(one.value, signal.name) for to in one.targets}
    asked = {one.value for test in tests for one in nodes(test, cst.Name)}
    return any(_names(test, signal.name) for test in tests) or bool(asked & codes)


def _names(node: cst.CSTNode, name: str) -> bool:
    return any(one.attr.value == name for one in nodes(node, cst.Attribute))
