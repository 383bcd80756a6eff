"""The dispatcher: serving what is delivered until the last service has stopped.

Source: API/nf-winsvc-startservicectrldispatchera; ENT-04 to ENT-07, HND-01.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from svclint.contract.controls import Control
from svclint.contract.errors import Win32Error
from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.scm import pythonservice
from svclint.simulation.scm.calling import answered, call
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.delivery import START, Delivery
from svclint.simulation.scm.processes import Entry, Main, Process
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.refusal import Refused, demand
from svclint.simulation.scm.waiting import SECOND, seconds


def dispatch(computer: Computer, table: Sequence[Entry] | None) -> None:
    """Serve the process's services until all have stopped; ``table`` None: the classes prepared for pywin32.

    Refused with 1063 outside a service, with 1056 the second time, with 13 for a malformed table.
    """
    process = computer.caller()
    computer.scheduler.point("StartServiceCtrlDispatcher", process)
    if process is None or process.from_console:
        raise Refused(Win32Error.ERROR_FAILED_SERVICE_CONTROLLER_CONNECT)
    if process.connected:
        again = Win32Error.ERROR_SERVICE_ALREADY_RUNNING
        computer.audience.tell("dispatcher_refused", process, again, computer.scheduler.current)
        raise Refused(again)
    process.table = tuple(pythonservice.prepared(computer, process) if table is None else table)
    _check(process.table, computer)
    _serve(computer, process)


def _check(table: Sequence[Entry], computer: Computer) -> None:
    if not table:
        raise Refused(computer.profile.empty_table)
    demand(all(each.name is not None and each.main for each in table), Win32Error.ERROR_INVALID_DATA)


def _serve(computer: Computer, process: Process) -> None:
    task = computer.scheduler.current
    role, task.role = task.role, "dispatcher"
    process.connected = True
    computer.audience.tell("dispatcher", process, True, task)
    computer.changed.wake()
    while (delivery := _next(process)) is not None:
        result = _start(computer, delivery) if delivery.code == START else _handle(computer, delivery)
        process.lane.finish(delivery, result)
    computer.audience.tell("dispatcher", process, False, task)
    task.role = role


def _next(process: Process) -> Delivery | None:
    """What is delivered next; None when the last service has stopped. What was sent before that still comes."""
    while (delivery := process.lane.take(process)) is None:
        if process.over:
            raise Abort
        if not process.serving:
            return None
        process.attention.wait(process, None, "dispatch")
    return delivery


def _start(computer: Computer, delivery: Delivery) -> int:
    """Begin the service's main function in a thread of its own; 1083 when the table does not have it.

    Whoever asked may have given up meanwhile, and the service counts as stopped: then nothing is begun.
    """
    process, record = delivery.process, delivery.record
    if record not in process.serving:
        return Win32Error.ERROR_SERVICE_REQUEST_TIMEOUT
    main = process.main_of(record)
    if main is None:
        return Win32Error.ERROR_SERVICE_NOT_IN_EXE
    body = partial(_main, computer, record, main, (record.name, *delivery.arguments))
    computer.spawn(process, body, record.name, "service", process.program.python_main == "service")
    return Win32Error.NO_ERROR


def _main(computer: Computer, record: ServiceRecord, main: Main, arguments: tuple[str, ...]) -> None:
    task, error = computer.scheduler.current, None
    computer.audience.tell("main", record, True, None, task)
    try:
        main(arguments)
    except (Abort, Unmodelled):
        raise
    except BaseException as raised:
        error = raised
    computer.audience.tell("main", record, False, error, task)


def _handle(computer: Computer, delivery: Delivery) -> int:
    """Call the handler on this thread. A plain one never hears of the extended controls (HND-18)."""
    record, code = delivery.record, delivery.code
    seat = computer.seats[delivery.process.seats[record]]
    if not seat.extended and code in Control.__members__.values() and Control(code).extended:
        return Win32Error.ERROR_CALL_NOT_IMPLEMENTED
    _hold_up(computer, delivery.process)
    delivery.begun = seconds(computer.scheduler)
    task = computer.scheduler.current
    computer.audience.tell("enter", record, seat.callback, code, delivery.event, delivery.data, task)
    result, error = call(seat, code, delivery.event, delivery.data)
    computer.audience.tell("leave", record, code, result, error, task)
    return answered(result, error)


def _hold_up(computer: Computer, process: Process) -> None:
    """A busy machine lets the dispatcher wait before the handler is called: that is not the handler's fault."""
    delay, computer.delay = computer.delay, 0.0
    if delay:
        computer.scheduler.sleep(round(delay * SECOND))
    if process.over:
        raise Abort
