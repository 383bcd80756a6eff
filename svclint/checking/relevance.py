"""Relevance: the events that can make a monitor say anything, found almost without any order of them.

The monitor is run over all events of a behaviour in every state that any of them leads to. What never changes
a state and never makes it speak need not be looked at; what never makes it speak at all need not be searched.
The only order that counts: what a behaviour begins with is first, and what a handler does happens before it ends.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from svclint.checking.behaviour import Behaviour, Leaves, Seq
from svclint.checking.census import Census
from svclint.checking.monitor import Broken, Monitor
from svclint.contract.events import Event, Leave

# With more states than these, one event with another, it costs more than it saves.
STATES = 16


class Region:
    """The run side, or one handler: its events, those of them that stir, the states in which any may happen.

    ``prelude``: the events that it begins with, in their order. ``ends``: it is left by one of these only; None:
    anywhere.
    """

    def __init__(self, events: list[Event], prelude: Sequence[Event] = (), ends: Sequence[Event] | None = None) -> None:
        """Nothing has happened yet."""
        self.events = events
        self.prelude = prelude
        self.ends = ends
        self.cost = 1 + len(prelude) + len(events)
        self.stirring: set[Event] = set()
        self.states: set[Hashable] = set()


def relevant(monitor: Monitor[Any], census: Census) -> list[int]:
    """The places of the events that matter to a monitor, none if it can call nothing broken."""
    if not census.has(monitor.about or monitor.sees):
        return []
    shown = heeded(monitor, census)
    parts = list(regions(monitor, census, shown))
    broken = stirred(monitor, parts)
    if broken is None:
        return list(shown)
    return [place for part in parts for place in stirring(part, shown)] if broken else []


def heeded(monitor: Monitor[Any], census: Census) -> dict[int, list[Event]]:
    """What a monitor sees and heeds, by its place."""
    shown = {place: census.events_at(place) for place in census.places_of(monitor.sees)}
    if type(monitor).heeds is Monitor.heeds:
        return shown
    return {place: events for place, events in shown.items() if any(map(monitor.heeds, events))}


def regions(monitor: Monitor[Any], census: Census, shown: dict[int, list[Event]]) -> Iterator[Region]:
    """The run side, then the handlers that may arrive in it."""
    for number, root in enumerate(census.roots):
        events = [one for place, some in shown.items() if census.regions[place] >> number & 1 for one in some]
        prelude = [one for place in census.preludes[number] for one in shown.get(place, ())]
        last = leaving(root) if number and issubclass(Leave, monitor.sees) else None
        yield Region(events, prelude, census.events_at(census.place[id(last)]) if last else None)


def leaving(body: Behaviour) -> Leaves | None:
    """What a handler ends with, whatever happens in it; None: who knows."""
    last = body.parts[-1] if isinstance(body, Seq) and body.parts else body
    return last if isinstance(last, Leaves) else None


def stirring(part: Region, shown: dict[int, list[Event]]) -> Iterator[int]:
    """The places of the events that stir in a region."""
    return (place for place, events in shown.items() if not part.stirring.isdisjoint(events))


def stirred(monitor: Monitor[Any], parts: list[Region]) -> bool | None:
    """Note which events change some state or make the monitor speak. Whether it ever calls something broken.

    None: there are too many states.
    """
    search = Stirring(monitor, parts)
    search.enter(search.run, monitor.start())
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
        self.left = STATES * sum(part.cost for part in parts)
        self.broken = False

    def enter(self, part: Region, state: Hashable) -> None:
        """A region begins in a state."""
        for event in part.prelude:
            state = next(self.after(part, state, (event,)), state)
        self.reach(part, state)

    def reach(self, part: Region, state: Hashable) -> None:
        """A state in which any event of a part may happen."""
        if state in part.states:
            return
        part.states.add(state)
        self.left -= part.cost
        self.queue.append((part, state))

    def stir(self, part: Region, state: Hashable) -> None:
        """All that one state can come to by one event, by a handler that comes in it, or by leaving one."""
        if part is self.run:
            for handler in self.handlers:
                self.enter(handler, state)
        elif part.ends is None:
            self.reach(self.run, state)
        if self.widens:
            self.reach(part, self.monitor.widen(state))
        for then in self.after(part, state, part.events):
            self.reach(part, then)
        for event in part.ends or ():
            self.reach(self.run, self.monitor.step(state, event)[0])

    def after(self, part: Region, state: Hashable, events: Sequence[Event]) -> Iterator[Hashable]:
        """The other states that a state can come to by one of some events; those that stir are noted."""
        step = self.monitor.step
        for event in events:
            then, verdicts = step(state, event)
            if verdicts:
                self.broken = self.broken or any(isinstance(verdict, Broken) for verdict in verdicts)
                part.stirring.add(event)
            if then is not state and then != state:
                part.stirring.add(event)
                yield then
