"""Clients' calls that may wait or reach a service: through a handle, or by name with all rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from svclint.simulation.scm import launching, sending
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.scm.status import Status

T = TypeVar("T")


def control_service(computer: Computer, handle: int, code: int) -> Status:
    """ControlService: the status afterwards. Refused with what the SCM or the time limit says."""
    computer.caller()
    computer.scheduler.point("ControlService", code)
    found = computer.requests.control(handle, code)
    record = computer.requests.record(handle)
    error = sending.send(computer, record, code, found)
    if error:
        raise Refused(error)
    return record.status


def start_service(computer: Computer, handle: int, arguments: Sequence[str]) -> None:
    """StartService; see `launching.start` for when it returns."""
    computer.caller()
    computer.scheduler.point("StartService", handle)
    launching.start(computer, computer.requests.start(handle, arguments), arguments)


def by_name(computer: Computer, name: str, work: Callable[[int], T]) -> T:
    """Do ``work`` with a handle to the service, which is closed afterwards. Refused with 1060 when there is none."""
    requests = computer.requests
    manager = requests.open_manager()
    try:
        handle = requests.open(manager, name)
    finally:
        requests.close(manager)
    try:
        return work(handle)
    finally:
        requests.close(handle)


def error_of(work: Callable[[], object]) -> int:
    """What the request comes to: 0, or the code it is refused with."""
    try:
        work()
    except Refused as refused:
        return refused.error
    return 0
