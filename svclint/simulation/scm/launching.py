"""Starting services (API/nf-winsvc-startservicea; E114 to E133)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svclint.contract.errors import Win32Error
from svclint.contract.states import START_PENDING
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.delivery import START, Delivery
from svclint.simulation.scm.eventlog import LogEvent
from svclint.simulation.scm.lives import begin, end
from svclint.simulation.scm.processes import Process
from svclint.simulation.scm.profile import Returns
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.refusal import Refused, demand
from svclint.simulation.scm.reports import announce
from svclint.simulation.scm.sending import deliver
from svclint.simulation.scm.starting import check_start
from svclint.simulation.scm.waiting import seconds, wait_until


def start(computer: Computer, order: Sequence[ServiceRecord], arguments: Sequence[str]) -> None:
    """Start services one after another, the last with ``arguments``; Refused with what StartService answers."""
    for dependency in order[:-1]:
        _start_dependency(computer, dependency)
    _start(computer, order[-1], arguments)


def _start_dependency(computer: Computer, record: ServiceRecord) -> None:
    try:
        _start(computer, record, ())
    except Refused as refused:
        raise Refused(Win32Error.ERROR_SERVICE_DEPENDENCY_FAIL) from refused
    up = _await(computer, lambda: record.status.state != START_PENDING, computer.profile.start_hang)
    demand(up and record.active, Win32Error.ERROR_SERVICE_DEPENDENCY_FAIL)


def _start(computer: Computer, record: ServiceRecord, arguments: Sequence[str]) -> None:
    _take_turn(computer, record)
    check_start(record, arguments)
    process = _occupy(computer, record)
    error = _connect(computer, process) or _order(computer, process, record, tuple(arguments))
    if error:
        _fail(computer, process, record)
    elif computer.profile.start_returns is Returns.REPORT:
        _await(computer, lambda: record in process.reported or not record.active, computer.profile.start_hang)
    computer.audience.tell("start_over", record, error)
    if error:
        raise Refused(error)


def _take_turn(computer: Computer, record: ServiceRecord) -> None:
    """One service starts at a time: another start waits, at most as long as a control would (MAI-14; 1055)."""
    others = [each for each in computer.database.records.values() if each is not record]
    free = _await(
        computer,
        lambda: not any(each.process and each.status.state == START_PENDING for each in others),
        computer.profile.handler,
    )
    demand(free, Win32Error.ERROR_SERVICE_DATABASE_LOCKED)


def _await(computer: Computer, done: Callable[[], bool], limit: float) -> bool:
    deadline = seconds(computer.scheduler) + limit
    return wait_until(done, computer.changed, "wait for a service", computer.scheduler, deadline)


def _occupy(computer: Computer, record: ServiceRecord) -> Process:
    """Write the start record, for a new process unless one that may be shared is up."""
    shared = _shareable(computer, record)
    process = shared or computer.new_process(computer.programs[record.name.casefold()])
    computer.starts += 1
    record.order = computer.starts
    record.begin(process.number)
    process.serving.append(record)
    process.reported.discard(record)
    computer.audience.tell("started", record, process)
    announce(computer, record)
    if shared is None:
        begin(computer, process)
    return process


def _shareable(computer: Computer, record: ServiceRecord) -> Process | None:
    """A process that serves already and may serve this one too."""
    program = computer.programs[record.name.casefold()]
    up = (each for each in computer.processes if each.program is program and each.serving and not each.over)
    return next(up, None) if record.configuration.shared else None


def _connect(computer: Computer, process: Process) -> int:
    """Wait for the dispatcher: 1053 when the process is over before, or late (ENT-01)."""
    _await(computer, lambda: process.connected or process.over, computer.profile.connect)
    if process.connected and not process.over:
        return Win32Error.NO_ERROR
    if not process.over:
        computer.log(LogEvent.CONNECT_TIMEOUT, process.serving[0])
    return Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT


def _order(computer: Computer, process: Process, record: ServiceRecord, arguments: tuple[str, ...]) -> int:
    return deliver(computer, Delivery(process, record, START, arguments=arguments), computer.profile.connect)


def _fail(computer: Computer, process: Process, record: ServiceRecord) -> None:
    """A start that came to nothing: the service is stopped, and a process that never connected is ended."""
    if record in process.serving:
        process.serving.remove(record)
        record.die()
        announce(computer, record)
    process.attention.wake()
    if not process.connected and not process.over:
        end(computer, process, 1, cut=True)
