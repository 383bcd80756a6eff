"""Calls out of sight: what they may do is doubted, never held against anyone."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.effects import LOG_METHODS, REST_WORDS, SIGNAL_WORDS, STOP_WORDS
from svclint.contract.events import SOME_THREAD, At, Join, Opaque, Point
from svclint.source.frame import Frame
from svclint.source.knowledge import Fact
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.values import Collection, Function, Given, HostMethod, Instance, Items, Symbol, Value, options


def outside(reader: Reader, callee: Value, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """A call out of sight; what it gives knows the service if the call did."""
    if frame.naming and _reaches(reader, callee, given):
        reader.knowledge.note(Fact.CONFIDANT, frame.naming)
    return opaque(reader, callee, node, given)


def opaque(reader: Reader, callee: Value, node: ast.Call, given: Arguments) -> Lowered:
    """A call that cannot be followed. It may rest, and it may stop something; threads passed to it are out of sight."""
    at = reader.at(node)
    last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if last in LOG_METHODS:
        return Lowered()
    reader.knowledge.escape(*given.all())
    reader.give_up(at, "not known what is called")
    words = _words(last)
    stops = bool(words & (STOP_WORDS | SIGNAL_WORDS)) or "stop" in at.text.lower()
    point = reader.emit(Point(at, rest=bool(words & REST_WORDS)))
    joins = reader.emit(Join(at, SOME_THREAD, None)) if _may_join(last, given) else SKIP
    return Lowered(seq(point, joins, reader.emit(Opaque(at, at.text, stops, _reaches(reader, callee, given)))))


def _may_join(name: str, given: Arguments) -> bool:
    """Whether the call may be ``thread.join(...)``; ``separator.join(parts)`` is given what is to be joined."""
    texts = any(isinstance(one, (Collection, Items, Given)) for one in given.positional)
    return name == "is_alive" or (name == "join" and not texts)


def _words(name: str) -> set[str]:
    """``stop_all`` and ``stopAll`` are about stopping; so is ``stopall``."""
    spaced = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return {*spaced.split("_"), name.lower()}


def _reaches(reader: Reader, callee: Value, given: Arguments) -> bool:
    """Whether the call can get at the service to report a status: through ``self``, or as its own unknown method."""
    values = [one for value in given.all() for one in options(value)]
    if any(isinstance(one, Instance) or _is_callback(one) for one in values):
        return True
    if not isinstance(callee, Symbol):
        return False
    owner = callee.key.rpartition(".")[0]
    return owner == reader.service.key or reader.knowledge.is_(Fact.CONFIDANT, owner)


def callbacks(reader: Reader, at: At, given: Arguments) -> Behaviour:
    """A method of the service that a library is given may be called, by whom and when nobody knows."""
    return reader.emit(Opaque(at, at.text)) if any(map(_is_callback, given.all())) else SKIP


def _is_callback(value: Value) -> bool:
    return isinstance(value, HostMethod) or (isinstance(value, Function) and value.self_ is not None)
