"""Relevance: the events that can make a monitor say anything, found almost without any order of them.

The monitor is run over all events of a behaviour in every state that any of them leads to. What never changes
a state and never makes it speak need not be looked at; what never makes it speak at all need not be searched.
The only order that counts: what a handler does happens between its first event and its last.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from svclint.checking.behaviour import Behaviour, Leaves, Seq
from svclint.checking.census import Census
from svclint.checking.monitor import Broken, Monitor
from svclint.contract.events import Event, Leave

# With more states than these, one event with another, it costs more than it saves.
STATES = 16


class Region:
    """The run side, or one handler: its events, those of them that ``stir``, the states in which any may happen.

    ``ends``: it is left by one of these only; None: anywhere.
    """

    def __init__(self, events: list[Event], ends: list[Event] | None = None) -> None:
        """Nothing has happened yet."""
        self.events = events
        self.ends = ends
        self.stirring: set[Event] = set()
        self.states: set[Hashable] = set()


def relevant(monitor: Monitor[Any], census: Census) -> list[int]:
    """The places of the events that matter to a monitor, none if it can call nothing broken."""
    shown = {place: census.events_at(place) for place in census.places_of(monitor.sees)}
    if not shown:
        return []
    parts = list(regions(monitor, census, shown))
    broken = stirred(monitor, parts)
    if broken is None:
        return list(shown)
    return [place for place, events in shown.items() if stirs(parts, census.regions[place], events)] if broken else []


def regions(monitor: Monitor[Any], census: Census, shown: dict[int, list[Event]]) -> Iterator[Region]:
    """The run side, then the handlers that may arrive in it."""
    for number, root in enumerate(census.roots):
        events = [one for place, some in shown.items() if census.regions[place] >> number & 1 for one in some]
        last = leaving(root) if number and issubclass(Leave, monitor.sees) else None
        yield Region(events, census.events_at(census.place[id(last)]) if last else None)


def leaving(body: Behaviour) -> Leaves | None:
    """What a handler ends with, whatever happens in it; None: who knows."""
    last = body.parts[-1] if isinstance(body, Seq) and body.parts else body
    return last if isinstance(last, Leaves) else None


def stirs(parts: list[Region], bits: int, events: list[Event]) -> bool:
    """Whether one of the events of a place stirs in one of the regions that it belongs to."""
    return any(bits >> number & 1 and not part.stirring.isdisjoint(events) for number, part in enumerate(parts))


def stirred(monitor: Monitor[Any], parts: list[Region]) -> bool | None:
    """Note which events change some state or make the monitor speak. Whether it ever calls something broken.

    None: there are too many states.
    """
    search = Stirring(monitor, parts)
    search.reach(parts[0], monitor.start())
    while search.queue:
        search.stir(*search.queue.pop())
        if search.left < 0:
            return None
    return search.broken


class Stirring:
    """The search for what stirs. ``left``: how many steps it may still take."""

    def __init__(self, monitor: Monitor[Any], parts: list[Region]) -> None:
        """The first part is the run side."""
        self.monitor = monitor
        self.run, *self.handlers = parts
        self.widens = type(monitor).widen is not Monitor.widen
        self.queue: list[tuple[Region, Hashable]] = []
        self.left = STATES * sum(len(part.events) for part in parts)
        self.broken = False

    def reach(self, part: Region, state: Hashable) -> None:
        """A state in which any event of a part may happen; a handler may come in any state of the run side."""
        if state in part.states:
            return
        part.states.add(state)
        self.left -= len(part.events)
        self.queue.append((part, state))
        if part is self.run:
            for handler in self.handlers:
                self.reach(handler, state)
        elif part.ends is None:
            self.reach(self.run, state)

    def stir(self, part: Region, state: Hashable) -> None:
        """All that one state can come to by one event."""
        step, stirring, reach = self.monitor.step, part.stirring, self.reach
        if self.widens:
            reach(part, self.monitor.widen(state))
        for event in part.events:
            then, verdicts = step(state, event)
            if verdicts:
                self.broken = self.broken or any(isinstance(verdict, Broken) for verdict in verdicts)
                stirring.add(event)
            if then is not state and then != state:
                stirring.add(event)
                reach(part, then)
        for event in part.ends or ():
            reach(self.run, step(state, event)[0])
