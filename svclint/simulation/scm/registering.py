"""RegisterServiceCtrlHandlerEx (API/nf-winsvc-registerservicectrlhandlerexa; MAI-01 to MAI-04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.processes import Process, Seat
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.refusal import Refused

Callback = Callable[..., Any]


def register(computer: Computer, name: str, callback: Callback, extended: bool) -> int:
    """A status handle for the service of that name; the same one when it registers again. Refused with 1083."""
    process = computer.caller()
    computer.scheduler.point("RegisterServiceCtrlHandler", name)
    record = process.named(name) if process else None
    if process is None or record is None:
        raise Refused(computer.profile.unknown_name)
    computer.audience.tell("registered", record, callback, extended, computer.scheduler.current)
    return _seat(computer, process, record, callback, extended)


def _seat(computer: Computer, process: Process, record: ServiceRecord, callback: Callback, extended: bool) -> int:
    if record in process.seats:
        seat = computer.seats[process.seats[record]]
        seat.callback, seat.extended = callback, extended
    else:
        process.seats[record] = computer.seats.add(Seat(process, record, callback, extended))
    return process.seats[record]
