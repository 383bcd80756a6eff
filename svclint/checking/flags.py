"""Flags: which keys are worth their truth in the world of one monitor."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.checking.census import SET, Census
from svclint.checking.world import Setting


def candidates(census: Census, places: Iterable[int], setting: Setting) -> list[str]:
    """The keys worth following among those tested in the nodes at ``places``, the best first.

    Worth it are keys given a known value somewhere, and keys tested twice: the second test goes as the
    first one did. What another thread writes is not. Best are those that hold the run side up until a handler gives them another value: they decide
    what can happen before a control, and what only after.
    """
    often: dict[str, int] = dict.fromkeys(stops(census, setting), len(census.nodes))
    for place in places:
        for key in census.tests.get(place, ()):
            often[key] = often.get(key, 0) + 1
    known = {key for key in often if (key, SET) in census.bits}
    worth = [key for key in often if key not in setting.foreign and (key in known or often[key] > 1)]
    return sorted(worth, key=lambda key: (key not in known, -often[key]))


def stops(census: Census, setting: Setting) -> list[str]:
    """The keys that hold up the run side and are set by handlers."""
    handled = 0
    for handler in setting.handlers:
        handled |= census.holds_below(handler.body)
    return [key for key in census.gates if handled & census.mask_of_keys([key], SET)]
