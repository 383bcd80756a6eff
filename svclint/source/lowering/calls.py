"""Calls: who is called decides what happens."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Jump, choice, seq
from svclint.contract.effects import (
    REST_WORDS,
    SIGNAL_WORDS,
    STOP_WORDS,
    THIS_PROCESS,
    Exit,
    knows,
    quiet,
    quits,
    returns,
)
from svclint.contract.events import SOME_THREAD, At, Join, Opaque, Point, Quit, Signal
from svclint.source.frame import Frame
from svclint.source.imports import FRAMEWORK, SET_STATUS
from svclint.source.knowledge import Fact
from svclint.source.lowering import host
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.attributes import attribute_of
from svclint.source.lowering.expressions import element
from svclint.source.lowering.functions import bind, follow
from svclint.source.lowering.reader import Lowered, Reader, evaluates
from svclint.source.lowering.things import call_known, make
from svclint.source.values import (
    NONE,
    UNKNOWN,
    Collection,
    Const,
    Function,
    Given,
    HostMethod,
    Instance,
    Items,
    Library,
    Many,
    Mapping,
    Method,
    Symbol,
    Thing,
    Type,
    Value,
    options,
)

_CONTAINERS = {"list", "set", "dict", "collections.deque", "collections.defaultdict", "weakref.WeakSet"}
_COPIES = {"list", "tuple", "set", "sorted", "reversed", "iter", "frozenset"}
_LOG_WORDS = frozenset(
    ["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "LogMsg", "LogInfoMsg", "LogErrorMsg"]
)


@evaluates(ast.Call)
def call(reader: Reader, node: ast.Call, frame: Frame) -> Lowered:
    """The callee and the arguments are evaluated, then the call itself."""
    naming, frame.naming = frame.naming, None
    if _is_super(node.func):
        given, lead = _arguments(reader, node, frame)
        called = _super(reader, node, frame, given)
    else:
        callee = reader.expression(node.func, frame)
        given, lead = _arguments(reader, node, frame)
        lead = seq(callee.behaviour, lead)
        frame.naming = naming
        called = apply(reader, callee.value, node, frame, given)
    frame.naming = None
    return Lowered(seq(lead, called.behaviour), called.value)


def _arguments(reader: Reader, node: ast.Call, frame: Frame) -> tuple[Arguments, Behaviour]:
    positional = [reader.expression(one, frame) for one in node.args if not isinstance(one, ast.Starred)]
    keywords = {one.arg: reader.expression(one.value, frame) for one in node.keywords if one.arg}
    complete = len(positional) + len(keywords) == len(node.args) + len(node.keywords)
    given = Arguments(
        tuple(one.value for one in positional), {name: one.value for name, one in keywords.items()}, complete
    )
    return given, seq(*(one.behaviour for one in (*positional, *keywords.values())))


def apply(reader: Reader, callee: Value, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """Call a value."""
    at = reader.at(node)
    match callee:
        case Function():
            return follow(reader, callee, given, at)
        case Type(cls=cls):
            return _construct(reader, callee, Instance(cls, frame.naming or f"{cls.name}@{node.lineno}"), at, given)
        case HostMethod(self_=self_, name=name):
            return host.METHODS[name](reader, self_, at, given)
        case Library(name=name):
            return _library(reader, name, node, frame, given)
        case Method(receiver=receiver, name=name):
            return _method(reader, receiver, name, node, given)
        case Given():
            return _harmless(reader, callee, given)
        case Many() as several:
            return _each(reader, several, node, frame, given)
    return _outside(reader, callee, node, frame, given)


def _outside(reader: Reader, callee: Value, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """A call out of sight; what it gives knows the service if the call did."""
    if frame.naming and _reaches(reader, callee, given):
        reader.knowledge.note(Fact.CONFIDANT, frame.naming)
    return opaque(reader, callee, node, given)


def _each(reader: Reader, several: Many, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """One of several objects: threads of a list are started or joined in turn, else one of them is meant."""
    made = [apply(reader, one, node, frame, given) for one in several.options]
    combine = seq if several.each else choice
    return Lowered(combine(*(one.behaviour for one in made)), made[0].value)


def _construct(reader: Reader, called: Type, made: Instance, at: At, given: Arguments) -> Lowered:
    init = called.cls.method("__init__")
    return Lowered(follow(reader, bind(init, made), given, at).behaviour if init else SKIP, made)


def _is_super(func: ast.expr) -> bool:
    match func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
    return False


def _super(reader: Reader, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """``super().method(...)``: the next class of the lineage, in the end pywin32's own."""
    assert isinstance(node.func, ast.Attribute)
    name, self_, owner = node.func.attr, frame.self_, frame.owner
    if not isinstance(self_, Instance) or owner is None:
        return opaque(reader, UNKNOWN, node, given)
    found = self_.cls.method(name, after=owner)
    if found:
        return follow(reader, bind(found, self_), given, reader.at(node))
    if name in host.METHODS and self_.cls.derives(FRAMEWORK):
        return host.METHODS[name](reader, self_, reader.at(node), given)
    return Lowered() if name.startswith("__") else opaque(reader, Symbol(f"{reader.service.name}.{name}"), node, given)


