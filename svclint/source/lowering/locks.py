"""Locks: which are held while the code waits, and where a handler takes one of those."""

from __future__ import annotations

import math
from collections.abc import Iterable

from svclint.checking.behaviour import SKIP, Behaviour, events
from svclint.contract.effects import Blocks, blocking
from svclint.contract.events import At, Contended, Event, Side, Wait, WaitKind
from svclint.source.knowledge import Fact
from svclint.source.lowering.reader import Reader
from svclint.source.values import Thing, Value

LONG = 1.0  # seconds that a handler may wait, or a lock be held, without a word


def hold(reader: Reader, managed: Iterable[Value], body: Behaviour) -> None:
    """Take note of the locks of a ``with`` statement whose body waits; a condition lets go of its own meanwhile."""
    if reader.role.side is Side.HANDLER:
        return
    for value in managed:
        if isinstance(value, Thing) and _is_lock(value) and any(_lasts(reader, one) for one in events(body)):
            reader.knowledge.note(Fact.HELD, value.key)


def contended(reader: Reader, at: At, subject: str, blocks: Blocks, asked: float | None) -> Behaviour:
    """What is told of a handler that waits for a lock: whether other code holds it for long."""
    if blocks.kind is not WaitKind.LOCK or reader.role.side is not Side.HANDLER:
        return SKIP
    insists = asked is not None and asked > LONG
    return reader.emit(Contended(at, subject)) if insists and reader.knowledge.is_(Fact.HELD, subject) else SKIP


def _is_lock(value: Thing) -> bool:
    blocks = blocking(f"{value.cls}.__enter__")
    return blocks is not None and blocks.kind is WaitKind.LOCK and not value.cls.endswith("Condition")


def _lasts(reader: Reader, event: Event) -> bool:
    """A wait that may be long: without a limit, again and again, or for a second or more."""
    if not isinstance(event, Wait) or event.kind is WaitKind.LOCK or _lets_go(reader, event):
        return False
    return event.kind is WaitKind.LOOP or event.asked == math.inf or (event.asked or 0.0) >= LONG


def _lets_go(reader: Reader, wait: Wait) -> bool:
    """Whether the wait is for a condition, which may have been made of the very lock."""
    held = reader.knowledge.value(wait.subject)
    return isinstance(held, Thing) and held.cls.endswith("Condition")
