"""The walk: Python's control flow, over configurations.

Every node takes configurations in and gives them out by the way in which it is left.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from svclint.checking.behaviour import Behaviour, Call, Choice, Emit, Jump, Leaves, Loop, Seq, Try
from svclint.checking.interleave import Arrivals
from svclint.checking.loops import Turns
from svclint.checking.stepping import NONE, Config, Configs, Stepper
from svclint.checking.trails import Trail, splice
from svclint.checking.tries import attempt
from svclint.checking.ways import BREAK, CONTINUE, NEXT, THROW, Ways, left, merge, raises
from svclint.contract.events import Event, Leave, Point


class Walk:
    """Walks one (sliced) behaviour. ``guarded``: a try statement is around, so implicit exceptions count."""

    def __init__(self, stepper: Stepper, turns: Turns) -> None:
        """Without ``arrivals`` nothing happens at Points."""
        self.stepper = stepper
        self.turns = turns
        self.arrivals: Arrivals | None = None
        self.guarded = False
        self.base: Trail | None = None
        self.summaries: dict[tuple[int, Config, bool], Ways] = {}
        self.lefts: dict[tuple[int, Jump], Leave] = {}
        # One table, one frame per level of the behaviour.
        self.walks: dict[type[Behaviour], Callable[[Any, Configs], Ways]] = {
            Emit: self.emit,
            Seq: self.sequence,
            Choice: self.choice,
            Loop: self.loop,
            Try: partial(attempt, self),
            Jump: self.jump,
            Call: self.call,
            Leaves: self.leaves,
        }

    def go(self, node: Behaviour, configs: Configs) -> Ways:
        """All ways out of ``node``."""
        return self.walks[type(node)](node, configs) if configs else {}

    def emit(self, node: Emit, configs: Configs) -> Ways:
        """One event; in a try, an exception may follow it. (Before it, it follows what was before.)"""
        after = self.after(node.event, configs)
        return {NEXT: after, THROW: self.stepper.thrown(after)} if self.guarded else {NEXT: after}

    def after(self, event: Event, configs: Configs) -> Configs:
        """The configurations after one event, or after the controls that arrive at it."""
        if isinstance(event, Point):
            return self.arrivals.at(event, configs, self.base) if self.arrivals else configs
        return self.stepper.after(event, configs, self.base)

    def sequence(self, node: Seq, configs: Configs) -> Ways:
        """One part after the other, as long as something goes on."""
        ways: Ways = {}
        for part in node.parts:
            if not configs:
                return ways
            if type(part) is Emit and not self.guarded:  # most parts are
                configs = self.after(part.event, configs)
                continue
            out = self.walks[type(part)](part, configs)
            configs = out.pop(NEXT, NONE)
            if out:
                merge(ways, out)
        ways[NEXT] = configs
        return ways

    def choice(self, node: Choice, configs: Configs) -> Ways:
        """Each part for itself."""
        ways: Ways = {}
        for part in node.parts:
            merge(ways, self.walks[type(part)](part, configs))
        return ways

    def jump(self, node: Jump, configs: Configs) -> Ways:
        """Out, by this very statement when somebody may ask which."""
        return {{"break": BREAK, "continue": CONTINUE}.get(node.kind, node): configs}

    def call(self, node: Call, configs: Configs) -> Ways:
        """A function, run once per configuration whoever calls; only exceptions leave it."""
        ways: Ways = {}
        for config, trail in configs.items():
            for way, ends in self.summary(node.body, config, self.base, trail).items():
                after = ways.setdefault(way if raises(way) else NEXT, {})
                for end, suffix in ends.items():
                    if end not in after:
                        after[end] = splice(trail, suffix)
        return ways

    def summary(self, body: Behaviour, config: Config, base: Trail | None, trail: Trail | None) -> Ways:
        """All ways out of a body entered with one configuration; ``base`` and ``trail`` lead there."""
        key = id(body), config, self.guarded
        found = self.summaries.get(key)
        if found is None:
            self.stepper.budget.spend(1)
            outer, self.base = self.base, splice(base, trail)
            found = self.summaries[key] = self.go(body, {config: None})
            self.base = outer
        return found

    def leaves(self, node: Leaves, configs: Configs) -> Ways:
        """A handler: each way out of it is an event. Implicit exceptions in it are not followed."""
        guarded, self.guarded = self.guarded, False
        ways: Ways = {}
        for way, ends in self.go(node.body, configs).items():
            merge(ways, {NEXT: self.stepper.after(self.left(node, way), ends, self.base)})
        self.guarded = guarded
        if guarded:
            ways[THROW] = self.stepper.thrown(ways.get(NEXT, NONE))
        return ways

    def left(self, node: Leaves, way: Jump) -> Leave:
        """The event of a handler left this way; one object per way, since states compare events by identity."""
        key = id(node), way
        if key not in self.lefts:
            self.lefts[key] = left(node, way)
        return self.lefts[key]

    def loop(self, node: Loop, configs: Configs) -> Ways:
        """Turns, then ``leave``; what breaks out goes on behind the loop."""
        ways: Ways = {}

        def turn(heads: Configs) -> Configs:
            out = self.go(node.again, heads)
            inside = out.pop(NEXT, NONE)
            merge(ways, out)
            out = self.go(node.body, inside)
            back, again = out.pop(NEXT, NONE), out.pop(CONTINUE, NONE)
            if BREAK in out:
                merge(ways, {NEXT: out.pop(BREAK)})
            merge(ways, out)
            return {**again, **back} if again else back

        heads = self.turns.exactly(node.least if node.count is None else node.count, turn, configs)
        if node.count is None:
            heads = self.turns.any_number(turn, heads)
        merge(ways, self.go(node.leave, heads))
        return ways
