"""Single runs of a behaviour: what the behaviour driver is compared with.

A run is drawn by chance, but nothing impossible happens in it: it carries the truth of every key and
the phase of the service, and stops where it contradicts itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Emit, Jump, Leaves, Loop, Seq, Try
from svclint.checking.world import ALONE, Handler, Phase, Setting
from svclint.checking.worlds import MOVES
from svclint.contract.events import NOWHERE, RAISED, Event, Leave, Point, Report, Signal, Test

T = TypeVar("T")
NEXT, THROW = "next", "throw"
TURNS = (0, 1, 1, 2, 3, 4, 7, 33)


class Chance(Protocol):
    """What decides: ``random.Random``, or somebody who tries everything."""

    def random(self) -> float: ...

    def choice(self, seq: Sequence[T], /) -> T: ...


class Impossible(Exception):
    """The run contradicts itself: up to here it can happen, further it cannot."""


class Run:
    """One run; ``events`` is its trace. Without ``surprises`` no exception comes that nobody raised."""

    def __init__(self, random: Chance, setting: Setting = ALONE, surprises: bool = True) -> None:
        self.random = random
        self.setting = setting
        self.surprises = surprises
        self.phase = setting.phase
        self.accepted: int | None = None
        self.truths: dict[str, bool] = {}
        self.events: list[Event] = []
        self.guarded = False
        self.handling = False

    def trace(self, behaviour: Behaviour) -> list[Event]:
        """Run it, as far as that goes."""
        with suppress(Impossible):
            self.go(behaviour)
        return self.events

    def go(self, node: Behaviour) -> str | Jump:
        """Run a node; how it is left: NEXT, THROW or a jump."""
        match node:
            case Emit(event):
                return self.emit(event)
            case Seq(parts):
                return self.sequence(parts)
            case Choice(parts):
                if not parts:
                    raise Impossible
                return self.go(self.random.choice(parts))
            case Jump():
                return node
            case Call(body):
                way = self.go(body)
                return way if way == THROW or raises(way) else NEXT
            case Leaves():
                return self.leaves(node)
            case Loop():
                return self.loop(node)
            case Try():
                return self.attempt(node)

    def sequence(self, parts: tuple[Behaviour, ...]) -> str | Jump:
        for part in parts:
            way = self.go(part)
            if way != NEXT:
                return way
        return NEXT

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def surprise(self, share: float) -> bool:
        return self.surprises and self.chance(share)

    def emit(self, event: Event) -> str:
        if isinstance(event, Point):
            self.point()
        else:
            self.happen(event)
        return THROW if self.guarded and self.surprise(0.15) else NEXT

    def happen(self, event: Event) -> None:
        if isinstance(event, Test) and event.key not in self.setting.foreign:
            if self.truths.setdefault(event.key, event.value) != event.value:
                raise Impossible
        elif isinstance(event, Signal):
            self.truths.pop(event.key, None)
            if event.value is not None:
                self.truths[event.key] = event.value
        elif isinstance(event, Report):
            self.accepted = event.accepted
            if event.state is not None:
                self.phase = MOVES.get((self.phase, event.state), self.phase)
        self.events.append(event)

    def point(self) -> None:
        while not self.handling and self.chance(0.5):
            arriving = [handler for handler in self.setting.handlers if self.comes(handler)]
            if not arriving:
                return
            handler = self.random.choice(arriving)
            guarded, self.guarded, self.handling = self.guarded, False, True
            self.handled(self.go(handler.body))
            self.guarded, self.handling = guarded, False
            if handler.then is not None and self.phase is not Phase.STOPPING:
                self.phase = handler.then

    def comes(self, handler: Handler) -> bool:
        """Whether the SCM would deliver the control: the phase is right and the mask, when known, has its bit."""
        if self.accepted is not None and handler.accept:
            return self.phase in handler.during and handler.accept & self.accepted != 0
        return self.phase in handler.during

    def handled(self, way: str | Jump) -> str | Jump:
        """The way out of a handler. An exception nobody raised is not followed out of one."""
        if way == THROW:
            raise Impossible
        return way

    def leaves(self, node: Leaves) -> str:
        guarded, self.guarded = self.guarded, False
        way = self.handled(self.go(node.body))
        self.guarded = guarded
        jump = way if isinstance(way, Jump) else Jump("return")
        at = node.at if jump.at is NOWHERE else jump.at
        self.happen(Leave(at, node.control, RAISED if raises(way) else jump.value, jump.known))
        return THROW if self.guarded and self.surprise(0.15) else NEXT

    def loop(self, node: Loop) -> str | Jump:
        turns = self.random.choice(TURNS)
        for _ in range(max(turns, node.least) if node.count is None else node.count):
            for part in (node.again, node.body):
                way = self.go(part)
                if isinstance(way, Jump) and way.kind == "break":
                    return NEXT
                if isinstance(way, Jump) and way.kind == "continue":
                    break
                if way != NEXT:
                    return way
        return self.go(node.leave)

    def attempt(self, node: Try) -> str | Jump:
        guarded, self.guarded = self.guarded, True
        way = THROW if self.surprise(0.1) else self.go(node.body)
        self.guarded = guarded or node.final is not SKIP
        if way == NEXT:
            way = self.go(node.orelse)
        elif (way == THROW or raises(way)) and node.handlers and (node.catches or self.chance(0.5)):
            way = THROW if self.guarded and self.surprise(0.1) else self.go(self.random.choice(node.handlers))
        self.guarded = guarded
        last = self.go(node.final)
        return way if last == NEXT else last


def raises(way: str | Jump) -> bool:
    """Whether a way out is a raise statement."""
    return isinstance(way, Jump) and way.kind == "raise"
