"""Statements that end the process: which they are, and the failure that they tell of."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from svclint.contract.effects.exits import QUITS, THIS_PROCESS
from svclint.contract.effects.kinds import Exit
from svclint.repair.shapes.common import called, dotted, means
from svclint.repair.workshop import Refused, Workshop

BUILTINS = ("exit", "quit")
ABORT = "os.abort"
ENDS = tuple(name for name, how in QUITS.items() if how is Exit.ENDS)
NOTHING = ("None", "winerror.NO_ERROR", "winerror.ERROR_SUCCESS", "os.EX_OK")


class Leaving(NamedTuple):
    """An exit with its code, if it has one. ``raises``: whether it does so by SystemExit."""

    small: cst.BaseSmallStatement
    code: cst.BaseExpression | None
    raises: bool


def leaving(shop: Workshop, small: cst.BaseSmallStatement) -> Leaving | None:
    """The exit that a statement is, where it is that and nothing else."""
    match small:
        case cst.Raise(exc=cst.Name(value="SystemExit"), cause=None):
            return Leaving(small, None, raises=True)
        case cst.Raise(exc=cst.Call(func=cst.Name(value="SystemExit")) as call, cause=None):
            return _with_code(small, call, raises=True)
        case cst.Expr(value=cst.Call() as call) if _is_exit(shop, call.func):
            return _with_code(small, call, raises=True)
        case cst.Expr(value=cst.Call() as call) if any(means(shop, call.func, one) for one in ENDS):
            return _with_code(small, call, raises=False)
        case cst.Expr(value=cst.Call(args=[cst.Arg(value=process), cst.Arg(value=code)]) as call):
            return Leaving(small, code, raises=False) if _is_own(shop, call.func, process) else None
    return None


def _is_own(shop: Workshop, func: cst.BaseExpression, process: cst.BaseExpression) -> bool:
    """Whether a call ends the process that it is made in: ``os.kill(os.getpid(), 9)``."""
    asked = process.func if isinstance(process, cst.Call) else None
    return asked is not None and any(
        means(shop, func, ends) and means(shop, asked, which) for ends, which in THIS_PROCESS.items()
    )


def _with_code(small: cst.BaseSmallStatement, call: cst.Call, *, raises: bool) -> Leaving | None:
    match call.args:
        case []:
            return Leaving(small, None, raises)
        case [cst.Arg(keyword=None, star="", value=code)]:
            return Leaving(small, code, raises)
    return None


def _is_exit(shop: Workshop, func: cst.BaseExpression) -> bool:
    """Whether it is sys.exit, or the ``exit`` and ``quit`` that nobody has given another meaning."""
    imported = {name.written for name in shop.spelling.names}
    return means(shop, func, "sys.exit") or (dotted(func) in BUILTINS and dotted(func) not in imported)


def failure(shop: Workshop, leave: Leaving) -> str | None:
    """What an exit tells of, as code for a string; None for a planned end. Raises Refused where it may be either."""
    call = called(leave.small)
    if call and means(shop, call.func, ABORT):
        return '"abort"'
    match leave.code:
        case None:
            return None
        case cst.Integer(value=text) as number:
            return f'"exit code {text}"' if number.evaluated_value else None
        case cst.UnaryOperation(expression=cst.Integer()):
            return f'"exit code {shop.text_of(leave.code)}"'
        case cst.SimpleString() | cst.FormattedString():
            return shop.text_of(leave.code)
    if dotted(leave.code) in NOTHING:
        return None
    return _named(shop, leave.code)


def _named(shop: Workshop, code: cst.BaseExpression) -> str:
    """A code by the name of a constant, which says what it means."""
    name = dotted(code) or ""
    last = name.rpartition(".")[2]
    if not last.isupper() or any(one in last for one in ("OK", "SUCCESS", "NO_ERROR", "NORMAL")):
        raise Refused("the exit code may be 0")
    return f'f"{last} ({{{name}}})"'
