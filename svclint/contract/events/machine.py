"""What code does to the machine around it."""

from __future__ import annotations

from enum import Enum

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


class Chore(Enum):
    """Work that takes as long as there is much of it."""

    COPIES = "copies a whole folder"
    FREES = "frees memory"


@record
class Toils(Event):
    """Work that a service has no time for while the machine shuts down (SHD-10, SHD-11)."""

    chore: Chore


@record
class Wrote(Event):
    """A value of the registry is written: ``name``, as the code spells it.

    ``key`` is the path of its key from the hive on, or as much of its end as is known; None when nothing is.
    ``type`` is the number of the type (REG_SZ is 1) and ``data`` what is written, a tuple for a list; None: not known.
    """

    name: str
    key: str | None = None
    type: int | None = None
    data: str | int | tuple[str, ...] | None = None


@record
class Ranked(Event):
    """The process says how early it wants to be ended in a shutdown (``SetProcessShutdownParameters``)."""

    level: int
