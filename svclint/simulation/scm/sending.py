"""Sending a control to a process and waiting for the answer (HND-02, HND-10)."""

from __future__ import annotations

from svclint.contract.errors import Win32Error
from svclint.simulation.scm.answers import Answer
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.delivery import START, Delivery
from svclint.simulation.scm.eventlog import LogEvent
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.waiting import seconds, wait_until


def deliver(computer: Computer, delivery: Delivery, limit: float) -> int:
    """Deliver it and wait ``limit`` seconds for the answer: 0, or 1053 when there is none in time.

    The handler is not interrupted, and what still waits for it is delivered later.
    """
    deadline = seconds(computer.scheduler) + limit
    delivery.process.lane.put(delivery)
    in_time = wait_until(lambda: delivery.over, delivery.answered, "answer", computer.scheduler, deadline)
    if not in_time:
        _late(computer, delivery, deadline)
    if not in_time or delivery.lost:
        return Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT
    shown = computer.profile.handler_result_to_client or delivery.code == START
    return delivery.result if shown else Win32Error.NO_ERROR


def _late(computer: Computer, delivery: Delivery, deadline: float) -> None:
    """The handler is late only if it was called before: its client may look at the clock a moment after the limit."""
    computer.log(LogEvent.CONTROL_TIMEOUT, delivery.record)
    if delivery.begun < deadline:
        computer.audience.tell("handler_late", delivery.record, delivery.code)


def send(computer: Computer, record: ServiceRecord, code: int, found: Answer) -> int:
    """Carry a client's request on from what the record says about it: the code the client gets."""
    error = found.error
    if found.delivered:
        error = _pass_on(computer, record, code, computer.profile.handler)
    computer.audience.tell("requested", record, code, error)
    return error


def send_system(
    computer: Computer, record: ServiceRecord, code: int, limit: float, event: int = 0, data: object = None
) -> int:
    """Send a control of the system's own, which the service is known to accept: the handler's answer, or 1053."""
    error = _pass_on(computer, record, code, limit, event, data)
    computer.audience.tell("requested", record, code, error)
    return error


def _pass_on(
    computer: Computer, record: ServiceRecord, code: int, limit: float, event: int = 0, data: object = None
) -> int:
    record.deliver(code)
    delivery = Delivery(computer.process(record.process), record, code, event, data)
    return deliver(computer, delivery, limit)
