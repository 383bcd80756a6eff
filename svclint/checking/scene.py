"""A monitor before a behaviour: what of the behaviour matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svclint.checking.behaviour import Behaviour
from svclint.checking.census import census
from svclint.checking.facts import ESCAPES, FORGOTTEN, REST, SET, TESTED
from svclint.checking.flags import candidates
from svclint.checking.monitor import Monitor
from svclint.checking.slicing import Slice, alive
from svclint.checking.world import Setting
from svclint.contract.events import Enter, Point, Report


class Scene:
    """Who judges what. ``seen``: the bits of the events that the monitor sees, 0 if there are none."""

    def __init__(self, monitor: Monitor[Any], behaviour: Behaviour, setting: Setting) -> None:
        """Reports and Points matter where controls can arrive; where an Enter leads is told in any case."""
        self.monitor = monitor
        self.behaviour = behaviour
        self.setting = setting
        self.census = census(behaviour, setting)
        self.seen = self.census.mask(monitor.sees)
        self.points = self.census.mask((Point,)) if setting.handlers else 0
        worldly = self.census.mask((Enter, Report)) if setting.handlers else 0
        self.wanted = (self.seen | worldly | ESCAPES) & ~self.points
        self.places = alive(self.census, self.wanted) if self.seen else []

    def flags(self) -> list[str]:
        """The keys worth following, the best first."""
        return candidates(self.census, self.places, self.setting)

    def slice(self, keys: Iterable[str]) -> Slice:
        """What of the behaviour and of the handlers matters."""
        of_keys = self.census.mask_of_keys(keys, TESTED, SET, FORGOTTEN)
        places = alive(self.census, self.wanted | of_keys) if of_keys else self.places
        return Slice(self.census, places, self.points)

    def restless(self) -> bool:
        """Whether the code rests nowhere, for all we know."""
        return not self.census.holds_below(self.behaviour) & REST
