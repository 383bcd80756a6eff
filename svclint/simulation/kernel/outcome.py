"""How far a run may go, and how it ended."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Limits(NamedTuple):
    """What a run may use up: visible operations, virtual seconds, and real seconds without any operation.

    ``slack`` is how many virtual seconds a chooser may let the clock run although somebody could act.
    """

    steps: int = 20_000
    seconds: float = 86_400.0
    slack: float = 0.0
    watchdog: float = 10.0


class Ending(Enum):
    """Why a run is over. Only DONE and STOPPED saw all there was to see."""

    DONE = "every task is over"
    STOPPED = "the run was stopped"
    DEADLOCK = "nobody can go on, and no timer runs"
    STEPS = "the limit of operations is reached"
    TIME = "the limit of virtual time is reached"
    STUCK = "a thread does not come back"
    UNMODELLED = "something was done that is not modelled"


class Outcome(NamedTuple):
    """How a run ended. ``now`` is its virtual length in nanoseconds.

    ``dirty``: a thread could not be unwound and still exists, so the process must be discarded.
    """

    ending: Ending
    detail: str | None
    dirty: bool
    steps: int
    switches: int
    now: int
