"""pywin32's service host: what its C++ part does around an author's class (part D.1; PYW PythonService.cpp)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from svclint.contract.budgets import BUDGETS
from svclint.contract.errors import Win32Error
from svclint.contract.installation import ServiceType
from svclint.contract.states import START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.processes import Entry, Process
from svclint.simulation.scm.registering import register
from svclint.simulation.scm.reports import set_status
from svclint.simulation.scm.status import Status

Load = Callable[[], Any]

_OWN = ServiceType.WIN32_OWN_PROCESS
_FAILED = Win32Error.ERROR_SERVICE_SPECIFIC_ERROR
_STARTING = Status(_OWN, START_PENDING, wait_hint=BUDGETS["PywinHint"].milliseconds)
_NO_HANDLER = Status(
    _OWN, STOP_PENDING, win32_exit=_FAILED, specific_exit=1, wait_hint=BUDGETS["PywinHint"].milliseconds
)
_NO_INSTANCE = Status(_OWN, STOPPED, win32_exit=_FAILED, specific_exit=1)
_RAISED = Status(_OWN, STOPPED, win32_exit=_FAILED, specific_exit=0x20000001)
_ENDED = Status(_OWN, STOPPED)


def prepared(computer: Computer, process: Process) -> list[Entry]:
    """The dispatch table for the classes the process named; without any, for the one it is installed with."""
    classes = process.prepared or [(None, None)]
    return [_entry(computer, process, name, cls) for name, cls in classes]


def _entry(computer: Computer, process: Process, name: str | None, cls: type | None) -> Entry:
    load = process.program.load if cls is None else lambda: cls
    name = process.serving[0].name if name is None else name
    return Entry(name, None if load is None else partial(_service_main, computer, process, load))


def _service_main(computer: Computer, process: Process, load: Load, arguments: tuple[str, ...]) -> None:
    """One run of a service. What left the author's code is raised again once it is reported."""
    try:
        instance = load()(arguments)
    except (Abort, Unmodelled):
        raise
    except BaseException:
        set_status(computer, _handle(computer, process, arguments[0]), _NO_INSTANCE, by_host=True)
        raise
    handle = _handle(computer, process, arguments[0])
    set_status(computer, handle, _STARTING, by_host=True)
    _run(computer, handle, instance)


def _run(computer: Computer, handle: int, instance: Any) -> None:
    try:
        instance.SvcRun()
    except (Abort, Unmodelled):
        raise
    except BaseException:
        set_status(computer, handle, _RAISED, by_host=True)
        raise
    set_status(computer, handle, _ENDED, by_host=True)


def _handle(computer: Computer, process: Process, name: str) -> int:
    """The status handle the class registered, else one with a handler of the host's own."""
    record = computer.database.find(name)
    if record not in process.seats:
        register(computer, name, partial(_unhandled, computer, process, name), True)
    return process.seats[record]


def _unhandled(computer: Computer, process: Process, name: str, code: int, event: int, data: object) -> int:
    """Nobody registered a handler in Python: the host says that it cannot do this, and that it is failing."""
    set_status(computer, _handle(computer, process, name), _NO_HANDLER, by_host=True)
    return Win32Error.ERROR_CALL_NOT_IMPLEMENTED
