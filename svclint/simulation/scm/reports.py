"""SetServiceStatus, and what follows from a report (MS-SCMR 3.1.4.8; STP-06, STS-06, STS-07)."""

from __future__ import annotations

from svclint.contract.errors import Win32Error
from svclint.contract.states import STOPPED
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.eventlog import LogEvent
from svclint.simulation.scm.notifying import Notify
from svclint.simulation.scm.processes import Process, Seat
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.recovery import recover
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.scm.status import Status
from svclint.simulation.scm.waiting import seconds


def set_status(computer: Computer, handle: int, report: Status, by_host: bool) -> None:
    """Take a report. Raises Refused: 6 for what is no status handle, 13 for fields that do not fit."""
    scheduler = computer.scheduler
    computer.caller()
    seat = computer.seats[handle]
    computer.audience.tell("reporting", seat.record, by_host, scheduler.current)
    scheduler.point("SetServiceStatus", handle)
    error = _take(seat, report, computer)
    computer.audience.tell("status", seat.record, report, by_host, error, scheduler.current)
    if error:
        raise Refused(error)
    computer.reporters[seat.record] = scheduler.current
    _follow(computer, seat.record, seat.process)
    # The SCM and its clients may act on the report before its sender does anything else.
    scheduler.point("status reported", seat.record)


def _take(seat: Seat, report: Status, computer: Computer) -> Win32Error:
    """A handle of an earlier run is not one of this: another process has the service now, or the own one is over."""
    elsewhere = seat.record.process not in (0, seat.process.number)
    if seat.process.over or elsewhere:
        return Win32Error.ERROR_INVALID_HANDLE
    return seat.record.report(report, computer.profile)


def _follow(computer: Computer, record: ServiceRecord, process: Process) -> None:
    process.reported.add(record)
    if record.status.state == STOPPED and record in process.serving:
        process.serving.remove(record)
        process.attention.wake()
        _stopped(computer, record)
    announce(computer, record)


def _stopped(computer: Computer, record: ServiceRecord) -> None:
    """A regular end; with an error it is logged, and is a failure if the service's flag says so."""
    if record.status.win32_exit == Win32Error.ERROR_SERVICE_SPECIFIC_ERROR:
        computer.log(LogEvent.STOPPED_WITH_OWN_ERROR, record)
    elif record.status.win32_exit:
        computer.log(LogEvent.STOPPED_WITH_ERROR, record)
    _recover(computer, record, crashed=False)


def crash(computer: Computer, record: ServiceRecord) -> None:
    """Its process is gone: book 1067, unless the service had stopped before, and take the recovery action.

    A system that shuts down repairs nothing.
    """
    if not record.die():
        return
    if not computer.database.shutting_down:
        acted = _recover(computer, record, crashed=True)
        computer.log(LogEvent.CRASHED_WITH_ACTION if acted else LogEvent.CRASHED, record)
    announce(computer, record)


def _recover(computer: Computer, record: ServiceRecord, crashed: bool) -> bool:
    action = recover(record, crashed, seconds(computer.scheduler))
    if action is not None:
        computer.audience.tell("recovery", record, action)
    return action is not None


def announce(computer: Computer, record: ServiceRecord) -> None:
    """The record has changed: whoever watches it looks."""
    computer.database.tell(record, Notify.of(record.status.state))
    computer.database.settle(record)
    computer.changed.wake()
