"""Command lines that child processes are given: their words, as far as they are written down."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from svclint.contract.effects.commands import UNREAD
from svclint.source.frame import Frame
from svclint.source.lowering.reader import Reader
from svclint.source.values import Const
from svclint.source.walking import walk


def command_line(reader: Reader, node: ast.Call, frame: Frame) -> str | Sequence[str] | None:
    """The command line of a call that starts a process; None when nothing of it can be read."""
    given = next((one.value for one in node.keywords if one.arg in ("args", "command", "cmd")), None)
    first = node.args[0] if node.args else given
    return _line(reader, first, frame) if first is not None else None


def _line(reader: Reader, node: ast.expr, frame: Frame) -> str | Sequence[str] | None:
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [text(reader, one, frame) or UNREAD for one in elements]
        case ast.Call(func=ast.Attribute(value=line, attr="split"), args=[]):
            whole = text(reader, line, frame)
            return whole and whole.split()
        case ast.BinOp(left=ast.List() as head, op=ast.Add()):
            return _line(reader, head, frame)
        case ast.Name(id=name):
            kept = _kept(reader, name, frame)
            return _line(reader, kept, frame) if kept is not None else text(reader, node, frame)
    return text(reader, node, frame)


def _kept(reader: Reader, name: str, frame: Frame) -> ast.expr | None:
    """What a variable of the function or of the module is given, if it is given one thing only, and that in writing."""
    body = reader.stack[-1] if reader.stack else None
    inside = walk(body) if isinstance(body, ast.AST) else iter(())
    stores = [one for one in inside if isinstance(one, (ast.Assign, ast.AnnAssign)) and name in _targets(one)]
    values = [one.value for one in stores] or frame.module.globals.get(name, [])
    alone = values[0] if len(values) == 1 else None
    return alone if isinstance(alone, (ast.Constant, ast.List, ast.Tuple, ast.JoinedStr, ast.BinOp)) else None


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[str]:
    places = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [one.id for one in places if isinstance(one, ast.Name)]


def text(reader: Reader, node: ast.expr, frame: Frame) -> str | None:
    """Text as far as it is known, with a mark for each part that is not; None when it may be no text."""
    match node:
        case ast.JoinedStr(values=parts):
            return "".join(text(reader, one, frame) or UNREAD for one in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            head, tail = text(reader, left, frame), text(reader, right, frame)
            return (head or UNREAD) + (tail or UNREAD) if head or tail else None
        case ast.BinOp(left=template, op=ast.Mod()):
            return _filled(reader, template, r"%s", frame)
        case ast.Call(func=ast.Attribute(value=template, attr="format")):
            return _filled(reader, template, "{}", frame)
    value = reader.expression(node, frame).value if isinstance(node, (ast.Constant, ast.Name, ast.Attribute)) else None
    if isinstance(value, Const):
        return value.value if isinstance(value.value, str) else None
    kept = _kept(reader, node.id, frame) if isinstance(node, ast.Name) else None
    return kept.value if isinstance(kept, ast.Constant) and isinstance(kept.value, str) else None


def _filled(reader: Reader, template: ast.expr, mark: str, frame: Frame) -> str | None:
    whole = text(reader, template, frame)
    return whole and whole.replace(mark, UNREAD)
