"""Interleaving: the controls that can arrive at a point of the run side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svclint.checking.stepping import Config, Configs
from svclint.checking.trails import Trail, splice
from svclint.checking.verdicts import NO_DOUBT, RACE
from svclint.checking.world import Handler
from svclint.checking.worlds import World, Worlds
from svclint.contract.events import Point

if TYPE_CHECKING:
    from svclint.checking.walk import Walk


class Arrivals:
    """The handlers of a service. ``walk`` runs their bodies: a handler is not interrupted by another one."""

    def __init__(self, handlers: tuple[Handler, ...], walk: Walk, worlds: Worlds, restless: bool) -> None:
        """``restless``: the run side has no place of rest that we know."""
        self.handlers = handlers
        self.walk = walk
        self.worlds = worlds
        self.restless = restless
        self.accepted: dict[World, tuple[Handler, ...]] = {}
        self.arrived: dict[Config, Configs] = {}

    def at(self, point: Point, configs: Configs, base: Trail | None) -> Configs:
        """The configurations after any number of controls, none included.

        Between two quick statements a control is a race. Where the code rests nowhere, for all we know,
        every point has to pass for a place of rest.
        """
        arriving = [one for one in configs if self.accepted_in(one[1])]
        if not arriving:
            return configs
        doubt = NO_DOUBT if point.rest or self.restless else RACE
        after = dict(configs)
        for state, world, doubts in arriving:
            trail = configs[state, world, doubts]
            for config, suffix in self.some((state, world, doubts | doubt), splice(base, trail)).items():
                if config not in after:
                    after[config] = splice(trail, suffix)
        return after

    def some(self, config: Config, base: Trail | None) -> Configs:
        """The configurations after one control or more, arriving in ``config``."""
        found = self.arrived.get(config)
        if found is None:
            first = self.one({config: None}, base)
            found = self.walk.turns.any_number(lambda heads: self.one(heads, base), first)
            self.arrived[config] = found
        return found

    def one(self, configs: Configs, base: Trail | None) -> Configs:
        """The configurations after one control."""
        after: Configs = {}
        for config, trail in configs.items():
            for handler in self.accepted_in(config[1]):
                met = config if surely(handler, config[1]) else (config[0], config[1], config[2] | RACE)
                for ends in self.walk.summary(handler.body, met, base, trail).values():
                    for (state, world, doubt), suffix in ends.items():
                        end = state, self.worlds.entered(world, handler.then), doubt
                        if end not in after:
                            after[end] = splice(trail, suffix)
        return after

    def accepted_in(self, world: World) -> tuple[Handler, ...]:
        """The handlers whose control the phase and the accept mask let through."""
        found = self.accepted.get(world)
        if found is None:
            found = tuple(handler for handler in self.handlers if comes(handler, world))
            self.accepted[world] = found
        return found


def comes(handler: Handler, world: World) -> bool:
    """Whether the SCM delivers the control of this handler now (ACC-03)."""
    accepted = world.accepted is None or not handler.accept or bool(handler.accept & world.accepted)
    return accepted and world.phase in handler.during


def surely(handler: Handler, world: World) -> bool:
    """Whether nothing that the service says of itself can keep the control off (MAI-06)."""
    return handler.assured or world.accepted is not None
