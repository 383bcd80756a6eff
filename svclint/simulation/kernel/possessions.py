"""What tasks have opened, and lose when their group is ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any
from weakref import WeakValueDictionary

from svclint.simulation.kernel import running


class Possessions:
    """Things of one kind; ``lose`` takes one away, as the end of a process does."""

    def __init__(self, lose: Callable[[Any], object]) -> None:
        """Of nobody yet; from now on the end of a group takes what is its own."""
        self._lose = lose
        self._number = count()
        self._held: dict[object, WeakValueDictionary[int, Any]] = {}
        running.preparations.append(self._held.clear)
        running.departures.append(self._departed)

    def add(self, thing: Any) -> None:
        """The task that runs has opened this; what is of no group stays."""
        run = running.active()
        if run is not None and run.current.group is not None:
            held = self._held.setdefault(run.current.group, WeakValueDictionary())
            with suppress(TypeError):  # a bare object of C code that nobody can refer to weakly
                held[next(self._number)] = thing

    def own(self) -> list[Any]:
        """What the group of the task that runs has open."""
        run = running.active()
        return list(self._held.get(run.current.group, {}).values()) if run is not None else []

    def _departed(self, group: object) -> None:
        for thing in list(self._held.pop(group, WeakValueDictionary()).values()):
            with suppress(OSError, ValueError):
                self._lose(thing)