def _library(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """A call of something imported, or of a builtin."""
    at = reader.at(node)
    first = given.positional[0] if given.positional else UNKNOWN
    owner, _, method = name.rpartition(".")
    if owner == FRAMEWORK and method in host.METHODS and isinstance(first, Instance):
        return host.METHODS[method](reader, first, at, given.after_first())
    if name == SET_STATUS:
        return host.set_status(reader, at, given)
    exit_ = Exit.ENDS if first == Given(THIS_PROCESS.get(name, "")) else quits(name)
    if exit_ is not None:
        return Lowered(_quit(reader, name, exit_, at))
    if name == "functools.partial":
        return Lowered(SKIP, first)
    if name == "getattr" and isinstance(given.positional[1] if len(given.positional) > 1 else None, Const):
        return Lowered(SKIP, attribute_of(reader, first, str(given.positional[1].value)))  # type: ignore[union-attr]
    if name in _COPIES and isinstance(first, (Collection, Items, Many)):
        return Lowered(SKIP, first)
    if name in ("zip", "enumerate"):
        return Lowered(SKIP, _paired(reader, name, node, given))
    if name in _CONTAINERS:
        return Lowered(SKIP, Collection(frame.naming or f"list@{frame.label}:{node.lineno}:{node.col_offset}"))
    return _known(reader, name, node, frame, given)


def _known(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """A library call by the effect table; calling a class makes one of its objects."""
    at = reader.at(node)
    reader.knowledge.note_limits(name, None)
    cls = returns(name)
    if cls is None and not knows(name):
        if quiet(name):
            return _harmless(reader, Given(name), given)
        return _outside(reader, Library(name), node, frame, given)
    happens = call_known(reader, name, None, at, given)
    if cls is None:
        return Lowered(seq(happens.behaviour, _callbacks(reader, at, given)), happens.value)
    key = frame.naming or f"{at.text}@{frame.label}:{node.lineno}"
    made = make(reader, cls, name, key, given)
    return Lowered(seq(happens.behaviour, _unset(reader, at, made, given)), made)


def _harmless(reader: Reader, result: Given, given: Arguments) -> Lowered:
    """A quiet call; but whoever is given ``thread.join`` may call it."""
    reader.knowledge.escape(*(one for one in given.all() if isinstance(one, Method)))
    return Lowered(SKIP, result)


def _unset(reader: Reader, at: At, made: Thing, given: Arguments) -> Behaviour:
    """A new event is not set, unless CreateEvent's third argument says so."""
    if not made.cls.endswith("Event"):
        return SKIP
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


def _method(
    reader: Reader, receiver: Thing | Collection | Mapping, name: str, node: ast.Call, given: Arguments
) -> Lowered:
    if isinstance(receiver, Thing):
        return _thing_method(reader, receiver, name, node, given)
    if isinstance(receiver, Mapping):
        return Lowered(SKIP, _looked_up(reader, receiver, *given.positional[:2]) if name == "get" else UNKNOWN)
    if name in ("append", "add", "appendleft", "insert"):
        reader.knowledge.hold(f"{receiver.key}[]", given.positional[-1] if given.positional else UNKNOWN)
    if name == "items":
        pair = Items((UNKNOWN, reader.knowledge.elements(receiver.key)))
        return Lowered(SKIP, _container(reader, f"{receiver.key}.items()", pair, node))
    if name in ("values", "keys", "copy", "union"):
        return Lowered(SKIP, receiver)
    element_ = reader.knowledge.elements(receiver.key) if name in ("pop", "popleft", "get") else UNKNOWN
    # Whether the container is empty is another question now.
    return Lowered(reader.emit(Signal(reader.at(node), receiver.key, None, shared=False)), element_)


def _container(reader: Reader, key: str, element_: Value, node: ast.Call) -> Collection:
    """A container that holds ``element_``."""
    reader.knowledge.hold(f"{key}[]", element_)
    return Collection(key)


def _paired(reader: Reader, name: str, node: ast.Call, given: Arguments) -> Value:
    """``zip(a, b)`` and ``enumerate(a)``: tuples of one element of each."""
    elements = [
        reader.knowledge.elements(one.key) if isinstance(one, Collection) else UNKNOWN for one in given.positional
    ]
    pair = Items((UNKNOWN, *elements) if name == "enumerate" else tuple(elements))
    return _container(reader, f"{name}@{node.lineno}:{node.col_offset}", pair, node)


def _looked_up(reader: Reader, table: Mapping, key: Value = UNKNOWN, default: Value = NONE) -> Value:
    """``table.get(key, default)``."""
    absent = isinstance(key, Const) and all(known != key for known, _ in table.items)
    return default if absent else element(reader, table, key)


def _thing_method(reader: Reader, receiver: Thing, name: str, node: ast.Call, given: Arguments) -> Lowered:
    full = f"{receiver.cls}.{name}"
    reader.knowledge.note_limits(full, receiver.key)
    lowered = call_known(reader, full, receiver, reader.at(node), given)
    made = returns(full)
    if made:
        happens = seq(lowered.behaviour, _callbacks(reader, reader.at(node), given))
        return Lowered(happens, make(reader, made, full, f"{receiver.key}.{name}@{node.lineno}", given))
    if lowered.behaviour is SKIP:
        reader.knowledge.escape(*given.all())
    return Lowered(seq(lowered.behaviour, _callbacks(reader, reader.at(node), given)), lowered.value)


def _callbacks(reader: Reader, at: At, given: Arguments) -> Behaviour:
    """A method of the service that a library is given may be called, by whom and when nobody knows."""
    return reader.emit(Opaque(at, at.text)) if any(map(_is_callback, given.all())) else SKIP


def _is_callback(value: Value) -> bool:
    return isinstance(value, HostMethod) or (isinstance(value, Function) and value.self_ is not None)


def opaque(reader: Reader, callee: Value, node: ast.Call, given: Arguments) -> Lowered:
    """A call that cannot be followed. It may rest, and it may stop something; threads passed to it are out of sight."""
    at = reader.at(node)
    last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if last in _LOG_WORDS:
        return Lowered()
    reader.knowledge.escape(*given.all())
    reader.give_up(at, "not known what is called")
    words = _words(last)
    stops = bool(words & (STOP_WORDS | SIGNAL_WORDS)) or "stop" in at.text.lower()
    point = reader.emit(Point(at, rest=bool(words & REST_WORDS)))
    joins = reader.emit(Join(at, SOME_THREAD, None)) if last in ("join", "is_alive") else SKIP
    return Lowered(seq(point, joins, reader.emit(Opaque(at, at.text, stops, _reaches(reader, callee, given)))))


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
    return owner == reader.service.name or reader.knowledge.is_(Fact.CONFIDANT, owner)
