"""A monitor before a behaviour: what of the behaviour matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svclint.checking.census import Census
from svclint.checking.facts import ESCAPES, POINT, REST, WORLDLY
from svclint.checking.flags import candidates
from svclint.checking.monitor import Monitor
from svclint.checking.relevance import relevant
from svclint.checking.slicing import Slice, alive


class Scene:
    """Who judges what. ``seen``: the places of what matters to the monitor, none if it has nothing to say."""

    def __init__(self, monitor: Monitor[Any], census: Census) -> None:
        """Reports and Points matter where controls can arrive; where an Enter leads is told there as well."""
        self.monitor = monitor
        self.census = census
        self.setting = census.setting
        self.seen = relevant(monitor, census)
        self.points = POINT if self.setting.handlers else 0
        self.wanted = ESCAPES | WORLDLY if self.setting.handlers else ESCAPES
        self.places = alive(census, self.wanted, self.seen) if self.seen else []

    def flags(self) -> list[str]:
        """The keys worth following, the best first."""
        return candidates(self.census, self.places, self.setting)

    def slice(self, keys: Iterable[str]) -> Slice:
        """What of the behaviour and of the handlers matters."""
        of_keys = [place for key in keys for place in self.census.keys[key]]
        places = alive(self.census, self.wanted, self.seen + of_keys) if of_keys else self.places
        return Slice(self.census, places, self.points)

    def restless(self) -> bool:
        """Whether the code rests nowhere, for all we know."""
        return not self.census.holds_below(self.census.behaviour) & REST
