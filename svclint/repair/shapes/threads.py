"""Threads as the fixers see them: where one is started, what made it, what it runs, how it is joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from svclint.repair.fix import Edit
from svclint.repair.shapes.common import (
    above,
    dotted,
    function_of,
    means,
    method_called,
    own,
)
from svclint.repair.workshop import Statement, Workshop

THREAD = "threading.Thread"
PROCESS = "multiprocessing.Process"
# What is asked before a join: was it started, was it made?
ALIVE = "{0}.is_alive()"
GIVEN = "{0} is not None and {0}.is_alive()"


@dataclass(frozen=True, slots=True, eq=False)
class Started:
    """A thread, or each thread of a list, that a statement of a function starts.

    ``name`` is the attribute's when ``kept``, else the local variable's. ``each`` is the variable of the loop over a
    list. ``made`` is the one call that makes it, where that is known. ``named`` gives it the name, or the list.
    """

    function: cst.FunctionDef
    stmt: Statement
    name: str
    kept: bool
    each: str | None = None
    made: cst.Call | None = None
    named: tuple[Edit, ...] = ()

    def joined(self, self_: str, asked: str | None = None) -> str:
        """The code that joins it, ``asked`` first whether it is there and alive."""
        subject = f"{self_}.{self.name}" if self.kept else self.name
        one = self.each or subject
        join = f"if {asked.format(one)}:\n    {one}.join()" if asked else f"{one}.join()"
        return f"for {one} in {subject}:\n" + _deeper(join) if self.each else join


def _deeper(code: str) -> str:
    return "\n".join(f"    {row}" for row in code.split("\n"))


def loop_of(shop: Workshop, node: cst.CSTNode) -> cst.CSTNode | None:
    """The innermost loop around a node."""
    return next((one for one in above(shop, node) if isinstance(one, (cst.For, cst.While))), None)


def looped(shop: Workshop, node: cst.CSTNode) -> bool:
    """Whether a node runs again and again in its function."""
    loop = loop_of(shop, node)
    return loop is not None and function_of(shop, loop) is function_of(shop, node)


def assigned(function: cst.FunctionDef, name: str) -> list[cst.BaseExpression]:
    """What a local variable is given."""
    assigns = own(function, cst.Assign)
    return [one.value for one in assigns if any(dotted(target.target) == name for target in one.targets)]


def joined_by(stmt: cst.CSTNode) -> str | None:
    """What a statement joins without time-out, as it is written; of a loop over a list, the list."""
    match stmt:
        case cst.For(target=cst.Name(value=each), iter=many, body=cst.IndentedBlock(body=[only])):
            return dotted(many) if joined_by(only) == each else None
        case cst.If(test=test, body=cst.IndentedBlock(body=[only]), orelse=None):
            inner = joined_by(only)
            return inner if inner and asks_alive(test) == inner else None
        case cst.While(test=cst.Call() as test):
            return asks_alive(test)
    return dotted(method_called(stmt, "join"))


def asks_alive(test: cst.BaseExpression) -> str | None:
    """What a test asks whether it is alive, or there at all: ``self.worker`` for ``self.worker.is_alive()``."""
    match test:
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="is_alive"))):
            return dotted(owner)
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            asked = asks_alive(left)
            return asked if asked == asks_alive(right) else None
        case cst.Comparison(left=owner, comparisons=[cst.ComparisonTarget(operator=cst.IsNot())]):
            return dotted(owner)
    return dotted(test)


def makers(shop: Workshop, thread: Started) -> Sequence[cst.Call]:
    """The calls that made the thread, or all threads of the file for those of a list."""
    if thread.made:
        return [thread.made]
    if thread.each:
        return list(_all_makers(shop))
    if thread.kept:
        return attribute_makers(shop, thread.name)
    return [one for one in assigned(thread.function, thread.name) if isinstance(one, cst.Call)]


def attribute_makers(shop: Workshop, name: str) -> list[cst.Call]:
    """The calls whose result an attribute is given, None aside; nothing when it is given anything else."""
    values = [value for value in _given(shop, name) if dotted(value) != "None"]
    calls = [value for value in values if isinstance(value, cst.Call)]
    return calls if len(calls) == len(values) == 1 else []


def _given(shop: Workshop, name: str) -> Iterator[cst.BaseExpression]:
    for one in shop.nodes(cst.Assign):
        for target in one.targets:
            owner, _, last = (dotted(target.target) or "").rpartition(".")
            if owner and last == name:
                yield one.value


def _all_makers(shop: Workshop) -> Iterator[cst.Call]:
    for call in shop.nodes(cst.Call):
        if is_thread(shop, call) or is_process(shop, call) or _class_named(shop, dotted(call.func)):
            yield call


def is_thread(shop: Workshop, call: cst.Call) -> bool:
    """Whether a call makes a plain thread."""
    return means(shop, call.func, THREAD)


def is_process(shop: Workshop, call: cst.Call) -> bool:
    """Whether a call makes a process, which shares no variables with this one."""
    return means(shop, call.func, PROCESS)


def _class_named(shop: Workshop, name: str | None) -> cst.ClassDef | None:
    """A class of the file with a ``run`` of its own."""
    found = [one for one in shop.nodes(cst.ClassDef) if one.name.value == name and shop.method(one, "run")]
    return found[0] if len(found) == 1 else None


def target_of(shop: Workshop, call: cst.Call) -> cst.FunctionDef | None:
    """The function that a thread made by a call runs."""
    if cls := _class_named(shop, dotted(call.func)):
        return shop.method(cls, "run")
    name = target_name(shop, call)
    found = [one for one in shop.nodes(cst.FunctionDef) if one.name.value == name]
    return found[0] if len(found) == 1 else None


def target_name(shop: Workshop, call: cst.Call) -> str | None:
    """The last name of what a thread is told to run: ``work`` for ``target=self.work``."""
    if not is_thread(shop, call) and not is_process(shop, call):
        return None
    values = [one.value for one in call.args if one.keyword and one.keyword.value == "target"]
    return (dotted(values[0]) or "").rpartition(".")[2] or None if values else None
