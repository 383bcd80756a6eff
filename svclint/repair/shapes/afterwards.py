"""What a function still does after one of its statements. Log entries do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import libcst as cst

from svclint.repair.shapes.common import above, called, dotted, own
from svclint.repair.workshop import Workshop, nodes

LOGGER = re.compile(r"(?:^|[._])(?:get)?log(?:ger|ging)?(?:\(.*\))?$", re.IGNORECASE)
LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical")
EVENT_LOG = ("LogMsg", "LogInfoMsg", "LogWarningMsg", "LogErrorMsg")
# What log entries are made with.
PURE = ("str", "repr", "len", "int", "format", "join", "format_exc", "logger", "getLogger")
LINES = (cst.SimpleStatementLine, cst.SimpleStatementSuite)
LEAVING = (cst.Return, cst.Raise, cst.Break)
EXITS = ("_exit", "abort", "ExitProcess")


def quiet(shop: Workshop, stmt: cst.CSTNode) -> bool:
    """Whether a statement does nothing, or makes a log entry at most."""
    match stmt:
        case cst.SimpleStatementLine(body=smalls):
            return all(quiet(shop, one) for one in smalls)
        case cst.Pass() | cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString() | cst.Ellipsis()):
            return True
    call = called(stmt)
    return call is not None and logs(shop, call)


def logs(shop: Workshop, call: cst.Call) -> bool:
    """Whether a call makes a log entry, or prints, and does nothing else on the way."""
    written = shop.text_of(call.func)
    owner, _, last = written.rpartition(".")
    known = written == "print" or last in EVENT_LOG or (last in LEVELS and LOGGER.search(owner) is not None)
    inner = (shop.text_of(one.func).rpartition(".")[2] for one in nodes(call, cst.Call) if one is not call)
    return known and all(name in PURE for name in inner)


def later(shop: Workshop, node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """The statements behind another one in the same block, or on the same line."""
    parent = shop.parents[node]
    body = parent.body if isinstance(parent, (cst.IndentedBlock, cst.Module, *LINES)) else ()
    assert isinstance(body, Sequence)
    return body[next((at for at, one in enumerate(body) if one is node), len(body)) + 1 :]


def works_on(shop: Workshop, node: cst.CSTNode) -> bool:
    """Whether anything but log entries is done between a statement and the end of its function."""
    if isinstance(node, cst.Return):
        return _left(shop, node, node)
    while not isinstance(node, cst.FunctionDef):
        for stmt in later(shop, node):
            if leaving := _leaves(stmt):
                return _left(shop, node, leaving)
            if not quiet(shop, stmt):
                return True
        parent = shop.parents[node]
        if isinstance(parent, (cst.While, cst.For, cst.With)) and parent.body is node:
            return True
        if isinstance(parent, (cst.Try, cst.TryStar)) and _tried(shop, parent, node):
            return True
        node = parent
    return False


def _leaves(stmt: cst.CSTNode) -> cst.BaseSmallStatement | None:
    """The ``return``, ``raise`` or ``break`` that a statement is; what it hands on has no calls in it."""
    small = stmt.body[0] if isinstance(stmt, cst.SimpleStatementLine) else stmt
    return small if isinstance(small, LEAVING) and not any(nodes(small, cst.Call)) else None


def _left(shop: Workshop, node: cst.CSTNode, leaving: cst.BaseSmallStatement) -> bool:
    """Whether anything is done after a function, or a loop, is left beside a statement."""
    for one in (node, *above(shop, node)):
        parent = shop.parents[one]
        if isinstance(parent, cst.FunctionDef):
            return False
        if isinstance(parent, cst.With):
            return True
        if isinstance(parent, (cst.Try, cst.TryStar)) and _way_out(shop, parent, one, isinstance(leaving, cst.Raise)):
            return True
        if isinstance(leaving, cst.Break) and isinstance(parent, (cst.While, cst.For)) and parent.body is one:
            return works_on(shop, parent)
    return True


def _way_out(shop: Workshop, block: cst.Try | cst.TryStar, part: cst.CSTNode, raising: bool) -> bool:
    """Whether what leaves a part of a ``try`` meets a handler or a ``finally`` that does something."""
    if raising and part is block.body and block.handlers:
        return True
    return part is not block.finalbody and not _idle(shop, block.finalbody)


def _tried(shop: Workshop, block: cst.Try | cst.TryStar, part: cst.CSTNode) -> bool:
    """Whether anything is done between the end of a part of a ``try`` and that of the whole."""
    if part is block.body and not _idle(shop, block.orelse):
        return True
    return part is not block.finalbody and not _idle(shop, block.finalbody)


def _idle(shop: Workshop, clause: cst.Finally | cst.Else | None) -> bool:
    return clause is None or all(quiet(shop, one) for one in clause.body.body)


def caught(shop: Workshop, node: cst.CSTNode) -> bool:
    """Whether an exception raised in place of a statement would not leave its function, or hide another one."""
    for one in (node, *above(shop, node)):
        parent = shop.parents[one]
        if isinstance(parent, cst.FunctionDef):
            return False
        if isinstance(parent, (cst.Try, cst.TryStar)) and (
            one is parent.finalbody or (one is parent.body and parent.handlers)
        ):
            return True
    return True


def exits(functions: Iterable[cst.FunctionDef]) -> bool:
    """Whether one of the functions may end the process at once."""
    calls = (call for function in functions for call in own(function, cst.Call))
    return any((dotted(call.func) or "").rpartition(".")[2] in EXITS for call in calls)
