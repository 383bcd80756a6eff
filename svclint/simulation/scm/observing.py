"""What a run of the machine tells whoever listens. Nothing is judged here.

Observers are called on the task that acts, at the kernel's `now`, and must not block. `task` is who acted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from svclint.simulation.scm.phases import Phase
from svclint.simulation.scm.recovery import Action
from svclint.simulation.scm.status import Status

if TYPE_CHECKING:
    from svclint.contract.states import State
    from svclint.simulation.kernel import Scheduler, Task
    from svclint.simulation.scm.processes import Process
    from svclint.simulation.scm.records import ServiceRecord


class MachineObserver:
    """Hears what it overrides."""

    def requested(self, record: ServiceRecord, control: int, error: int) -> None:
        """A client's control request is over, with this answer; a system control counts as one."""

    def started(self, record: ServiceRecord, process: Process) -> None:
        """The SCM wrote the start record (STS-11)."""

    def start_over(self, record: ServiceRecord, error: int) -> None:
        """StartService returns."""

    def dispatcher(self, process: Process, entered: bool, task: Task) -> None:
        """StartServiceCtrlDispatcher connected, or returns."""

    def dispatcher_refused(self, process: Process, error: int, task: Task) -> None:
        """StartServiceCtrlDispatcher is called in a process that has called it before."""

    def main(self, record: ServiceRecord, entered: bool, error: BaseException | None, task: Task) -> None:
        """The service's main function is called, or left: by ``error``, if any."""

    def swallowed(self, error: BaseException, task: Task) -> None:
        """An exception leaves a function that was given to C code, where it is printed and forgotten."""

    def registered(self, record: ServiceRecord, callback: Callable[..., Any], extended: bool, task: Task) -> None:
        """A control handler is registered."""

    def reporting(self, record: ServiceRecord, by_host: bool, task: Task) -> None:
        """SetServiceStatus was called; `status` tells what came of it."""

    def status(self, record: ServiceRecord, report: Status, by_host: bool, error: int, task: Task) -> None:
        """SetServiceStatus was called with ``report``, as sent, and answered with ``error``."""

    def enter(
        self, record: ServiceRecord, callback: Callable[..., Any], control: int, event: int, data: object, task: Task
    ) -> None:
        """The dispatcher calls the handler."""

    def leave(
        self, record: ServiceRecord, control: int, result: object, error: BaseException | None, task: Task
    ) -> None:
        """The handler returned ``result``, or was left by ``error``."""

    def handler_late(self, record: ServiceRecord, control: int) -> None:
        """The limit has passed while the handler works on this control; the client was told 1053."""

    def gave_up(self, record: ServiceRecord, awaited: State) -> None:
        """Who waits for a state has lost patience (MAI-11: a start that hangs; SHD-08: the console)."""

    def out_of_time(self, record: ServiceRecord, phase: Phase) -> None:
        """A phase of the system shutdown goes on although the service has not stopped."""

    def asking(self, task: Task) -> None:
        """A handle to a service is opened for a program, or a control or start is about to be sent by one."""

    def phase(self, phase: Phase) -> None:
        """The system shutdown reaches a phase."""

    def process_exit(self, process: Process, code: int, alive: Sequence[Task]) -> None:
        """The process ends. ``alive``: its threads that are still there and would be cut off now."""

    def process_gone(self, process: Process, alive: Sequence[Task]) -> None:
        """The time in which threads cut off may still show what they do is over."""

    def recovery(self, record: ServiceRecord, action: Action) -> None:
        """The SCM takes this action after a failure."""

    def attribute(self, instance: object, name: str, value: object, task: Task) -> None:
        """An attribute of a service object is set."""

    def held(self, record: ServiceRecord, held: bool) -> None:
        """The probe holds the service's work, or lets it go on."""

    def wrote(self, key: str, name: str, type: int, data: object, task: Task) -> None:
        """A value of the registry is written, into the key of this path."""

    def signal(self, handle: int, value: bool, task: Task) -> None:
        """An event object of the kernel is set or reset."""

    def log(self, source: str, event: int, texts: Sequence[str]) -> None:
        """An entry of the event log."""


class Audience:
    """The observers of one machine."""

    def __init__(self, scheduler: Scheduler, observers: Sequence[MachineObserver]) -> None:
        self._scheduler, self._observers = scheduler, observers

    def tell(self, event: str, *facts: object) -> None:
        """Call the method ``event`` of every observer; whoever is being unwound tells nothing any more."""
        if not self._scheduler.aborting:
            self._scheduler.tell(tuple(getattr(each, event) for each in self._observers), *facts)
