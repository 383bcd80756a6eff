"""Random behaviours: any events in any composition, much wilder than what source gives."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import count
from random import Random

from svclint.checking.behaviour import (
    NEVER,
    SKIP,
    Behaviour,
    Call,
    Choice,
    Emit,
    Jump,
    Leaves,
    Loop,
    Try,
    choice,
    seq,
)
from svclint.checking.world import Handler, Phase, Setting
from svclint.contract.events import (
    AUTO,
    At,
    By,
    Count,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Opaque,
    Point,
    Quit,
    Report,
    Side,
    Signal,
    Spawn,
    Test,
    Took,
    Wait,
    WaitKind,
)
from svclint.contract.states import State

KEYS = ("self.running", "self.stopping", "self.ready")
WAITS = (
    (5.0, Took(5, 5)),
    (12.0, Took(0, 12)),
    (math.inf, Took(0, math.inf)),
    (31.0, Took(31, 31)),
    (None, Took(0, 3)),
)


class Source:
    """Draws behaviours; every place has its own line. Without ``truths`` nothing is tested or signalled."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.truths = True
        self.lines = count(1)
        self.bodies: list[Behaviour] = []

    def at(self) -> At:
        line = next(self.lines)
        return At("service.py", line, 1, line, 2, f"line {line}")

    def one(self, *makers: Callable[[], Event]) -> Behaviour:
        return Emit(self.random.choice(makers)())

    def flip(self) -> bool:
        return self.random.random() < 0.5

    def key(self) -> str:
        return self.random.choice(KEYS)

    def truth(self) -> Behaviour:
        """A test, a signal, or both branches of a test."""
        key = self.key()
        return self.random.choice(
            (
                lambda: Emit(Test(self.at(), key, self.flip())),
                lambda: Emit(Signal(self.at(), key, self.random.choice((True, False, None)))),
                lambda: choice(*(seq(Emit(Test(self.at(), key, value)), self.event()) for value in (True, False))),
            )
        )()

    def event(self) -> Behaviour:
        draw, at = self.random, self.at()
        if self.truths and draw.random() < 0.3:
            return self.truth()
        asked, took = draw.choice(WAITS)
        return self.one(
            lambda: self.report(at),
            lambda: self.report(at),
            lambda: Wait(at, WaitKind.SLEEP, "x", asked, took),
            lambda: Spawn(at, draw.choice("ab"), ends=draw.choice((True, False, None))),
            lambda: Join(at, draw.choice("ab"), complete=self.flip()),
            lambda: Known(at, draw.choice("ab"), alive=self.flip()),
            lambda: Enter(at, draw.choice(("STOP", "INTERROGATE"))),
            lambda: Leave(at, "STOP", draw.choice((None, 0, 120))),
            lambda: Quit(at, "sys.exit", Side.RUN),
            lambda: Count(at, "cp", draw.choice("+=?")),
            lambda: Opaque(at, "g", stops=self.flip()),
            lambda: Point(at, rest=self.flip()),
        )

    def report(self, at: At) -> Report:
        draw = self.random
        state = draw.choice((*State, None))
        point = draw.choice((AUTO, 1, 2, "cp", None))
        by, side, mask = draw.choice(tuple(By)), draw.choice((Side.RUN, Side.HANDLER)), draw.choice((None, None, 0, 1))
        return Report(at, state, point, 5000, 0, by, side, mask)

    def behaviour(self, depth: int, loops: bool = False) -> Behaviour:
        draw = self.random
        if depth == 0:
            return self.event()
        makers = (
            (40, self.event),
            (20, lambda: seq(*(self.behaviour(depth - 1, loops) for _ in range(draw.randint(2, 4))))),
            (12, lambda: Choice(tuple(self.behaviour(depth - 1, loops) for _ in range(draw.randint(2, 3))))),
            (12, lambda: self.loop(depth)),
            (10, lambda: self.attempt(depth, loops)),
            (6, lambda: self.call(depth)),
            (5, lambda: self.handler(draw.choice(("STOP", "INTERROGATE")), depth - 1)),
            (5, lambda: choice(SKIP, self.jump(loops))),
            (1, lambda: NEVER),
        )
        weights, chosen = zip(*makers, strict=True)
        made: Behaviour = draw.choices(chosen, weights)[0]()
        return made

    def jump(self, loops: bool) -> Behaviour:
        kinds = ("return", "raise", "break", "continue") if loops else ("return", "raise")
        return Jump(self.random.choice(kinds), self.random.choice((None, 0, 120)), self.flip(), self.at())

    def loop(self, depth: int) -> Behaviour:
        draw = self.random
        again, leave = (draw.choice((SKIP, self.event())) for _ in range(2))
        if self.flip():
            key = self.key()
            again, leave = (seq(Emit(Point(self.at())), Emit(Test(self.at(), key, value))) for value in (True, False))
        body = self.behaviour(depth - 1, loops=True)
        return Loop(again, leave, body, draw.randint(0, 2), draw.choice((None, None, 0, 3, 40)))

    def attempt(self, depth: int, loops: bool) -> Behaviour:
        draw = self.random
        body = self.behaviour(depth - 1, loops)
        handlers = tuple(self.behaviour(depth - 1, loops) for _ in range(draw.choice((0, 1, 1, 2))))
        orelse = self.behaviour(depth - 1, loops) if handlers and draw.random() < 0.3 else SKIP
        final = self.behaviour(depth - 1, loops) if not handlers or draw.random() < 0.4 else SKIP
        return Try(body, handlers, orelse, final, self.flip())

    def call(self, depth: int) -> Behaviour:
        if not self.bodies or self.flip():
            self.bodies.append(self.behaviour(depth - 1))
        return Call(self.random.choice(self.bodies), "f", self.at())

    def handler(self, control: str, depth: int) -> Behaviour:
        """A handler's body, from Enter to Leave."""
        return Leaves(seq(Emit(Enter(self.at(), control)), self.behaviour(depth)), control, self.at())

    def setting(self, depth: int) -> Setting:
        """Handlers in their usual phases, somewhere in the life of the service."""
        running, paused = Phase.RUNNING, Phase.PAUSED
        known = (
            Handler("STOP", self.handler("STOP", depth), frozenset({running, paused}), Phase.STOPPING, 1),
            Handler("PAUSE", self.handler("PAUSE", depth), frozenset({running}), paused, 2),
            Handler("CONTINUE", self.handler("CONTINUE", depth), frozenset({paused}), running, 2),
            Handler("INTERROGATE", self.handler("INTERROGATE", depth), frozenset({running, paused}), None),
        )
        handlers = tuple(handler for handler in known if self.random.random() < 0.6)
        phase = self.random.choice((Phase.STARTING, running))
        return Setting(handlers, phase, frozenset(key for key in KEYS if self.random.random() < 0.2))
