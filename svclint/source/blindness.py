"""Code that goes on whatever happens: it waits and reports, and looks at nothing that others could change."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final, TypeAlias

from svclint.source.walking import walk

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

# Whatever decides something, and code that is elsewhere: what it goes by cannot be seen here.
_DECIDES: Final = (
    *(ast.If, ast.IfExp, ast.Try, ast.With, ast.Match, ast.BoolOp, ast.Compare, ast.comprehension, ast.Assert),
    *(ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.Yield),
    *(ast.YieldFrom, ast.NamedExpr, ast.Raise),
)
_WAITS: Final = frozenset({"sleep", "Sleep", "wait", "WaitForSingleObject"})
_REPORTS: Final = frozenset({"ReportServiceStatus", "SetServiceStatus"})
_NEXT: Final = frozenset({"Timer", "start", "enter"})  # of timers and schedulers: the same again, later
_SPEAKS: Final = frozenset({"print", "debug", "info", "warning", "LogInfoMsg", "LogMsg", "OutputDebugString"})
_COUNTS: Final = frozenset({"range", "count", "repeat"})
_HARMLESS: Final = _WAITS | _REPORTS | _NEXT | _SPEAKS | _COUNTS


def looks_at_nothing(function: Function, others: Sequence[Function], under_way: tuple[Function, ...] = ()) -> bool:
    """Whether a function only waits, reports and counts, for ever or a fixed number of times.

    ``others``: the functions of its file; one that it calls has to be such a function too.
    """
    inside = [node for statement in function.body for node in walk(statement)]
    if any(isinstance(node, _DECIDES) or _is_open(node) for node in inside):
        return False
    under_way = (*under_way, function)
    names = {_name(node) for node in inside if isinstance(node, ast.Call)} - _HARMLESS
    called = [[one for one in others if one.name == name] for name in names]
    return all(
        len(found) == 1 and (found[0] in under_way or looks_at_nothing(found[0], others, under_way)) for found in called
    )


def _is_open(node: ast.AST) -> bool:
    """Whether a loop may go on or end by what others do."""
    match node:
        case ast.While(test=test):
            return not (isinstance(test, ast.Constant) and test.value)
        case ast.For(iter=counted):
            return not isinstance(counted, ast.Call) or _name(counted) not in _COUNTS or not _fixed(counted)
    return False


def _name(call: ast.Call) -> str:
    """The last part of the name of what is called."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _fixed(call: ast.Call) -> bool:
    return not call.keywords and all(isinstance(each, ast.Constant) for each in call.args)
