"""Relevance: the events that can make a monitor say anything, found without any order of them.

The monitor is run over all events of a behaviour in every state that any of them leads to. What never changes
a state and never makes it speak need not be looked at; what never makes it speak at all need not be searched.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from svclint.checking.census import Census
from svclint.checking.monitor import Broken, Monitor
from svclint.contract.events import Event

# With more states than these it costs more than it saves.
STATES = 16


def relevant(monitor: Monitor[Any], census: Census) -> list[int]:
    """The places of the events that matter to a monitor, none if it can call nothing broken."""
    events = {place: census.events_at(place) for place in census.places_of(monitor.sees)}
    stirring = stirred(monitor, [event for some in events.values() for event in some])
    if stirring is None:
        return list(events)
    return [place for place, some in events.items() if not stirring.isdisjoint(some)]


def stirred(monitor: Monitor[Any], events: Sequence[Event]) -> set[Event] | None:
    """The events that change some state or make the monitor speak; empty if it never speaks of anything broken.

    None: there are too many states.
    """
    queue: list[Hashable] = [monitor.start()]
    states = set(queue)
    stirring: set[Event] = set()
    broken, step, widens = False, monitor.step, type(monitor).widen is not Monitor.widen
    while queue:
        state = queue.pop()
        fresh = [monitor.widen(state)] if widens else []
        for event in events:
            then, verdicts = step(state, event)
            if verdicts:
                broken = broken or any(isinstance(verdict, Broken) for verdict in verdicts)
                stirring.add(event)
            if then is not state and then != state:
                stirring.add(event)
                fresh.append(then)
        queue += [each for each in dict.fromkeys(fresh) if each not in states]
        states.update(fresh)
        if len(states) > STATES:
            return None
    return stirring if broken else set()
