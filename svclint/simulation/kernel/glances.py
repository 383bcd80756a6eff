"""Reads that take no lock, made visible: `Event.is_set` in a loop must not keep the turn for ever."""

from __future__ import annotations

import sys
import threading
from typing import Any

from svclint.simulation.kernel import running


class Flag:
    """The attribute `Event._flag`; the code of `Event` reads and writes it as before.

    Only `is_set` is a glance. `wait` and `set` hold the event's lock when they touch the flag.
    """

    __slots__ = ("_reader",)

    def __init__(self, reader: Any) -> None:
        """``reader`` is the code that reads without a lock."""
        self._reader = reader

    def __get__(self, event: Any, owner: type) -> Any:
        if event is None:
            return self
        run = running.active()
        if run is not None and sys._getframe(1).f_code is self._reader:
            run.glance("is_set", event)
        return vars(event)["_flag"]

    def __set__(self, event: Any, value: bool) -> None:
        vars(event)["_flag"] = value


def install() -> None:
    """Watch the flags of all events, those that exist included."""
    event: Any = threading.Event
    event._flag = Flag(event.is_set.__code__)
