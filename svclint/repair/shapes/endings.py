"""How the run side is told to end: by the event that it waits for, by its flag, or by an event it shall wait for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import attribute, callers, dotted, own, receiver
from svclint.repair.shapes.events import signal, waits
from svclint.repair.shapes.sleeps import awaited, slept
from svclint.repair.shapes.threads import loop_of
from svclint.repair.workshop import Workshop, nodes


class Ending(NamedTuple):
    """What a handler does to end the run side, the edits that make it work, and what it does, in words."""

    code: str
    edits: tuple[Edit, ...]
    words: str


class Loop(NamedTuple):
    """A loop of the run side, and the method it stands in."""

    stmt: cst.While
    function: cst.FunctionDef


def ending(shop: Workshop, cls: cst.ClassDef, self_: str) -> Ending | None:
    """What ends SvcDoRun; none when that cannot be seen for sure."""
    functions = list(_run_side(shop, cls))
    if names := _awaited(shop, functions):
        return _event(shop, cls, self_, names)
    loops = [Loop(stmt, function) for function in functions for stmt in own(function, cst.While)]
    if len(loops) != 1:
        return None
    return _flag(cls, self_, loops[0]) or _slept(shop, cls, self_, loops[0])


def _run_side(shop: Workshop, cls: cst.ClassDef) -> Iterator[cst.FunctionDef]:
    """SvcDoRun, and the methods of the class that it calls once, and nobody else."""
    run = shop.method(cls, "SvcDoRun")
    waiting, seen = [run] if run else [], {run}
    while waiting:
        function = waiting.pop(0)
        yield function
        for call in own(function, cst.Call):
            name = attribute(call.func, receiver(function))
            method = shop.method(cls, name) if name else None
            if method not in seen and method and len(callers(shop, method)) == 1 and not loop_of(shop, call):
                waiting.append(method)
                seen.add(method)


def _awaited(shop: Workshop, functions: list[cst.FunctionDef]) -> list[str | None]:
    """What SvcDoRun waits for; where it waits for nothing, what the methods that it calls wait for."""
    found = [waits(shop, one) for one in functions]
    return found[0] if found and found[0] else list(dict.fromkeys(name for names in found for name in names))


def _event(shop: Workshop, cls: cst.ClassDef, self_: str, names: list[str | None]) -> Ending | None:
    """The one event that is waited for."""
    if len(names) != 1 or names[0] is None:
        return None
    given = signal(shop, cls, self_, names[0])
    return given and Ending(*given, "set the event that SvcDoRun waits for")


def _flag(cls: cst.ClassDef, self_: str, loop: Loop) -> Ending | None:
    """The flag that a loop looks at, unless that gets something else than a truth value, or is raised in the loop."""
    flag, goes_on = loop.stmt.test, True
    if isinstance(flag, cst.UnaryOperation) and isinstance(flag.operator, cst.Not):
        flag, goes_on = flag.expression, False
    name = attribute(flag, receiver(loop.function))
    if name is None:
        return None
    values = _given(cls, name)
    if None in values or goes_on not in values or goes_on in _given(loop.stmt, name):
        return None
    return Ending(f"{self_}.{name} = {not goes_on}", (), f"end the loop by '{name}'")


def _given(tree: cst.CSTNode, name: str) -> set[bool | None]:
    """The truth values that code gives to an attribute; None for anything else."""
    targets = [(one.value, to.target) for one in nodes(tree, cst.Assign) for to in one.targets]
    return {_truth(value) for value, target in targets if (dotted(target) or "").rpartition(".")[2] == name}


def _truth(value: cst.BaseExpression) -> bool | None:
    return {"True": True, "False": False}.get(dotted(value) or "")


def _slept(shop: Workshop, cls: cst.ClassDef, self_: str, loop: Loop) -> Ending | None:
    """A new event, for which the loop waits instead of sleeping."""
    sleep = slept(shop, loop.stmt, loop.function)
    given = sleep and awaited(shop, cls, self_, sleep)
    return given and Ending(*given, "set an event that SvcDoRun waits for instead of sleeping")
