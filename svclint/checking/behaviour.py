"""Behaviours: the events of all runs of a piece of source, composed.

A behaviour is a small tree (in fact a DAG: bodies of functions are shared): sequence, choice, loop,
call and try over single events. Tests are not nodes: ``if c`` is a Choice whose branches begin with
the Test event; a constant condition puts NEVER into the dead branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from svclint.contract.events import NOWHERE, At, Event
from svclint.contract.records import record

# Nodes are compared by identity: comparing a DAG by value is exponential.


@record
class Emit:
    """One event."""

    event: Event


@record
class Seq:
    """One after the other."""

    parts: tuple[Behaviour, ...]


@record
class Choice:
    """One of these; without parts: never gets here."""

    parts: tuple[Behaviour, ...]


@record
class Loop:
    """``again`` then ``body``, any number of times, then ``leave``.

    ``least`` is how often the body runs at least; ``count``, when known, how often exactly.
    ``again`` holds what is so when one more turn is taken (point, test), ``leave`` what is so when not.
    """

    again: Behaviour
    leave: Behaviour
    body: Behaviour
    least: int = 0
    count: int | None = None


@record
class Try:
    """Python's try statement. ``catches``: one of the handlers takes every exception."""

    body: Behaviour
    handlers: tuple[Behaviour, ...]
    orelse: Behaviour
    final: Behaviour
    catches: bool = True


@record
class Jump:
    """``return``, ``break``, ``continue`` or ``raise``; ``value`` is what a return gives, when ``known``."""

    kind: str
    value: object = None
    known: bool = True
    at: At = NOWHERE


@record
class Call:
    """A function's body, followed: returns end here, exceptions go on. ``label`` names the function."""

    body: Behaviour
    label: str
    at: At


@record
class Leaves:
    """A handler's body: every way out of it becomes a Leave event that carries the result.

    ``at`` is the handler's own place, used where no statement says how it is left.
    """

    body: Behaviour
    control: str
    at: At


Behaviour: TypeAlias = Emit | Seq | Choice | Loop | Try | Jump | Call | Leaves

SKIP = Seq(())
NEVER = Choice(())


def seq(*parts: Behaviour) -> Behaviour:
    """The parts one after the other, flattened; SKIP vanishes."""
    flat: list[Behaviour] = []
    for part in parts:
        if isinstance(part, Seq):
            flat += part.parts
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else Seq(tuple(flat)) if flat else SKIP


def choice(*parts: Behaviour) -> Behaviour:
    """One of the parts, flattened, each once."""
    flat: dict[int, Behaviour] = {}
    for part in parts:
        for one in part.parts if isinstance(part, Choice) else (part,):
            flat.setdefault(id(one), one)
    chosen = tuple(flat.values())
    return chosen[0] if len(chosen) == 1 else Choice(chosen)


def _body(node: Call | Leaves) -> tuple[Behaviour, ...]:
    return (node.body,)


def _of_try(node: Try) -> tuple[Behaviour, ...]:
    return node.body, *node.handlers, node.orelse, node.final


_CHILDREN: dict[type[Behaviour], Callable[[Any], tuple[Behaviour, ...]]] = {
    Seq: attrgetter("parts"),
    Choice: attrgetter("parts"),
    Loop: attrgetter("again", "body", "leave"),
    Call: _body,
    Leaves: _body,
    Try: _of_try,
}


def children(node: Behaviour) -> tuple[Behaviour, ...]:
    """The parts of a node, in the order in which they can happen."""
    parts = _CHILDREN.get(type(node))
    return parts(node) if parts else ()


def nodes(root: Behaviour) -> Iterator[Behaviour]:
    """Every node below and with ``root``, shared ones once; no recursion, so depth does not matter."""
    seen, stack = {root}, [root]
    while stack:
        node = stack.pop()
        yield node
        if type(node) is not Emit:  # most are
            for child in children(node)[::-1]:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)


def events(root: Behaviour) -> Iterator[Event]:
    """Every event of a behaviour, in the order of its nodes."""
    return (node.event for node in nodes(root) if type(node) is Emit)
