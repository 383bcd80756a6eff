"""Failures as source shows them."""

from __future__ import annotations

from enum import Enum

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


class Shield(Enum):
    """A step of a broad ``except``: one that is bare, or for Exception or BaseException."""

    BEGINS = "what it stands around begins"
    CATCHES = "it catches an exception"
    AGAIN = "a loop around it comes round"


@record
class Shielded(Event):
    """A broad ``except`` (``at``) on the run side. Only in behaviours.

    ``main``: what it stands around is where the service works, as it waits or serves there.
    """

    step: Shield
    main: bool = False
