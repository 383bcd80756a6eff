"""Flags: which keys are worth their truth in the world of one monitor."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.checking.census import Census


def flags(census: Census, places: Iterable[int], foreign: frozenset[str], most: int) -> tuple[str, ...]:
    """At most ``most`` keys: tested in the nodes at ``places``, given a known value somewhere, by no other thread."""
    often: dict[str, int] = {}
    for place in places:
        for key in census.tests.get(place, ()):
            often[key] = often.get(key, 0) + 1
    worth = [key for key in often if key in census.signalled and key not in foreign]
    return tuple(sorted(worth, key=lambda key: -often[key])[:most])
