"""Calls of a service that is written without a framework: ctypes, and the SCM's own functions."""

from __future__ import annotations

import ast
import ntpath

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.effects import Argument, canonical, dll
from svclint.contract.events import At, Undeclared
from svclint.contract.foreign import (
    ADVAPI32,
    CALLBACKS,
    LOAD,
    LOADERS,
    POINTERS,
    SIMPLE,
    WINDLL,
    extended,
    registers,
    sets_status,
)
from svclint.contract.records import value
from svclint.source.frame import Frame
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.declarations import ARGUMENTS, RESULT, declarations
from svclint.source.lowering.modules import library
from svclint.source.lowering.opaque import callbacks
from svclint.source.lowering.reader import Lowered, Reader
from svclint.source.lowering.statuses import by_fields
from svclint.source.lowering.structures import fields, lose
from svclint.source.values import (
    NONE,
    UNKNOWN,
    Const,
    Function,
    Given,
    Instance,
    Items,
    Library,
    Thing,
    Value,
    const,
    number,
)

HANDLE = "ctypes.ServiceStatusHandle"
CALLBACK = "ctypes.<callback type>"  # what WINFUNCTYPE(...) gives: called, it wraps a function
VOID_CALLBACK = "ctypes.<callback type without result>"


@value
class Registration:
    """A control handler is registered by the call at ``at``; ``context`` is handed to it each time."""

    handler: Function
    function: str
    extended: bool
    context: Value
    at: At


def foreign_call(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered | None:
    """What such a call does and gives; None when it is none."""
    full = canonical(name)
    if registers(full):
        return _register(reader, full, node, frame, given)
    if sets_status(full):
        return _set_status(reader, full, node, frame, given)
    if full.startswith(WINDLL):
        lose(given.all(), frame)
    made = _made(reader, name, given.positional[0] if given.positional else None)
    return None if made is None else Lowered(SKIP, made)


def _made(reader: Reader, name: str, first: Value | None) -> Value | None:
    """What a call of ctypes' own gives."""
    if name in LOADERS or name in LOAD:
        return _loaded(first)
    if name in CALLBACKS:
        return Library(VOID_CALLBACK if first == NONE else CALLBACK)
    if name in (CALLBACK, VOID_CALLBACK):
        if name == VOID_CALLBACK:
            reader.session.void.add(first)
        return _wrapped(first)
    if name in POINTERS and isinstance(first, (Function, Instance)):
        return first
    if (name.startswith(SIMPLE) or name == "int") and first is not None and number(first) is not None:
        return first
    return Given(name) if name == "ctypes.POINTER" else None


def _set_status(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """``SetServiceStatus(handle, byref(status))``; it succeeds: what follows a failure is another story."""
    handle, status = given.get(Argument(0, None)), given.get(Argument(1, None))
    short = isinstance(handle, Thing) and handle.cls == HANDLE
    told = _undeclared(reader, name, node, frame, ARGUMENTS) if short else SKIP
    sent = by_fields(reader, reader.at(node), fields(reader, status or UNKNOWN, frame))
    return Lowered(seq(told, sent.behaviour), const(1))


def _loaded(path: Value | None) -> Value:
    text = path.value if isinstance(path, Const) else None
    return Library(dll(ntpath.basename(text))) if isinstance(text, str) else UNKNOWN


def _wrapped(first: Value | None) -> Value:
    """A callback is the function it was made of; a pair of name and library is a function of that library."""
    match first:
        case None:
            return NONE
        case Items(values=(Const(value=str(function)), Library(name=owner))):
            return library(f"{owner}.{function}")
    return first


def _register(reader: Reader, name: str, node: ast.Call, frame: Frame, given: Arguments) -> Lowered:
    """``RegisterServiceCtrlHandlerEx(name, handler, context)``."""
    at = reader.at(node)
    handler = given.get(Argument(1, None))
    context = given.get(Argument(2, None))
    if isinstance(handler, Function):
        more = extended(name) or (context is not None and not (isinstance(context, Const) and not context.value))
        reader.session.registered.setdefault(at, Registration(handler, name, more, context or NONE, at))
    told = [_undeclared(reader, name, node, frame, RESULT)]
    if isinstance(handler, Function) and extended(name) and _answers_nothing(reader, handler):
        told.append(reader.emit(Undeclared(at, _last(name), "callback")))
    happens = SKIP if isinstance(handler, Function) else callbacks(reader, at, given)
    return Lowered(seq(*told, happens), Thing(HANDLE, frame.naming or f"{HANDLE}@{frame.label}:{at.line}"))


def _undeclared(reader: Reader, name: str, node: ast.Call, frame: Frame, what: str) -> Behaviour:
    """A word about a function of advapi32 that this file loads and does not declare."""
    base: ast.expr = node.func
    while isinstance(base, ast.Attribute):
        base = base.value
    imported = frame.module.canonical(base) or "ctypes"
    owner, _, function = name.rpartition(".")
    if owner != ADVAPI32 or not imported.startswith("ctypes") or not declarations(frame.module).lacks(function, what):
        return SKIP
    return reader.emit(Undeclared(reader.at(node), function, what))


def _answers_nothing(reader: Reader, handler: Function) -> bool:
    """Whether the handler is wrapped by a callback type without a result."""
    if isinstance(handler.node, ast.Lambda) or handler in reader.session.void:
        return handler in reader.session.void
    scope = handler.scope or Frame(reader.module.label, reader.module)
    wrapped = (reader.expression(one, scope).value for one in handler.node.decorator_list)
    return Library(VOID_CALLBACK) in wrapped


def _last(name: str) -> str:
    return name.rpartition(".")[2]
