"""What a file can ask about the program it is part of, and what the answer is when it is begun in a known way."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from svclint.contract.records import value
from svclint.source.module import Module

_COMPARE: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

_PLATFORM = {"sys.platform": "win32", "os.name": "nt", "platform.system": "Windows"}
_SIGNALS = frozenset(
    ["SIGABRT", "SIGBREAK", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"]
)  # those that Windows has


@value
class Situation:
    """How a program is begun: whether this file is its main one, whether it is frozen, how long ``sys.argv`` is."""

    main: bool
    frozen: bool
    arguments: int | None = None

    def answer(self, node: ast.expr, module: Module) -> bool | None:
        """Whether a condition holds in it; None when it asks about something else."""
        if asks_frozen(node, module):
            return self.frozen
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compared(left, op, right, module)
            case ast.Subscript(value=owner, slice=ast.Slice(lower=ast.Constant(value=1), upper=None)):
                return self.arguments > 1 if self.arguments is not None and _is_argv(owner, module) else None
        return None

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr, module: Module) -> bool | None:
        if isinstance(op, (ast.Eq, ast.NotEq)) and _asks_main(left, right):
            return self.main is isinstance(op, ast.Eq)
        if self.arguments is None or not _is_length(left, module) or type(op) not in _COMPARE:
            return None
        match right:
            case ast.Constant(value=int(number)):
                return _COMPARE[type(op)](self.arguments, number)
        return None


def on_windows(node: ast.expr, module: Module) -> bool | None:
    """Whether a condition about the platform holds where services are; None when it is about something else."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=str(text))]):
            name = _PLATFORM.get(module.canonical(left.func if isinstance(left, ast.Call) else left) or "")
            return (name == text) is isinstance(op, ast.Eq) if name and isinstance(op, (ast.Eq, ast.NotEq)) else None
        case ast.Call(func=ast.Attribute(value=owner, attr="startswith"), args=[ast.Constant(value=str(text))]):
            name = _PLATFORM.get(module.canonical(owner) or "")
            return name.startswith(text) if name else None
        case ast.Call(func=ast.Name(id="hasattr"), args=[owner, ast.Constant(value=str(text))]):
            return text in _SIGNALS if module.canonical(owner) == "signal" and text.startswith("SIG") else None
    return None


def _asks_main(left: ast.expr, right: ast.expr) -> bool:
    names = [one.id for one in (left, right) if isinstance(one, ast.Name)]
    texts = [one.value for one in (left, right) if isinstance(one, ast.Constant)]
    return (names, texts) == (["__name__"], ["__main__"])


def _is_length(node: ast.expr, module: Module) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[argument], keywords=[]):
            return _is_argv(argument, module)
    return False


def _is_argv(node: ast.expr, module: Module) -> bool:
    return module.canonical(node) == "sys.argv"


def asks_frozen(node: ast.expr, module: Module) -> bool:
    """Whether an expression is true in a frozen program alone: ``getattr(sys, "frozen", False)`` and the like."""
    match node:
        case ast.Attribute():
            return module.canonical(node) == "sys.frozen"
        case ast.Call(func=ast.Name(id="getattr" | "hasattr"), args=[owner, ast.Constant(value=name), *_]):
            return module.canonical(owner) == "sys" and name in ("frozen", "_MEIPASS")
        case ast.Name(id=name):
            values = module.globals.get(name, [])
            return len(values) == 1 and not isinstance(values[0], ast.Name) and asks_frozen(values[0], module)
    return False
