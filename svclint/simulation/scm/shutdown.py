"""Carrying out a system shutdown (SHD-01 to SHD-08; E181 to E190)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from svclint.simulation.scm import lives, sending
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.eventlog import LogEvent
from svclint.simulation.scm.phases import Phase, awaited, limit, receivers
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.waiting import seconds, wait_until


def shut_down(computer: Computer, phases: Sequence[Phase], order: Iterable[str]) -> None:
    """Go through the phases. From the first one on clients' requests are refused with 1115 (SHD-19)."""
    computer.database.shutting_down = True
    for phase in phases:
        computer.audience.tell("phase", phase)
        if phase is Phase.OFF:
            _switch_off(computer)
        else:
            _wait(computer, phase, _tell(computer, phase, order))


def _tell(computer: Computer, phase: Phase, order: Iterable[str]) -> dict[ServiceRecord, float]:
    """Send the phase's control, one service after another; until when each is waited for."""
    begun = seconds(computer.scheduler)
    deadlines: dict[ServiceRecord, float] = {}
    for record in receivers(phase, computer.database.records.values(), computer.profile, order):
        allowed = limit(phase, record, computer.profile)
        deadlines[record] = (seconds(computer.scheduler) if phase is Phase.PRE else begun) + allowed
        patience = min(allowed, computer.profile.handler)
        sending.send_system(computer, record, phase.value, patience)
    for record in awaited(phase, computer.database.records.values()):
        deadlines.setdefault(record, begun + limit(phase, record, computer.profile))
    return deadlines


def _wait(computer: Computer, phase: Phase, deadlines: dict[ServiceRecord, float]) -> None:
    for record, deadline in deadlines.items():
        stopped = wait_until(
            lambda record=record: not record.active,  # type: ignore[misc]
            computer.changed, "wait for a service", computer.scheduler, deadline,
        )  # fmt: skip
        if not stopped:
            computer.audience.tell("out_of_time", record, phase)
        if not stopped and phase is Phase.PRE:
            computer.log(LogEvent.PRESHUTDOWN_TIMEOUT, record)


def _switch_off(computer: Computer) -> None:
    for process in computer.processes:
        if not process.over:
            lives.end(computer, process, 1, cut=True)
