"""Where the code shows that it knows what a call needs: it sees to it, expects the error, or asks first."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeVar

from svclint.contract.effects.surroundings import ERRORS, KNOWN_BY_MODE, SEEN_TO
from svclint.contract.events import Need, Side
from svclint.source.classes import statements
from svclint.source.imports import FRAMEWORK
from svclint.source.lowering.reader import Reader
from svclint.source.situation import on_windows
from svclint.source.walking import walk

_DISPATCHER = "StartServiceCtrlDispatcher"
_OF_PYTHON = (Need.MAIN_THREAD, Need.LOOP)
_FEW = 3  # statements of a try body that is about the one call
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
S = TypeVar("S", bound=ast.stmt)


def minded(reader: Reader, need: Need, node: ast.Call) -> bool:
    """Whether the code knows that it may not be there."""
    if need is Need.COM and _decorated(reader, node):
        return True
    return _seen_to(reader, need) or _given_by_host(reader, need) or _caught(reader, node, ERRORS[need])


def _decorated(reader: Reader, node: ast.Call) -> bool:
    """Whether something is put around a function on the way to the call, which may see to it before."""
    functions = (function for function, _ in _way(reader, node))
    return any(getattr(function, "decorator_list", None) for function in functions)


def chosen(reader: Reader, need: Need, node: ast.Call) -> bool:
    """Whether a test that cannot be read decides about the call, of the kind that a program asks how it was started.

    It stands in the function of the call, or in one that leads there.
    """
    if need not in KNOWN_BY_MODE:
        return False
    tests = (one.test for function, inner in _way(reader, node) for one in _around(function, inner, ast.If))
    return any(on_windows(test, reader.module) is None for test in tests)


def _seen_to(reader: Reader, need: Need) -> bool:
    """Whether a word in the file says that somebody sees to it."""
    words = SEEN_TO.get(need, ())
    modules = {reader.module, reader.service.module}
    return any(word in line for module in modules for line in module.source.lines for word in words)


def _given_by_host(reader: Reader, need: Need) -> bool:
    """Whether the service's thread has it from its host: from one that begins Python, or imports the file, there.

    cx_Freeze does both; ``pythonservice.exe`` only imports there; a program that is its own host does neither.
    """
    own_host = any(_DISPATCHER in line for line in reader.service.module.source.lines)
    if reader.role.side is not Side.RUN or own_host:
        return False
    return need is Need.COM or (need in _OF_PYTHON and not reader.service.derives(FRAMEWORK))


def _caught(reader: Reader, node: ast.Call, errors: frozenset[str]) -> bool:
    """Whether the code expects the call to fail: it catches the error by name, or all errors of little but the call."""
    return any(
        _minds(one, errors, close=inner is node)
        for function, inner in _way(reader, node)
        for one in _catching(function, inner)
    )


def _catching(function: ast.AST, inner: ast.AST) -> list[ast.Try | ast.With]:
    """The statements around a call that may catch its error."""
    return [*_around(function, inner, ast.Try), *_around(function, inner, ast.With)]


def _way(reader: Reader, node: ast.Call) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The functions that are being read, the innermost first, each with what it leads on to."""
    inner: ast.AST = node
    for function in reversed([one for one in reader.stack if isinstance(one, ast.AST)]):
        yield function, inner
        inner = function


def _around(function: ast.AST, inner: ast.AST, kind: type[S]) -> Iterator[S]:
    """The statements of a function in whose bodies a call stands, or one of a function of that name."""
    name = getattr(inner, "name", None)
    for one in statements(getattr(function, "body", [])):
        if isinstance(one, kind) and any(_is(part, inner, name) for part in _inside(one)):
            yield one


def _inside(statement: ast.stmt) -> Iterator[ast.AST]:
    """All that stands in the body of a try or with, or in either branch of an if."""
    branches = [*getattr(statement, "body", []), *(statement.orelse if isinstance(statement, ast.If) else [])]
    return (part for one in branches for part in walk(one))


def _is(part: ast.AST, inner: ast.AST, name: str | None) -> bool:
    if part is inner:
        return True
    return isinstance(part, ast.Call) and name is not None and last_name(part.func) == name


def last_name(node: ast.expr | None) -> str:
    """``c`` of ``a.b.c``; empty for what has no name."""
    return str(getattr(node, "attr", None) or getattr(node, "id", ""))


def _minds(statement: ast.Try | ast.With, errors: frozenset[str], close: bool) -> bool:
    kinds = list(_kinds(statement))
    if errors & set(kinds):
        return True
    return close and not {"", "Exception", "BaseException"}.isdisjoint(kinds) and _about_one_call(statement.body)


def _kinds(statement: ast.Try | ast.With) -> Iterator[str]:
    """What is caught, by its last name; empty for everything."""
    if isinstance(statement, ast.Try):
        for handler in statement.handlers:
            kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            yield from map(last_name, kinds)
    else:
        calls = [one.context_expr for one in statement.items if isinstance(one.context_expr, ast.Call)]
        yield from (last_name(kind) for one in calls if last_name(one.func) == "suppress" for kind in one.args)


def _about_one_call(body: Sequence[ast.stmt]) -> bool:
    return len(body) <= _FEW and not any(isinstance(one, _LOOPS) for one in statements(body))
