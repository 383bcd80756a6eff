"""What the parts of the machine share: the clock, the records, the processes, and whose task is whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from svclint.simulation.kernel import Abort, Scheduler, State, Task, WaitList
from svclint.simulation.scm.database import Database
from svclint.simulation.scm.delivery import Lane
from svclint.simulation.scm.eventlog import SOURCE, LogEvent
from svclint.simulation.scm.handles import Numbers
from svclint.simulation.scm.observing import Audience, MachineObserver
from svclint.simulation.scm.processes import Process, Seat
from svclint.simulation.scm.profile import Profile, Serial
from svclint.simulation.scm.records import Configuration, ServiceRecord
from svclint.simulation.scm.requests import Requests

if TYPE_CHECKING:
    from svclint.simulation.scm.hosts import Program

_FIRST_STATUS_HANDLE = 0x20000  # apart from clients' handles: one is no use for the other (E089)
_FIRST_PROCESS = 1000


class Installed(NamedTuple):
    """A service, and what its process runs. Services of one process share the program object."""

    configuration: Configuration
    program: Program


class Computer:
    """The state of one machine. ``changed`` wakes at each status report and when a process comes or goes.

    ``delay``: virtual seconds by which the next control comes late to its handler. ``reporters``: who reported last.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        services: Sequence[Installed],
        profile: Profile,
        observers: Sequence[MachineObserver],
    ) -> None:
        self.scheduler, self.profile = scheduler, profile
        self.database = Database([each.configuration for each in services], profile)
        self.programs = {each.configuration.name.casefold(): each.program for each in services}
        self.requests = Requests(self.database)
        self.audience = Audience(scheduler, observers)
        self.changed = WaitList()
        self.seats: Numbers[Seat] = Numbers(_FIRST_STATUS_HANDLE)
        self.processes: list[Process] = []
        self.starts = 0
        self.delay = 0.0
        self.reporters: dict[ServiceRecord, Task] = {}
        self._lane = Lane()
        self._main: Callable[[], object] | None = None
        self._main_wanted = WaitList()

    # Processes and tasks

    def new_process(self, program: Program, from_console: bool = False) -> Process:
        """A process that does not run yet."""
        lane = self._lane if self.profile.serial is Serial.MACHINE else Lane()
        number = _FIRST_PROCESS + 4 * len(self.processes)
        process = Process(number, program, lane, from_console)
        self.processes.append(process)
        return process

    def process(self, number: int) -> Process:
        """The process with that id."""
        return next(each for each in self.processes if each.number == number)

    def spawn(self, process: Process, body: Callable[[], object], name: str, role: str, python_main: bool) -> None:
        """Run ``body`` as a thread of the process; ``python_main``: it is to Python the main thread."""
        if python_main and self._main is None:
            self.scheduler.tasks[0].group = process
            self._main = _renamed(body, self.scheduler.tasks[0], name, role)
            self._main_wanted.wake()
        else:
            first = not any(task.main for task in self.scheduler.tasks if task.group is process)
            self.scheduler.spawn(body, name=name, role=role, group=process).main = python_main and first

    def be_main(self) -> None:
        """Task 0 waits until it is known which thread is Python's main thread, and becomes it."""
        while self._main is None:
            self._main_wanted.wait(self, None, "power on")
        self._main()

    def caller(self) -> Process | None:
        """The process of the running task; None for the SCM's and its clients'. What is gone does no more."""
        process = self.owner(self.scheduler.current)
        if process is not None and process.gone:
            raise Abort
        return process

    def owner(self, task: Task | None) -> Process | None:
        """The process a task belongs to: its creator's, unless it is the first of one; None for the SCM's."""
        return task.group if task is not None and isinstance(task.group, Process) else None

    def threads(self, process: Process) -> list[Task]:
        """The threads of a process that are not over, apart from the one that asks."""
        me = self.scheduler.current
        alive = (task for task in self.scheduler.tasks if task.state is not State.OVER and task is not me)
        return [task for task in alive if self.owner(task) is process]

    def log(self, event: LogEvent, record: ServiceRecord) -> None:
        """The SCM writes to the event log."""
        self.audience.tell("log", SOURCE, event, (record.name,))


def _renamed(body: Callable[[], object], task: Task, name: str, role: str) -> Callable[[], object]:
    def run() -> None:
        task.name, task.role = name, role
        body()

    return run
