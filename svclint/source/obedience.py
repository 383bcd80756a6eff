"""Who obeys a signal: the tests after which the main code, or a thread it started, comes to its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from svclint.checking.behaviour import Behaviour, Call, Emit, Jump, Loop, Seq, children, events
from svclint.contract.events import Obeyed, Opaque, Test, Wait, WaitKind


class Inside(NamedTuple):
    """How deep a part stands in loops, two for more, and whether in a function that one of them calls."""

    loops: int = 0
    called: bool = False


def obeyed(run: Behaviour, threads: Iterable[Behaviour]) -> Iterator[Obeyed]:
    """Each key and value that ends the main code or a thread, once. What only lets an inner loop go on ends nothing."""
    known = set()
    for body in (run, *threads):
        for test in _ends(body):
            if (test.key, test.value) not in known:
                known.add((test.key, test.value))
                yield Obeyed(test.at, test.key, test.value, body is run or _only_joins(run))


def _only_joins(run: Behaviour) -> bool:
    """Whether the main code waits without a limit for threads alone."""
    waits = {one.kind for one in events(run) if isinstance(one, Wait) and one.asked == math.inf}
    unread = any(isinstance(one, Opaque) for one in events(run))
    return WaitKind.JOIN in waits and waits <= {WaitKind.JOIN, WaitKind.LOCK} and not unread


def _ends(body: Behaviour) -> Iterator[Test]:
    stack, seen = [(body, Inside())], set()
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        node, inside = part
        if isinstance(node, Loop) and not inside.loops:
            yield from (one for one in events(node.leave) if isinstance(one, Test))
        elif isinstance(node, Seq):
            yield from _of_sequence(node, inside)
        stack += [(one, _below(node, one, inside)) for one in reversed(children(node))]


def _below(node: Behaviour, part: Behaviour, inside: Inside) -> Inside:
    if isinstance(node, Loop) and part is not node.leave:
        return inside._replace(loops=min(inside.loops + 1, 2))
    return inside._replace(called=True) if isinstance(node, Call) and inside.loops else inside


def _of_sequence(node: Seq, inside: Inside) -> Iterator[Test]:
    """What a wait without a limit waits for, and what a branch is taken for that leaves for good."""
    if not inside.loops:
        for one, then in zip(node.parts, node.parts[1:], strict=False):
            match one, then:
                case Emit(event=Wait(asked=math.inf)), Emit(event=Test() as test):
                    yield test
    if any(isinstance(one, Jump) and _leaves(one, inside) for one in node.parts[-1:]):
        yield from _first(node)


def _leaves(jump: Jump, inside: Inside) -> bool:
    """Whether a jump leads out of the outermost loop."""
    if jump.kind == "break":
        return inside.loops == 1 and not inside.called
    return jump.kind in ("return", "raise") and not inside.called


def _first(node: Seq) -> Iterator[Test]:
    """The tests that a branch begins with."""
    for one in node.parts:
        if not isinstance(one, Emit) or not isinstance(one.event, Test):
            return
        yield one.event
