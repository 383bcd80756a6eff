"""Threads as the fixers see them: where one is started, how it is joined, whether it can end at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fixers._shapes import (
    above,
    attribute,
    block_of,
    called,
    callers,
    class_of,
    dotted,
    function_of,
    index_of,
    means,
    method_called,
    own,
    receiver,
)
from svclint.repair.workshop import Statement, Workshop, nodes

MAKERS = ("threading.Thread", "multiprocessing.Process")


@dataclass(frozen=True, slots=True, eq=False)
class Started:
    """A thread, or each thread of a list, that a statement of a body starts.

    ``name`` is the attribute's when ``kept``, else the local variable's. ``each`` is the variable of the loop over a
    list.
    """

    function: cst.FunctionDef
    stmt: Statement
    name: str
    kept: bool
    each: str | None = None

    def joined(self, self_: str) -> str:
        """The code that joins it."""
        subject = f"{self_}.{self.name}" if self.kept else self.name
        return f"for {self.each} in {subject}:\n    {self.each}.join()" if self.each else f"{subject}.join()"


def starts(finding: Finding) -> list[tuple[int, int]]:
    """Where threads start on the way to a finding."""
    return [(one.at.line, one.at.column) for one in finding.steps if one.text.startswith("starts thread")]


def started(shop: Workshop, line: int, column: int) -> Started | None:
    """The thread that is started at a place, where a name says which."""
    stmt = shop.statement_at(line, column)
    function = function_of(shop, stmt)
    subject = method_called(stmt, "start")
    if function is None or subject is None:
        return None
    if name := attribute(subject, receiver(function)):
        return Started(function, stmt, name, kept=True)
    if not isinstance(subject, cst.Name):
        return None
    if len(_assigned(function, subject.value)) == 1:
        return Started(function, stmt, subject.value, kept=False)
    return _in_loop(shop, function, stmt, subject.value)


def _in_loop(shop: Workshop, function: cst.FunctionDef, stmt: Statement, name: str) -> Started | None:
    """``for thread in self.threads: thread.start()``."""
    loop = block_of(shop, stmt)
    match loop:
        case cst.For(target=cst.Name(value=each), iter=many) if each == name:
            listed = attribute(many, receiver(function))
            return Started(function, loop, listed, kept=True, each=each) if listed else None
    return None


def _assigned(function: cst.FunctionDef, name: str) -> list[cst.BaseExpression]:
    """What a local variable is given."""
    assigns = own(function, cst.Assign)
    return [one.value for one in assigns if any(dotted(target.target) == name for target in one.targets)]


def before(shop: Workshop, thread: Started, function: cst.FunctionDef, stmt: cst.CSTNode | None) -> bool:
    """Whether a thread was started for sure when a statement, or the end, of a function is reached."""
    first = _start_in(shop, thread, function)
    last = index_of(shop, function, stmt) if stmt is not None else len(shop.statements(function))
    return first is not None and last is not None and first < last


def _start_in(shop: Workshop, thread: Started, function: cst.FunctionDef) -> int | None:
    """The number of the statement of a function behind which the thread runs; -1: before all of them."""
    body = shop.statements(thread.function)
    number = next((at for at, one in enumerate(body) if one is thread.stmt), None)
    if thread.function is function or number is None:
        return number
    if not thread.kept or class_of(shop, thread.function) is not class_of(shop, function):
        return None
    if any(own(thread.function, cst.Return)):
        return None
    return -1 if thread.function.name.value == "__init__" else _called_in(shop, thread.function, function)


def _called_in(shop: Workshop, callee: cst.FunctionDef, function: cst.FunctionDef) -> int | None:
    """The number of the statement of a body that is the one call of a function."""
    calls = callers(shop, callee)
    plain = [at for at, one in enumerate(shop.statements(function)) if called(one) in calls]
    return plain[0] if len(calls) == len(plain) == 1 else None


def can_end(shop: Workshop, thread: Started) -> bool:
    """Whether what the thread runs can be read, and has no loop without a way out."""
    targets = [_target(shop, call) for call in makers(shop, thread)]
    return bool(targets) and all(one is not None and not _goes_on(shop, one) for one in targets)


def makers(shop: Workshop, thread: Started) -> Sequence[cst.Call]:
    """The calls that made the thread, or all threads of the file for those of a list."""
    if thread.each:
        return list(_all_makers(shop))
    if thread.kept:
        return attribute_makers(shop, thread.name)
    return [one for one in _assigned(thread.function, thread.name) if isinstance(one, cst.Call)]


def attribute_makers(shop: Workshop, name: str) -> list[cst.Call]:
    """The calls whose result an attribute is given, None aside; nothing when it is given anything else."""
    values = [value for value in _given(shop, name) if dotted(value) != "None"]
    calls = [value for value in values if isinstance(value, cst.Call)]
    return calls if len(calls) == len(values) == 1 else []


def _given(shop: Workshop, name: str) -> Iterator[cst.BaseExpression]:
    for one in nodes(shop.module, cst.Assign):
        for target in one.targets:
            owner, _, last = (dotted(target.target) or "").rpartition(".")
            if owner and last == name:
                yield one.value


def _all_makers(shop: Workshop) -> Iterator[cst.Call]:
    for call in nodes(shop.module, cst.Call):
        if _is_maker(shop, call) or _class_named(shop, dotted(call.func)):
            yield call


def _is_maker(shop: Workshop, call: cst.Call) -> bool:
    return any(means(shop, call.func, one) for one in MAKERS)


def _class_named(shop: Workshop, name: str | None) -> cst.ClassDef | None:
    """A class of the file with a ``run`` of its own."""
    found = [one for one in nodes(shop.module, cst.ClassDef) if one.name.value == name and shop.method(one, "run")]
    return found[0] if len(found) == 1 else None


def _target(shop: Workshop, call: cst.Call) -> cst.FunctionDef | None:
    """The function that a thread made by a call runs."""
    if cls := _class_named(shop, dotted(call.func)):
        return shop.method(cls, "run")
    if not _is_maker(shop, call):
        return None
    values = [one.value for one in call.args if one.keyword and one.keyword.value == "target"]
    name = (dotted(values[0]) or "").rpartition(".")[2] if values else None
    found = [one for one in nodes(shop.module, cst.FunctionDef) if one.name.value == name]
    return found[0] if len(found) == 1 else None


def _goes_on(shop: Workshop, function: cst.FunctionDef) -> bool:
    """Whether a function has a loop that nothing ends."""
    return any(_always(loop.test) and not _leaves(shop, loop) for loop in own(function, cst.While))


def _always(test: cst.BaseExpression) -> bool:
    return dotted(test) == "True" or (isinstance(test, cst.Integer) and test.evaluated_value != 0)


def _leaves(shop: Workshop, loop: cst.While) -> bool:
    """Whether a loop has a way out of itself."""
    outs = (*own(loop.body, cst.Return), *own(loop.body, cst.Raise))
    return bool(outs) or any(loop_of(shop, one) is loop for one in own(loop.body, cst.Break))


def loop_of(shop: Workshop, node: cst.CSTNode) -> cst.CSTNode | None:
    """The innermost loop around a node."""
    return next((one for one in above(shop, node) if isinstance(one, (cst.For, cst.While))), None)
