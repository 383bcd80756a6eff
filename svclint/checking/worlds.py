"""The world as an automaton: the phase of the service, what it accepts, which truths are known, what cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from svclint.checking.world import Phase
from svclint.contract.events import Event, Report, Signal, Test
from svclint.contract.states import (
    PAUSED,
    RUNNING,
    START_PENDING,
    STOP_PENDING,
    STOPPED,
    State,
)

Truths: TypeAlias = "frozenset[tuple[str, bool]]"

# How a report moves the phase; what is not listed (illegal and pending reports) leaves it as it was.
MOVES: dict[tuple[Phase, State], Phase] = {
    (Phase.STARTING, RUNNING): Phase.RUNNING,
    (Phase.STARTING, PAUSED): Phase.PAUSED,
    (Phase.RUNNING, START_PENDING): Phase.STARTING,
    (Phase.RUNNING, PAUSED): Phase.PAUSED,
    (Phase.PAUSED, RUNNING): Phase.RUNNING,
    **{(phase, state): Phase.STOPPING for phase in Phase for state in (STOP_PENDING, STOPPED)},
}


def phase_after(phase: Phase, state: State | None) -> Phase:
    """The phase that a report of this state leads to; a state that is not known leads nowhere."""
    return phase if state is None else MOVES.get((phase, state), phase)


class World:
    """One state of the world. There is one object per state, so worlds are compared by identity."""

    __slots__ = ("accepted", "moves", "phase", "truths")

    def __init__(self, phase: Phase, truths: Truths, accepted: int | None) -> None:
        """Made by ``Worlds`` only. ``accepted`` is the last mask; None: not known."""
        self.phase = phase
        self.truths = truths
        self.accepted = accepted
        self.moves: dict[Event, World | None] = {}


class Worlds:
    """All worlds of one search. ``keys`` are the flags whose truth is followed; ``phased``: controls can arrive."""

    def __init__(self, keys: Iterable[str], phased: bool) -> None:
        """None is made yet."""
        self.keys = frozenset(keys)
        self.phased = phased
        self.made: dict[tuple[Phase, Truths, int | None], World] = {}

    def world(self, phase: Phase, truths: Truths = frozenset(), accepted: int | None = None) -> World:
        """The one world with this phase, these truths and this accept mask."""
        found = self.made.get((phase, truths, accepted))
        if found is None:
            found = self.made[phase, truths, accepted] = World(phase, truths, accepted)
        return found

    def moves(self, event: Event) -> bool:
        """Whether the event may change the world, or not be possible in it."""
        if isinstance(event, (Test, Signal)):
            return event.key in self.keys
        return self.phased and isinstance(event, Report)

    def after(self, world: World, event: Event) -> World | None:
        """The world after an event that moves it; None: the event cannot happen in this world."""
        if event not in world.moves:
            world.moves[event] = self.moved(world, event)
        return world.moves[event]

    def moved(self, world: World, event: Event) -> World | None:
        """The same, worked out."""
        if isinstance(event, Report):
            return self.world(phase_after(world.phase, event.state), world.truths, event.accepted)
        if isinstance(event, Signal):
            return self.told(world, event.key, event.value)
        if isinstance(event, Test):
            if (event.key, not event.value) in world.truths:
                return None
            # What a branch was taken for stays true on that branch: later tests of the key agree.
            return self.told(world, event.key, event.value)
        return world

    def told(self, world: World, key: str, value: bool | None) -> World:
        """The world in which ``key`` has this truth; None forgets it."""
        others = world.truths - {(key, True), (key, False)}
        return self.world(world.phase, others if value is None else others | {(key, value)}, world.accepted)

    def entered(self, world: World, phase: Phase | None) -> World:
        """The world in another phase; a stop is for good (STP-02), None changes nothing."""
        if phase is None or world.phase is Phase.STOPPING:
            return world
        return self.world(phase, world.truths, world.accepted)
