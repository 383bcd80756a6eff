"""What clients and the system see of the service: answers, lost patience, the end of its process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from svclint.contract.events import NOWHERE, Asked, Ended, Event, GaveUp, Late, OutOfTime, Stands
from svclint.contract.states import State
from svclint.simulation.kernel import Task
from svclint.simulation.recording.handlers import control_name
from svclint.simulation.recording.journal import Journal
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.phases import Phase

if TYPE_CHECKING:
    from svclint.simulation.scm.processes import Process
    from svclint.simulation.scm.records import ServiceRecord


class ClientRecorder(MachineObserver):
    """Writes down what is seen from outside the service's process."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def requested(self, record: ServiceRecord, control: int, error: int) -> None:
        """A request was answered."""
        self._add(Asked(NOWHERE, control_name(control), error))

    def handler_late(self, record: ServiceRecord, control: int) -> None:
        """The client was told that the service did not respond."""
        self._stands()
        self._add(Late(NOWHERE, control_name(control)))

    def gave_up(self, record: ServiceRecord, awaited: State) -> None:
        """Nobody waits for the state any longer."""
        self._stands()
        self._add(GaveUp(NOWHERE, awaited))

    def out_of_time(self, record: ServiceRecord, phase: Phase) -> None:
        """The shutdown goes on without it."""
        if phase.value is not None:
            self._add(OutOfTime(NOWHERE, phase.value.name))

    def process_exit(self, process: Process, code: int, alive: Sequence[Task]) -> None:
        """The process ends, and its threads with it."""
        self._add(Ended(NOWHERE, code, tuple(task.name for task in alive)))

    def process_gone(self, process: Process, alive: Sequence[Task]) -> None:
        """Its threads are no more."""
        self._journal.gone.add(process.number)

    def main(self, record: ServiceRecord, entered: bool, error: BaseException | None, task: Task) -> None:
        """What the host hears of a service that fails: mostly the exception of its constructor."""
        self._journal.failure = self._journal.failure or error

    def swallowed(self, error: BaseException, task: Task) -> None:
        """The same of a main function in C's hands."""
        if task.role == "service":
            self._journal.failure = self._journal.failure or error

    def _stands(self) -> None:
        """Where the author's threads wait just now."""
        for at, side in self._journal.stands():
            self._add(Stands(at, side))

    def _add(self, event: Event) -> None:
        self._journal.add(self._journal.scheduler.current, event)
