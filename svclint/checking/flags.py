"""Flags: which keys are worth their truth in the world of one monitor."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.checking.behaviour import events
from svclint.checking.census import Census
from svclint.checking.world import Setting
from svclint.contract.events import At, Signal


def candidates(census: Census, places: Iterable[int], setting: Setting) -> list[str]:
    """The keys worth following, the best first: given a value somewhere, by no other thread, and tested.

    Tested in one of the nodes at ``places``, that is, where it matters; or, where controls can arrive, so
    that the run side is held up. Best are those that hold it up until a handler gives them another value:
    they decide what can happen before a control, and what only after. Last come keys of which no value is
    known: of them only that two branches agree.
    """
    best = stops(census, setting)
    gates = census.gates if setting.handlers else ()
    often = {key: len(census.nodes) if key in best else 1 for key in gates}
    spots: dict[str, set[At]] = {}
    for place in places:
        for test in census.tests.get(place, ()):
            often[test.key] = often.get(test.key, 0) + 1
            spots.setdefault(test.key, set()).add(test.at)
    known = [key for key in often if key in census.set_keys]
    agreeing = [key for key, ats in spots.items() if len(ats) > 1 and agrees(census, key)]
    ranked = [sorted(keys, key=lambda key: -often[key]) for keys in (known, agreeing)]
    return [key for keys in ranked for key in keys if key not in setting.foreign]


def agrees(census: Census, key: str) -> bool:
    """Whether it is only ever given values nobody knows, and nobody waits for another one."""
    return key in census.forgotten and key not in census.set_keys and key not in census.gates


def stops(census: Census, setting: Setting) -> set[str]:
    """The keys that hold up the run side and are set by handlers."""
    signals = (event for handler in setting.handlers for event in events(handler.body) if isinstance(event, Signal))
    return {event.key for event in signals if event.value is not None and event.key in census.gates}
