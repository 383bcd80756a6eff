"""Calls of what is imported, and of builtins: by the effect table."""

from __future__ import annotations

import ast
from typing import Final

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Jump, seq
from svclint.contract.effects import THIS_PROCESS, Argument, Exit, knows, quiet, quits, reports, returns, tells
from svclint.contract.events import At, Opaque, Quit, Side, Signal
from svclint.source.frame import Frame
from svclint.source.imports import FRAMEWORK, SET_STATUS
from svclint.source.knowledge import Fact
from svclint.source.lowering import host
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.attributes import attribute_of
from svclint.source.lowering.containers import made_container
from svclint.source.lowering.crews import handed
from svclint.source.lowering.foreign import foreign_call
from svclint.source.lowering.machine import machine
from svclint.source.lowering.opaque import callbacks, outside
from svclint.source.lowering.paths import path_of
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.lowering.statuses import by_hand
from svclint.source.lowering.surroundings import surroundings
from svclint.source.lowering.taught import wrapped_report
from svclint.source.lowering.things import call_known, make
from svclint.source.values import UNKNOWN, Collection, Const, Given, Instance, Library, Method, Thing, const

_MANUAL: Final = Argument(1, None)  # CreateEvent's second argument
_TUPLES: Final = frozenset(["collections.namedtuple", "typing.NamedTuple"])  # what these make keeps what it is given


def library_call(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """A call of something imported, or of a builtin, in the surroundings that it needs."""
    around = seq(surroundings(reader, name, node, given), machine(reader, name, node, frame))
    called = _called(reader, name, node, frame, given)
    return Lowered(seq(around, called.behaviour), called.value)


def _called(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    at = reader.at(node)
    first = given.positional[0] if given.positional else UNKNOWN
    owner, _, method = name.rpartition(".")
    if owner == FRAMEWORK and method in host.METHODS and isinstance(first, Instance):
        return host.METHODS[method](reader, first, at, given.after_first())
    if reports(name):
        return wrapped_report(reader, at, given)
    if name == SET_STATUS:
        return by_hand(reader, at, given)
    foreign = foreign_call(reader, name, node, frame, given)
    if foreign is not None:
        return foreign
    exit_ = Exit.ENDS if first == Given(THIS_PROCESS.get(name, "")) else quits(name)
    if exit_ is not None:
        return Lowered(_quit(reader, name, exit_, at))
    if name == "functools.partial":
        return Lowered(SKIP, first)
    if name == "getattr" and isinstance(given.positional[1] if len(given.positional) > 1 else None, Const):
        return Lowered(SKIP, attribute_of(reader, first, str(given.positional[1].value)))  # type: ignore[union-attr]
    if name == "any" and isinstance(first, Collection) and reader.knowledge.is_(Fact.LIVING, first.key):
        return Lowered(SKIP, first)
    if name in ("filter", "map") or name.startswith("itertools."):
        held = [reader.knowledge.elements(one.key) for one in given.all() if isinstance(one, Collection)]
        reader.knowledge.escape(*held)
    container = made_container(reader, name, node, frame, given)
    if container is not None:
        return Lowered(SKIP, container)
    return _known(reader, name, node, frame, given)


def _known(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """A library call by the effect table; calling a class makes one of its objects."""
    at = reader.at(node)
    reader.knowledge.note_limits(name, None)
    cls = returns(name)
    if cls is None and quiet(name):
        return Lowered(_told(reader, name, at), harmless(reader, Given(name, path_of(name, given)), given).value)
    if cls is None and not knows(name):
        return outside(reader, Library(name), node, frame, given)
    happens = call_known(reader, name, None, at, given)
    if cls is None:
        return Lowered(seq(happens.behaviour, callbacks(reader, at, given)), happens.value)
    key = frame.naming or f"{at.text}@{frame.label}:{node.lineno}:{node.col_offset}"
    made = make(reader, cls, name, key, given)
    return Lowered(seq(happens.behaviour, _unset(reader, at, made, given)), made)


def harmless(reader: Reader, result: Given, given: Arguments) -> Lowered:
    """A quiet call; but whoever is given ``thread.join`` may call it."""
    reader.knowledge.escape(*(one for one in given.all() if isinstance(one, Method)))
    return Lowered(SKIP, result)


def given_call(reader: Reader, callee: Given, node: ast.Call, given: Arguments) -> Lowered:
    """A call of what a quiet call gave: as quiet, in the surroundings that it needs."""
    if callee.name in _TUPLES:
        reader.knowledge.escape(*given.all())
    on = given if callee.path is None else given.behind(const(callee.path))
    around, told = surroundings(reader, callee.name, node, on), _told(reader, callee.name, reader.at(node))
    return Lowered(seq(around, told), harmless(reader, callee, given).value)


def _told(reader: Reader, name: str, at: At) -> Behaviour:
    """In a handler, a file that is made or goes may be the stop signal."""
    if reader.role.side is not Side.HANDLER or not tells(name):
        return SKIP
    return reader.emit(Opaque(at, at.text, stops=True, reports=False))


def _unset(reader: Reader, at: At, made: Thing, given: Arguments) -> Behaviour:
    """A new event is not set, unless CreateEvent's third argument says so."""
    if not made.cls.endswith("Event"):
        return SKIP
    if isinstance(manual := given.get(_MANUAL), Const) and not manual.value:
        reader.knowledge.note(Fact.AUTO, made.key)
    initial = given.positional[2] if len(given.positional) > 2 else None
    value = bool(initial.value) if isinstance(initial, Const) else None if initial else False
    return reader.emit(Signal(at, f"{made.key}.is_set", value, shared=False))


def _quit(reader: Reader, name: str, how: Exit, at: At) -> Behaviour:
    said = reader.emit(Quit(at, name, reader.role.side))
    if how is Exit.SHOWS:
        return said
    if how is Exit.ENDS:
        return seq(said, NEVER)
    return seq(SKIP if reader.session.catching else said, Jump("raise", at=at))


def thing_method(reader: Reader, receiver: Thing, name: str, node: ast.Call, given: Arguments) -> Lowered:
    """A method of a library object."""
    full = f"{receiver.cls}.{name}"
    reader.knowledge.note_limits(full, receiver.key)
    around = surroundings(reader, full, node, given)
    lowered = call_known(reader, full, receiver, reader.at(node), given)
    made = returns(full)
    if made:
        work = handed(reader, receiver, name, reader.at(node), given)
        happens = seq(around, lowered.behaviour, callbacks(reader, reader.at(node), given), work)
        return Lowered(happens, make(reader, made, full, f"{receiver.key}.{name}@{node.lineno}", given))
    if lowered.behaviour is SKIP:
        reader.knowledge.escape(*given.all())
    return Lowered(seq(around, lowered.behaviour, callbacks(reader, reader.at(node), given)), lowered.value)
