"""Writes to the registry: which value of which key, as far as it is written down; and the rank in a shutdown."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from svclint.checking.behaviour import SKIP, Behaviour
from svclint.contract.effects import blocking, canonical
from svclint.contract.effects.commands import UNREAD, commands
from svclint.contract.effects.machine import OPENERS, RANKS, TYPES, WRITERS
from svclint.contract.events import Ranked, WaitKind, Wrote
from svclint.source.frame import Frame
from svclint.source.lowering.commands import command_line, text
from svclint.source.lowering.reader import Reader
from svclint.source.values import Const, Library
from svclint.source.walking import walk

_NAME, _TYPE, _DATA = 1, 3, 4
_DEPTH = 8  # keys opened below one another
_POPEN = "subprocess.Popen"
_SWITCHES = ("/v", "/t", "/d")
_SEPARATOR = r"\0"  # what ``reg add`` takes between the texts of a list


def written(reader: Reader, name: str, node: ast.Call, frame: Frame) -> Behaviour:
    """What a call writes, if it writes a value by name."""
    plain = canonical(name)
    if plain in WRITERS and len(node.args) > _DATA:
        return _value(reader, node, frame)
    if plain in RANKS and node.args:
        level = _number(reader, node.args[0], frame)
        return reader.emit(Ranked(reader.at(node), level)) if level is not None else SKIP
    blocks = blocking(name)
    if plain == _POPEN or (blocks and blocks.kind is WaitKind.PROCESS):
        return _by_command(reader, node, frame)
    return SKIP


def _value(reader: Reader, node: ast.Call, frame: Frame) -> Behaviour:
    name = text(reader, node.args[_NAME], frame)
    if not name or UNREAD in name:
        return SKIP
    key, kind = _path(reader, node.args[0], frame), _number(reader, node.args[_TYPE], frame)
    return reader.emit(Wrote(reader.at(node), name, key, kind, _data(reader, node.args[_DATA], frame)))


def _path(reader: Reader, node: ast.expr, frame: Frame, depth: int = _DEPTH) -> str | None:
    """The path of a key, or as much of its end as is known."""
    if depth == 0:
        return None
    if isinstance(node, ast.Name):
        values = list(_given(reader, node.id, frame))
        return _path(reader, values[0], frame, depth - 1) if len(values) == 1 else None
    if not isinstance(node, ast.Call) or len(node.args) < 2 or not _opens(reader, node.func, frame):
        return None
    below = text(reader, node.args[1], frame)
    if below is None or UNREAD in below:
        return None
    above = _path(reader, node.args[0], frame, depth - 1)
    return f"{above}\\{below}" if above else below


def _opens(reader: Reader, callee: ast.expr, frame: Frame) -> bool:
    named = reader.expression(callee, frame).value
    return isinstance(named, Library) and canonical(named.name) in OPENERS


def _given(reader: Reader, name: str, frame: Frame) -> Iterator[ast.expr]:
    """What a variable of the function, or else of the module, is given anywhere."""
    body = reader.stack[-1] if reader.stack else None
    found = list(_stored(body, name)) if isinstance(body, ast.AST) else []
    yield from found or frame.module.globals.get(name, [])


def _stored(body: ast.AST, name: str) -> Iterator[ast.expr]:
    for one in walk(body):
        match one:
            case ast.Assign(targets=targets, value=value) if any(_is(target, name) for target in targets):
                yield value
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=held)) if held == name:
                yield value


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def _number(reader: Reader, node: ast.expr, frame: Frame) -> int | None:
    """A number, or the type of a value by its name."""
    match reader.expression(node, frame).value:
        case Const(value=int() as number):
            return number
        case Library(name=name):
            return TYPES.get(name.rpartition(".")[2])
    return None


def _data(reader: Reader, node: ast.expr, frame: Frame) -> str | int | tuple[str, ...] | None:
    """What is written; text that is joined from parts nobody knows is marked as such."""
    match node:
        case ast.List(elts=elements):
            return tuple(text(reader, one, frame) or UNREAD for one in elements)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="join")):
            return UNREAD
        case ast.Constant(value=int() as number):
            return number
    return text(reader, node, frame)


def _by_command(reader: Reader, node: ast.Call, frame: Frame) -> Behaviour:
    """``reg add KEY /v NAME /t TYPE /d DATA``; the first of several."""
    line = command_line(reader, node, frame)
    for words in commands(line) if line else ():
        lowered = [word.lower() for word in words]
        if lowered[:2] == ["reg", "add"] and len(words) > 2 and "/v" in lowered[3:]:
            return _added(reader, node, words, lowered)
    return SKIP


def _added(reader: Reader, node: ast.Call, words: list[str], lowered: list[str]) -> Behaviour:
    name, named, given = (_after(words, lowered, switch) for switch in _SWITCHES)
    if not name or UNREAD in name:
        return SKIP
    kind = TYPES.get((named or "REG_SZ").upper())
    listed = kind == TYPES["REG_MULTI_SZ"] and given is not None
    data = tuple((given or "").split(_SEPARATOR)) if listed else given
    return reader.emit(Wrote(reader.at(node), name, _known(words[2]), kind, data))


def _after(words: list[str], lowered: list[str], switch: str) -> str | None:
    place = lowered.index(switch) + 1 if switch in lowered else len(words)
    return words[place] if place < len(words) else None


def _known(word: str) -> str | None:
    return None if UNREAD in word else word
