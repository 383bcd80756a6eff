"""The scenario's side of the machine: what an operator, the system and other clients do. For tasks of role "scm"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from svclint.contract.controls import Control
from svclint.contract.states import RUNNING, START_PENDING, STOPPED, State
from svclint.simulation.kernel import Task
from svclint.simulation.scm import clients, lives, sending
from svclint.simulation.scm.answers import hears
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.eventlog import LogEvent
from svclint.simulation.scm.hosts import Program
from svclint.simulation.scm.patience import gives_up_at
from svclint.simulation.scm.phases import PHASES, Phase
from svclint.simulation.scm.probing import hold_work
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.shutdown import shut_down
from svclint.simulation.scm.waiting import SECOND, seconds, wait_until


class Console:
    """``name`` in its methods: the service meant, None for the first one installed."""

    def __init__(self, computer: Computer) -> None:
        self._computer = computer

    def record(self, name: str | None = None) -> ServiceRecord:
        """The SCM's record of a service; a deleted one is not found (1060)."""
        database = self._computer.database
        return next(iter(database.records.values())) if name is None else database.find(name)

    @property
    def now(self) -> float:
        """Virtual seconds since the run began."""
        return seconds(self._computer.scheduler)

    # Requests; each is a point where others may act before it

    def start(self, *arguments: str, name: str | None = None) -> int:
        """StartService: 0 or the error."""
        computer, called = self._computer, self.record(name).name
        start = partial(clients.start_service, computer, arguments=arguments)
        return clients.error_of(lambda: clients.by_name(computer, called, start))

    def control(self, code: int, name: str | None = None) -> int:
        """ControlService: 0 or the error."""
        computer, called = self._computer, self.record(name).name
        control = partial(clients.control_service, computer, code=code)
        return clients.error_of(lambda: clients.by_name(computer, called, control))

    def signal(self, control: Control, event: int = 0, data: object = None, name: str | None = None) -> int | None:
        """A control of the system's own, SESSIONCHANGE say: what came of it, None when the service does not get it.

        ``data`` are as pywin32 gives them to handlers; those of other hosts get them in their own shape.
        """
        computer, record = self._computer, self.record(name)
        computer.scheduler.point("system control", control)
        if not hears(record, control, computer.profile):
            return None
        return sending.send_system(computer, record, control, computer.profile.handler, event, data)

    def shutdown(self, phases: Sequence[Phase] = PHASES, order: Iterable[str] = ()) -> None:
        """Shut the system down, or take only some of its phases; ``order`` is the value PreshutdownOrder."""
        shut_down(self._computer, phases, order)

    def kill(self, name: str | None = None) -> bool:
        """End the process that runs a service (TerminateProcess); False when none does."""
        number = self.record(name).process
        if number:
            lives.end(self._computer, self._computer.process(number), 1, cut=True)
        return bool(number)

    def execute(self, program: Program) -> None:
        """Start a program from a command prompt: it serves no service."""
        lives.begin(self._computer, self._computer.new_process(program, from_console=True))

    def hold_up(self, delay: float) -> None:
        """Make the machine so busy that the next control reaches its handler virtual seconds late."""
        self._computer.delay = delay

    def hold_work(self, span: float, limit: float, name: str | None = None) -> bool:
        """Hold a service's work for virtual seconds, once a thread beside it reports a pending state; whether it did.

        ``limit``: seconds to wait for such a report.
        """
        return hold_work(self._computer, self.record(name), span, limit)

    def client(self, body: Callable[[], object], name: str) -> Task:
        """Another client, on a task of its own."""
        return self._computer.scheduler.spawn(body, name=name, role="scm")

    # Waiting

    def until(self, state: State, limit: float | None = None, name: str | None = None) -> bool:
        """Wait until a service is in the state, looking at every report; False when it does not come.

        ``limit`` is in seconds. None: as long as the SCM (a start) or the Services console has patience, and
        observers are told when that is lost. A service that has stopped comes into no other state by itself.
        """
        record, asked = self.record(name), self.now
        if limit is not None:
            self._wait(lambda: record.status.state in (state, STOPPED), asked + limit)
        elif not self._wait_patiently(record, lambda: record.status.state in (state, STOPPED), asked):
            self._give_up(record, state)
        return record.status.state == state

    def reported(self, count: int, name: str | None = None) -> bool:
        """Wait for the report of that number, from 1, of a start; False when the start is over before it comes.

        As patient as the SCM is with a start.
        """
        record = self.record(name)
        if not self._wait_patiently(
            record, lambda: record.reports >= count or record.status.state != START_PENDING, self.now
        ):
            self._give_up(record, RUNNING)
        return record.reports >= count

    def accepts(self, limit: float, name: str | None = None) -> bool:
        """Wait until a service that runs accepts any control, or runs no more; False when it is deaf for so long."""
        record = self.record(name)
        return self._wait(lambda: record.status.accepted or record.status.state != RUNNING, self.now + limit)

    def _wait_patiently(self, record: ServiceRecord, done: Callable[[], bool], asked: float) -> bool:
        while not done():
            seen, reported = record.status, self.now
            deadline = gives_up_at(seen, reported, asked, self._computer.profile)
            if not self._wait(lambda seen=seen: record.status is not seen, deadline):  # type: ignore[misc]
                return False
        return True

    def _give_up(self, record: ServiceRecord, state: State) -> None:
        if record.status.state == START_PENDING:
            self._computer.log(LogEvent.START_HANG, record)
        self._computer.audience.tell("gave_up", record, state)

    def settle(self, limit: float) -> bool:
        """Wait until every process is gone and its threads have shown what they would still do; False: one is not."""
        return self._wait(lambda: all(each.gone for each in self._computer.processes), self.now + limit)

    def sleep(self, duration: float) -> None:
        """Let virtual seconds pass."""
        self._computer.scheduler.sleep(round(duration * SECOND))

    def _wait(self, done: Callable[[], object], deadline: float) -> bool:
        return wait_until(done, self._computer.changed, "wait for a service", self._computer.scheduler, deadline)
