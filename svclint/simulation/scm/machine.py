"""One simulated computer for one run: what the code in a service process calls, and clients by name.

`current()` is the one of the run that is on; a scenario's side is `console.Console`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

from svclint.simulation.kernel import Ending, Outcome, Scheduler, Task, Unmodelled, active
from svclint.simulation.scm import clients, dispatching, lives, registering, reports
from svclint.simulation.scm.computer import Computer, Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.processes import Entry
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.scm.requests import Queried, Requests
from svclint.simulation.scm.status import Status

_machines: list[Machine] = []


def current() -> Machine:
    """The machine of the run that is on. Raises Unmodelled outside one."""
    if not _machines or active() is None:
        raise Unmodelled("a call of the Service Control Manager outside a run")
    return _machines[-1]


class Machine:
    """The SCM and the processes of one run. Every call may raise Refused with the Win32 code of the real one."""

    def __init__(
        self,
        scheduler: Scheduler,
        services: Sequence[Installed],
        profile: Profile = WINDOWS,
        observers: Sequence[MachineObserver] = (),
    ) -> None:
        self._computer = Computer(scheduler, services, profile, observers)

    def run(self, scenario: Callable[[Console], object]) -> Outcome:
        """Run the scenario on a task of the SCM's; the run is over when it returns."""
        _machines.append(self)
        try:
            return self._computer.scheduler.run(partial(self._power_on, scenario))
        finally:
            _machines.pop()

    def process_of(self, task: Task) -> int:
        """The number of the process that a task of the run belonged to; 0: the SCM's and its clients'."""
        process = self._computer.owner(task)
        return process.number if process else 0

    def _power_on(self, scenario: Callable[[Console], object]) -> None:
        self._computer.scheduler.spawn(partial(self._play, scenario), name="SCM", role="scm")
        self._computer.be_main()

    def _play(self, scenario: Callable[[Console], object]) -> None:
        scenario(Console(self._computer))
        self._computer.scheduler.stop(Ending.STOPPED)

    # What a service process calls

    def prepare(self, cls: type | None, name: str | None = None) -> None:
        """PrepareToHostSingle, or with a name PrepareToHostMultiple; None: the class the process is installed with."""
        process = self._computer.caller()
        if process is not None:
            kept = process.prepared if name is not None else []
            process.prepared = [*kept, (name, cls)]

    def connected(self) -> bool:
        """Whether the calling process has called the dispatcher."""
        process = self._computer.caller()
        return process is not None and process.connected

    def dispatch(self, table: Sequence[Entry] | None = None) -> None:
        """StartServiceCtrlDispatcher: the calling task dispatches until all services of its process have stopped."""
        dispatching.dispatch(self._computer, table)

    def register(self, name: str, callback: Callable[..., Any], extended: bool) -> int:
        """RegisterServiceCtrlHandler(Ex): a status handle."""
        return registering.register(self._computer, name, callback, extended)

    def set_status(self, handle: int, report: Sequence[int], by_host: bool = False) -> None:
        """SetServiceStatus, with the seven fields in the order of the structure."""
        reports.set_status(self._computer, handle, Status(*report), by_host)

    def log(self, source: str, event: int, texts: Sequence[str]) -> None:
        """Write to the event log."""
        self._computer.scheduler.point("event log", source)
        self._computer.audience.tell("log", source, event, tuple(texts))

    def leave(self, code: int) -> NoReturn:
        """End the calling process on the spot."""
        lives.leave(self._computer, code)

    def tell(self, event: str, *facts: object) -> None:
        """Tell the observers something that the machine itself does not see: ``attribute`` or ``signal``."""
        self._computer.audience.tell(event, *facts)

    # What clients call, through handles and by name

    @property
    def requests(self) -> Requests:
        """The calls that neither wait nor reach a service: handles, configuration, queries, notifications."""
        return self._computer.requests

    def control_service(self, handle: int, code: int) -> Status:
        """ControlService through a handle: the status afterwards."""
        return clients.control_service(self._computer, handle, code)

    def start_service(self, handle: int, arguments: Sequence[str] = ()) -> None:
        """StartService through a handle."""
        clients.start_service(self._computer, handle, arguments)

    def control(self, name: str, code: int) -> Status:
        """ControlService by name."""
        return clients.by_name(self._computer, name, lambda handle: self.control_service(handle, code))

    def start(self, name: str, arguments: Sequence[str] = ()) -> None:
        """StartService by name."""
        clients.by_name(self._computer, name, lambda handle: self.start_service(handle, arguments))

    def query(self, name: str) -> Queried:
        """QueryServiceStatusEx by name: the last stored status, and the process."""
        return clients.by_name(self._computer, name, self.requests.query)
