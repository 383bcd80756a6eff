"""Flags: which keys are worth their truth in the world of one monitor."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.checking.census import Census
from svclint.checking.facts import SET
from svclint.checking.world import Setting


def candidates(census: Census, places: Iterable[int], setting: Setting) -> list[str]:
    """The keys worth following, the best first: given a known value somewhere, by no other thread, and tested.

    Tested in one of the nodes at ``places``, that is, where it matters; or, where controls can arrive, so
    that the run side is held up. Best are those that hold it up until a handler gives them another value:
    they decide what can happen before a control, and what only after.
    """
    best = stops(census, setting)
    gates = census.gates if setting.handlers else ()
    often = {key: len(census.nodes) if key in best else 1 for key in gates}
    for place in places:
        for key in census.tests.get(place, ()):
            often[key] = often.get(key, 0) + 1
    worth = [key for key in often if (key, SET) in census.bits and key not in setting.foreign]
    return sorted(worth, key=lambda key: -often[key])


def stops(census: Census, setting: Setting) -> set[str]:
    """The keys that hold up the run side and are set by handlers."""
    handled = 0
    for handler in setting.handlers:
        handled |= census.holds_below(handler.body)
    return {key for key in census.gates if handled & census.mask_of_keys([key], SET)}
