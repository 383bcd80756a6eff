"""cx_Freeze's service host: C code reports everything, around a class with initialize, run and stop (part D.8).

``stop`` runs on the dispatcher's thread, and STOPPED follows its return, whether ``run`` is over by then or not.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Emit, Leaves, Loop, Seq, Try, choice, events, seq
from svclint.contract.controls import Control
from svclint.contract.events import Event, Join, Known, Opaque, Quit, Side, Signal, Spawn, Test, Wait, WaitKind
from svclint.contract.framework import CX_INITIALIZE, CX_RUN, CX_SESSION, CX_STOP
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED
from svclint.source.classes import ClassModel
from svclint.source.frame import Role
from svclint.source.hosts.chosen import CX_FREEZE, chosen
from svclint.source.hosts.parts import Reading
from svclint.source.imports import FRAMEWORK
from svclint.source.model import Controlled
from svclint.source.module import Module
from svclint.source.values import UNKNOWN
from svclint.source.walking import walk

# The names that the host tries, and how many arguments it calls them with.
_INITIALIZE: Final = (CX_INITIALIZE, 1)
_RUN: Final = (CX_RUN, 0)
_STOP: Final = (CX_STOP, 0)
_SESSION: Final = (CX_SESSION, 2)
_WORDS: Final = ("cx_Freeze", "cx_Logging")
_ENDS: Final = (WaitKind.JOIN, WaitKind.PROCESS)
_LIMIT: Final = 30.0  # seconds the SCM gives a handler (HND-02)


def handlers(module: Module) -> Iterator[Handler]:
    """The classes of the file that are such handlers."""
    told = any(word in line for line in module.source.lines for word in _WORDS)
    framed = any(one.derives(FRAMEWORK) for one in module.classes)  # pywin32's, which cx_Freeze only packs
    for cls in module.classes:
        host = chosen(module, cls.node)
        if host == CX_FREEZE or (told and not host and not framed and _looks(module, cls)):
            yield Handler(module, cls)


def _looks(module: Module, cls: ClassModel) -> bool:
    """Whether the class has all three methods, as the host calls them, and is nothing else, and made by nobody here."""
    alone = not any(isinstance(one, str) for one in cls.lineage()) and not _made(module, cls)
    return alone and all(_fits(cls, *part) for part in (_INITIALIZE, _RUN, _STOP))


def _made(module: Module, cls: ClassModel) -> bool:
    """Whether the file makes an object of the class itself."""
    calls = (one.func for one in walk(module.tree) if isinstance(one, ast.Call))
    return any(isinstance(one, ast.Name) and one.id == cls.name for one in calls)


def _fits(cls: ClassModel, names: tuple[str, ...], given: int) -> bool:
    found = next((cls.method(name) for name in names if cls.method(name)), None)
    if found is None or isinstance(found[0], ast.AsyncFunctionDef):
        return False
    spec = found[0].args
    many = len(spec.posonlyargs) + len(spec.args) - 1  # without self
    return many - len(spec.defaults) <= given and (given <= many or spec.vararg is not None)


class Handler(Reading):
    """One such class."""

    def entries(self) -> tuple[Behaviour, tuple[Controlled, ...]] | None:
        """The life of the service as ``run`` lives it, and as ``stop`` ends it."""
        built, initialized = self.method("__init__"), self._part(_INITIALIZE)
        run, stop = self._part(_RUN), self._part(_STOP, Side.HANDLER)
        if run is None or stop is None:
            return None
        signals = {one.key for one in events(run) if isinstance(one, Signal) and one.value is not False}
        self.session.knowledge.foreign.update(signals)
        starting, running = self.host(run.at, START_PENDING), self.host(run.at, RUNNING)
        begun = seq(built or SKIP, starting, initialized or SKIP, running)
        life = seq(begun, run, self.host(run.at, STOPPED))
        return choice(life, *self._cut_off(begun, run, stop)), tuple(self._controls(stop, signals))

    def _part(self, part: tuple[tuple[str, ...], int], side: Side = Side.RUN) -> Call | None:
        names, given = part
        name = next((one for one in names if self.cls.method(one)), "")
        return self.method(name, Role(side), (UNKNOWN,) * given)

    def _cut_off(self, begun: Behaviour, run: Call, stop: Call) -> Iterator[Behaviour]:
        """The life ended by a ``stop`` that waits for nothing: the host reports STOPPED while ``run`` is busy."""
        busy = any(isinstance(one, (Wait, Opaque)) for one in events(run))
        waits = any(isinstance(one, (Wait, Opaque, Join, Known, Quit)) for one in events(stop))
        if busy and not waits:
            spawned = self.reader().emit(Spawn(run.at, run.label, None, False))
            yield seq(begun, spawned, self._stopping(stop), self.host(stop.at, STOPPED, Side.HANDLER))

    def _controls(self, stop: Call, signals: set[str]) -> Iterator[Controlled]:
        stopping = self._stopping(Call(spared(stop.body, signals), stop.label, stop.at))
        yield self.controlled(Control.STOP, stopping, [RUNNING], SKIP)
        session = self._part(_SESSION, Side.HANDLER)
        if session:
            yield self.controlled(
                Control.SESSIONCHANGE, self.handler(Control.SESSIONCHANGE, session.at, session), [RUNNING], SKIP
            )

    def _stopping(self, stop: Call) -> Behaviour:
        return self.handler(Control.STOP, stop.at, self.host(stop.at, STOP_PENDING, Side.HANDLER), stop)


def spared(stop: Behaviour, signals: set[str]) -> Behaviour:
    """``stop`` without its waits for the end of ``run``, which gives one of the signals then: these are its duty.

    So it is to wait for threads, for child processes, and for a server that it asks to stop. A wait for an event that
    ends in time is taken for one of them; one that is known to last too long is not spared.
    """
    told = {one.at for one in events(stop) if _tells(one, signals)}
    objects = {key.removesuffix(".is_set") for key in signals if key.endswith(".is_set")}

    def is_duty(event: Event) -> bool:
        if not isinstance(event, Wait) or (event.asked is not None and _LIMIT <= event.asked < math.inf):
            return False
        short = event.kind is WaitKind.EVENT and event.asked not in (None, math.inf)
        return short or event.kind in _ENDS or event.at in told or event.subject in objects

    return _rewritten(stop, is_duty, signals)


def _tells(event: Event, signals: set[str]) -> bool:
    """Whether the call at this place ends by one of the signals, or when somebody's loop is over."""
    return event.key in signals if isinstance(event, Test) else isinstance(event, Opaque) and event.stops


def _rewritten(node: Behaviour, drops: Callable[[Event], bool], signals: set[str]) -> Behaviour:
    """The same without some events; a loop that ends by one of the signals does not wait."""
    match node:
        case Emit(event=event):
            return SKIP if drops(event) else node
        case Seq(parts=parts):
            return seq(*(_rewritten(one, drops, signals) for one in parts))
        case Choice(parts=parts):
            return Choice(tuple(_rewritten(one, drops, signals) for one in parts))
        case Loop(leave=leave):
            asks = any(isinstance(one, Test) and one.key in signals for one in events(leave))
            inner = (lambda event: isinstance(event, Wait)) if asks else drops
            again, body, after = (_rewritten(one, inner, signals) for one in (node.again, node.body, leave))
            return replace(node, again=again, body=body, leave=after)
        case Try():
            parts = (node.body, *node.handlers, node.orelse, node.final)
            body, *clauses, orelse, final = (_rewritten(one, drops, signals) for one in parts)
            return Try(body, tuple(clauses), orelse, final, node.catches)
        case Call() | Leaves():
            return replace(node, body=_rewritten(node.body, drops, signals))
    return node
