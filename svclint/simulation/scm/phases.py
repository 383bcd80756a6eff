"""The phases of a system shutdown: who is told, in which order, and how long is waited (SHD-01 to SHD-08, SHD-13)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from svclint.contract.controls import Control
from svclint.contract.states import STOP_PENDING
from svclint.simulation.scm.answers import hears
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.records import ServiceRecord


class Phase(Enum):
    """A part of the shutdown; the value names the control it sends."""

    PRE = Control.PRESHUTDOWN
    MAIN = Control.SHUTDOWN
    OFF = None


PHASES = tuple(Phase)


def receivers(
    phase: Phase, records: Iterable[ServiceRecord], profile: Profile, order: Iterable[str] = ()
) -> list[ServiceRecord]:
    """The services that get the phase's control, in the order of the database.

    ``order`` is the value PreshutdownOrder (SHD-14): the services named there come first in the first phase.
    Dependencies do not count, and a stop under way or a PRESHUTDOWN taken is not followed by SHUTDOWN.
    """
    told = [record for record in records if phase.value is not None and hears(record, phase.value, profile)]
    ranks = {name.casefold(): rank for rank, name in enumerate(order)} if phase is Phase.PRE else {}
    return sorted(told, key=lambda record: ranks.get(record.name.casefold(), len(ranks)))


def awaited(phase: Phase, records: Iterable[ServiceRecord]) -> list[ServiceRecord]:
    """Whose stop the phase waits for once its control is out: the told ones, in the main phase all that stop."""
    stopping = [
        record for record in records if record.active and (record.latched or record.status.state == STOP_PENDING)
    ]
    if phase is Phase.PRE:
        return [record for record in stopping if record.took_preshutdown]
    return stopping if phase is Phase.MAIN else []


def limit(phase: Phase, record: ServiceRecord, profile: Profile) -> float:
    """Seconds from the control until the phase goes on without the service; status reports do not lengthen them."""
    if phase is Phase.PRE:
        own = record.configuration.preshutdown
        return profile.preshutdown if own is None else own
    return profile.shutdown
