"""What observers of the machine hear of signals: attributes of a service that are set, and events."""

from __future__ import annotations

import sys
from typing import Any

from svclint.simulation.standins._handles import scheduler
from svclint.simulation.standins._machine import tell


def signal(handle: int, value: bool) -> None:
    """An event was set or reset through this handle: ``signal(handle, value, task)``."""
    tell("signal", handle, value, scheduler().current)


def asking() -> None:
    """A service is opened, started or sent a control by the caller: ``asking(task)``."""
    tell("asking", scheduler().current)


def observe(framework: Any) -> None:
    """Make the base class of services tell ``attribute(instance, name, value, task)`` when an attribute is set.

    What a constructor sets is not told, nor what the framework sets itself, its check point say. A class with a
    ``__setattr__`` of its own is heard as far as it calls this one.
    """
    plain, home = framework.__setattr__, sys.modules[framework.__module__].__dict__

    def __setattr__(self: object, name: str, value: object) -> None:
        plain(self, name, value)
        if sys._getframe(1).f_globals is not home and not _constructing(self):
            tell("attribute", self, name, value, scheduler().current)

    framework.__setattr__ = __setattr__


def _constructing(instance: object) -> bool:
    """Whether an ``__init__`` of the instance is under way on this thread."""
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__init__" and code.co_argcount and frame.f_locals.get(code.co_varnames[0]) is instance:
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False
