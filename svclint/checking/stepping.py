"""One event, many configurations: the monitor steps, the world moves, verdicts are noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from svclint.checking.monitor import Monitor
from svclint.checking.states import Known, States
from svclint.checking.trails import Trail, splice
from svclint.checking.verdicts import EXCEPTION, Ledger
from svclint.checking.worlds import World, Worlds
from svclint.contract.events import Enter, Event

# A configuration is the monitor's state, the world, and the doubts about the path. A map of them keeps
# the first trail that led to each; such maps are never changed once they are handed on.
Config: TypeAlias = "tuple[Known, World, int]"
Configs: TypeAlias = "dict[Config, Trail | None]"

NONE: Configs = {}


class Exhausted(Exception):
    """The budget of a search is spent."""


@dataclass(slots=True)
class Budget:
    """How many steps (events times configurations) a search may still take."""

    left: int

    def spend(self, steps: int) -> None:
        """Take steps, or end the search."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted


class Stepper:
    """Takes configurations over single events. What an event changes nothing of is handed back as it is."""

    def __init__(self, monitor: Monitor[Any], worlds: Worlds, ledger: Ledger, budget: Budget) -> None:
        """Nothing has happened yet."""
        self.sees = monitor.sees
        self.states = States(monitor)
        self.worlds = worlds
        self.ledger = ledger
        self.budget = budget

    def after(self, event: Event, configs: Configs, base: Trail | None) -> Configs:
        """The configurations after ``event``; ``base`` is the trail to where theirs begin."""
        self.budget.spend(len(configs))
        if self.worlds.moves(event):
            configs = self.moved(event, configs)
        if isinstance(event, self.sees):
            return self.judged(event, configs, base)
        if isinstance(event, Enter):
            return {config: Trail(trail, event) for config, trail in configs.items()}
        return configs

    def moved(self, event: Event, configs: Configs) -> Configs:
        """What is left when the world has seen the event; a phase that changes is worth a step of the path."""
        seen = isinstance(event, self.sees)
        after: Configs = {}
        for config, trail in configs.items():
            state, world, doubt = config
            then = self.worlds.after(world, event)
            if then is world:
                after.setdefault(config, trail)
            elif then is not None:
                told = seen or then.phase is world.phase
                after.setdefault((state, then, doubt), trail if told else Trail(trail, event))
        return after

    def judged(self, event: Event, configs: Configs, base: Trail | None) -> Configs:
        """What the monitor makes of the event; only steps that say or change something enter the path."""
        self.ledger.visit(event, len(configs))
        step = self.states.after
        after: Configs = {}
        changed = False
        for config, trail in configs.items():
            state, verdicts = step(config[0], event)
            if state is config[0] and not verdicts:
                after.setdefault(config, trail)
                continue
            changed, longer = True, Trail(trail, event)
            if verdicts:
                self.ledger.note(event, verdicts, config[2], splice(base, longer))
            after.setdefault((state, config[1], config[2]), longer)
        return after if changed else configs

    def thrown(self, configs: Configs) -> Configs:
        """The configurations in which an exception comes that nobody raised."""
        return {(state, world, doubt | EXCEPTION): trail for (state, world, doubt), trail in configs.items()}

    def widened(self, configs: Configs) -> Configs:
        """States that cover what more turns of a loop can make of these."""
        wide: Configs = {}
        for (state, world, doubt), trail in configs.items():
            wide.setdefault((self.states.widened(state), world, doubt), trail)
        return wide
