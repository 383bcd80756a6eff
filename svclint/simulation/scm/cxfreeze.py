"""cx_Freeze's service host: C code reports everything, the author's class reports nothing (part D.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from svclint.contract.controls import Accept, Control
from svclint.contract.errors import Win32Error
from svclint.contract.framework import CX_INITIALIZE, CX_RUN, CX_SESSION, CX_STOP
from svclint.contract.installation import ServiceType
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.simulation.kernel import Abort, Unmodelled
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.processes import Entry
from svclint.simulation.scm.registering import register
from svclint.simulation.scm.reports import set_status
from svclint.simulation.scm.status import Status


def entry(computer: Computer, load: Callable[[], Any]) -> Entry:
    """The line of the dispatch table; ``load`` gives the author's class."""
    return Entry("", partial(_main, computer, load))


@dataclass(eq=False)
class _Service:
    """One run. ``working``: the author's ``run`` is under way."""

    computer: Computer
    instance: Any
    handle: int = 0
    stopped: bool = False
    working: bool = False

    def report(self, state: State, accepted: int = 0) -> None:
        status = Status(ServiceType.WIN32_OWN_PROCESS, state, accepted)
        self.stopped |= state is STOPPED
        set_status(self.computer, self.handle, status, by_host=True)

    def control(self, code: int, event: int, data: Any) -> int:
        """Stop on the dispatcher's thread: the service has stopped when ``stop`` returns."""
        if code == Control.STOP:
            self.report(STOP_PENDING)
            _method(self.instance, CX_STOP)()
            self.report(STOPPED)
        elif code == Control.SESSIONCHANGE:
            (session,) = data
            _method(self.instance, CX_SESSION)(session, event)
        return Win32Error.NO_ERROR


def _main(computer: Computer, load: Callable[[], Any], arguments: tuple[str, ...]) -> None:
    service = _Service(computer, load()())
    service.handle = register(computer, arguments[0], service.control, True)
    service.report(START_PENDING)
    try:
        _run(service)
    except (Abort, Unmodelled):
        raise
    except BaseException:
        service.report(STOPPED)
        raise
    if not service.stopped:
        service.report(STOPPED)


def _run(service: _Service) -> None:
    _method(service.instance, CX_INITIALIZE)("")
    listens = any(hasattr(service.instance, name) for name in CX_SESSION)
    service.report(RUNNING, Accept.STOP | (Accept.SESSIONCHANGE if listens else 0))
    service.working = True
    try:
        _method(service.instance, CX_RUN)()
    finally:
        service.working = False


def _method(instance: Any, names: tuple[str, ...]) -> Any:
    """The method under the first of the names that there is."""
    return getattr(instance, next((name for name in names if hasattr(instance, name)), names[0]))
