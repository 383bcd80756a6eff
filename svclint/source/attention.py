"""Loops inside the main loop that wait without a look at the signals by which the service ends."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from svclint.checking.behaviour import (
    NEVER,
    Behaviour,
    Call,
    Choice,
    Emit,
    Jump,
    Loop,
    Seq,
    Try,
    children,
    events,
    nodes,
)
from svclint.contract.events import At, By, Event, Inattentive, Opaque, Point, Report, Test, Wait, WaitKind

_SET: Final = ".is_set"
_WORD: Final = re.compile(r"\w+")
Signals: TypeAlias = "set[tuple[str, bool]]"


def inattentive(run: Behaviour, given: Signals) -> Iterator[Inattentive]:
    """The waits of such loops, each once. ``given``: the signals and their values that end the service."""
    said: set[At] = set()
    seen: set[Behaviour] = set()
    for loop in nodes(run) if given else ():
        if isinstance(loop, Loop) and _asks(loop, given):
            for part in (loop.again, loop.body):
                for one in _inside(part, given, seen):
                    if one.at not in said:
                        said.add(one.at)
                        yield one


def _asks(node: Behaviour, given: Signals) -> bool:
    keys = {key for key, _ in given}
    names = {key.removesuffix(_SET).rpartition(".")[2] for key in keys}
    for one in events(node):
        if isinstance(one, Test) and one.key in keys:
            return True
        if isinstance(one, Wait) and (f"{one.subject}{_SET}" in keys or names.intersection(_WORD.findall(one.at.text))):
            return True
    return False


def _inside(node: Behaviour, given: Signals, seen: set[Behaviour]) -> Iterator[Inattentive]:
    """The loops below a node, but those behind the very signal; each part once."""
    if node in seen:
        return
    seen.add(node)
    match node:
        case Loop() if not _asks(node, given):
            yield from _judged(node, 0.0)
        case Seq(parts=parts):
            for one, then in zip(parts, (*parts[1:], None), strict=False):
                if isinstance(one, Emit) and isinstance(one.event, Test) and (one.event.key, one.event.value) in given:
                    return
                if isinstance(one, Loop) and not _asks(one, given):
                    yield from _judged(one, _rest(one, then))
                else:
                    yield from _inside(one, given, seen)
        case _:
            for one in children(node):
                yield from _inside(one, given, seen)


def _rest(loop: Loop, then: Behaviour | None) -> float:
    """What the turns of a counted loop add that are not read one by one."""
    match then:
        case Emit(event=Wait(kind=WaitKind.LOOP, asked=float() | int() as asked, at=at)) if asked < math.inf:
            return asked if any(isinstance(one, Wait) and one.at == at for one in events(loop)) else 0.0
    return 0.0


def _judged(loop: Loop, rest: float) -> Iterator[Inattentive]:
    found = list(events(loop))
    waits = [one for one in found if isinstance(one, Wait) and one.kind is not WaitKind.LOOP and one.asked]
    if not waits or any(map(_looks_or_tells, found)):
        return
    longest = max(waits, key=lambda one: (one.took.least, -one.at.line))
    turn = _least(loop.body)
    total = turn * (loop.count or 1) + rest
    early = _left_early(loop.body)  # how many turns it takes, nobody knows
    if total:
        yield Inattentive(longest.at, turn if early else total)
    if early and loop.count is not None:
        yield Inattentive(longest.at, total, sure=False)
    elif loop.count is None and (early or any(isinstance(one, Point) and one.rest for one in events(loop.again))):
        yield Inattentive(longest.at, None, sure=False)


def _left_early(body: Behaviour) -> bool:
    """Whether a turn may end the loop; what a function called in it does, stays there."""
    stack = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, Jump) and node.kind != "continue":
            return True
        if not isinstance(node, Call):
            stack += children(node)
    return False


def _looks_or_tells(event: Event) -> bool:
    """Whether it may look for the signal out of sight, or is progress that the SCM hears of."""
    return (isinstance(event, Opaque) and event.reports) or (isinstance(event, Report) and event.by is By.USER)


def _least(root: Behaviour) -> float:
    """How long a piece of behaviour lasts at least; a part that is shared is looked at once."""
    known: dict[Behaviour, float] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        missing = [one for one in children(node) if one not in known]
        if missing:
            stack += missing
        else:
            known[stack.pop()] = _lasts(node, known)
    return known[root]


def _lasts(node: Behaviour, known: Mapping[Behaviour, float]) -> float:
    """The same of a node whose parts are known."""
    match node:
        case Emit(event=Wait(kind=kind, took=took)):
            return 0.0 if kind is WaitKind.LOOP or took.least == math.inf else took.least
        case Seq(parts=parts):
            end = next((number for number, one in enumerate(parts) if isinstance(one, Jump)), len(parts))
            return sum(known[one] for one in parts[:end])
        case Choice(parts=parts):
            return min((known[one] for one in parts if one is not NEVER), default=0.0)
        case Call(body=body) | Try(body=body):
            return known[body]
        case Loop(count=int() as count, body=body):
            return count * known[body]
    return 0.0
