"""Threads that do nothing but wait and report: by the shape of what they run, and by what that was seen to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from svclint.checking.behaviour import Behaviour, events
from svclint.contract.effects import is_process
from svclint.contract.events import Event, Heartbeat, Known, Opaque, Report, Spawn, Test, Unread, Wait
from svclint.source.blindness import looks_at_nothing
from svclint.source.classes import Def
from svclint.source.lowering import Session
from svclint.source.module import Module
from svclint.source.values import Function
from svclint.source.walking import walk

_LEARNS: Final = (Test, Known, Unread, Opaque)


def heartbeats(module: Module, session: Session) -> Iterator[Heartbeat]:
    """The heartbeats among the threads that were read."""
    threads = {key: work for key, work in session.targets.items() if not is_process(key[0])}
    functions = [*module.functions.values(), *(one for cls in module.classes for one in cls.methods.values())]
    for (_, thread, function), work in threads.items():
        report = _beaten(functions, thread, function, work)
        if report is not None:
            yield Heartbeat(report.at, thread, len(threads) == 1)


def _beaten(functions: Sequence[Def], thread: str, function: Function, work: Behaviour) -> Report | None:
    """The pending report that a thread makes again and again, if that is all it does."""
    told: list[Event] = list(events(work))
    reports = [one for one in told if isinstance(one, Report)]
    if not reports or any(isinstance(one, _LEARNS) for one in told) or isinstance(function.node, ast.Lambda):
        return None
    if any(one.state is None or not one.state.pending for one in reports):
        return None
    again = any(isinstance(one, Spawn) and one.thread == thread for one in told)
    turns = any(isinstance(one, (ast.While, ast.For)) for one in walk(function.node))
    goes_on = again or (turns and any(isinstance(one, Wait) for one in told))
    return reports[0] if goes_on and looks_at_nothing(function.node, functions) else None
