"""Broad ``except`` clauses: what they stand around, and which loops come round to them."""

from __future__ import annotations

import ast
import math

from svclint.checking.behaviour import SKIP, Behaviour, events, seq
from svclint.contract.effects import LOG_METHODS
from svclint.contract.events import At, Opaque, Point, Shield, Shielded, Side, Wait, WaitKind
from svclint.source.lowering.reader import Reader
from svclint.source.walking import walk

_RUNS = ("SvcDoRun", "SvcRun")
_BROAD = ("Exception", "BaseException")


def shielded(
    reader: Reader, node: ast.stmt, clauses: list[ast.ExceptHandler], body: Behaviour, handlers: list[Behaviour]
) -> tuple[Behaviour, list[Behaviour]]:
    """What a statement with ``clauses`` begins with, and its handlers, each with what is to be told of broad ones."""
    broad = [_is_broad(one) and reader.role.side is Side.RUN for one in clauses]
    if not any(broad):
        return SKIP, handlers
    main = _works(body) or (_is_the_end(reader, node) and any(isinstance(one, Opaque) for one in events(body)))
    places = [_place(reader, one) for one in clauses]
    begins = (reader.emit(Shielded(at, Shield.BEGINS, main)) for at, is_ in zip(places, broad, strict=True) if is_)
    told = [
        seq(reader.emit(Shielded(at, Shield.CATCHES, main)), one) if is_ else one
        for at, is_, one in zip(places, broad, handlers, strict=True)
    ]
    return seq(*begins), told


def suppressing(reader: Reader, item: ast.withitem) -> list[ast.ExceptHandler]:
    """``with contextlib.suppress(...)``, as the clause of a try statement that does nothing; none for another one."""
    match item.context_expr:
        case ast.Call(func=func, args=[_, *_] as kinds) if reader.module.canonical(func) == "contextlib.suppress":
            clause = ast.ExceptHandler(ast.Tuple(list(kinds)), None, [])
            return [ast.copy_location(clause, item.context_expr)]
    return []


def comes_round(reader: Reader, loop: ast.expr, body: Behaviour) -> Behaviour:
    """What a loop tells whenever it is about to decide whether to go on."""
    around = any(isinstance(one, Shielded) for one in events(body))
    return reader.emit(Shielded(reader.at(loop), Shield.AGAIN)) if around else SKIP


def _is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in _BROAD) for kind in kinds)


def _works(body: Behaviour) -> bool:
    """Whether the service may stay in what is shielded: it waits without limit, serves, or loops until it is told."""
    found = list(events(body))
    waits = [one for one in found if isinstance(one, Wait)]
    if any(one.asked == math.inf or one.kind is WaitKind.LOOP for one in waits):
        return True
    brief = {one.at for one in waits}
    return any(isinstance(one, Point) and one.rest and one.at not in brief for one in found)


def _is_the_end(reader: Reader, node: ast.stmt) -> bool:
    """Whether the statement is the last one of SvcDoRun, but for a farewell in the log."""
    entry = reader.stack[-1] if reader.stack else None
    if not isinstance(entry, ast.FunctionDef) or entry.name not in _RUNS or node not in entry.body:
        return False
    return all(_says_no_more(one) for one in entry.body[entry.body.index(node) + 1 :])


def _says_no_more(statement: ast.stmt) -> bool:
    """A log entry, or what is prepared for one."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))):
            return name in LOG_METHODS
    return isinstance(statement, (ast.Assign, ast.Pass)) and not any(
        isinstance(one, ast.Call) for one in walk(statement)
    )


def _place(reader: Reader, handler: ast.ExceptHandler) -> At:
    """The first line of the clause."""
    source = reader.module.source
    line, column = source.line(handler.lineno), source.column(handler.lineno, handler.col_offset)
    end = len(line.partition("#")[0].rstrip()) + 1
    text = line[column - 1 : end - 1].removesuffix(":")
    return At(source.path, handler.lineno, column, handler.lineno, end, text)
