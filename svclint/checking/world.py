"""The world: what is known beside the rule's own state, so that paths which cannot happen are not judged.

It is itself an automaton over events whose only verdict is "impossible": the phase of the service
(which controls can arrive), moved by reports, and a handful of truth values.
"""

from __future__ import annotations

from enum import Enum

from svclint.checking.behaviour import Behaviour
from svclint.contract.records import record


class Phase(Enum):
    """Where the service is in its life, as far as controls are concerned."""

    STARTING = "starting"  # nothing is accepted yet: mask 0 (MAI-09)
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"  # the stop is one way: nothing is delivered any more (STP-02)


@record
class Handler:
    """A control handler as the life of the service meets it.

    ``body`` holds Enter ... Leave. It can come while the phase is in ``during``; afterwards the phase
    is ``then`` (None: as the reports in the body leave it). ``accept`` are the bits one of which has to be
    in the last accept mask, when that is known (ACC-03); 0: it needs none. ``assured``: while the mask is not known,
    it has one of them all the same; else the control may not come for now.
    """

    control: str
    body: Behaviour
    during: frozenset[Phase]
    then: Phase | None = None
    accept: int = 0
    assured: bool = True


@record
class Setting:
    """What a behaviour is run in: the handlers that may arrive at its Points, the first phase,
    and the keys that other threads write (``foreign``: their truth never prunes)."""

    handlers: tuple[Handler, ...] = ()
    phase: Phase = Phase.STARTING
    foreign: frozenset[str] = frozenset()


ALONE = Setting()
