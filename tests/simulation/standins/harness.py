"""Runs for the stand-ins: Windows calls on a simulated machine, in this process and without its threads replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from svclint.simulation.kernel import Ending, Limits, Outcome, Scheduler, Task, active
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.hosts import Program
from svclint.simulation.scm.machine import Machine
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.records import Configuration


class Plain:
    """Goes on with whoever runs, else with the oldest; ``favours`` is the place it takes among those who wait."""

    def __init__(self, favours: int = 0) -> None:
        self.favours = favours

    def begin(self, scheduler: Scheduler) -> None:
        """Nothing to prepare."""

    def created(self, task: Task) -> None:
        """Nothing to note."""

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        """The first; among tasks that are blocked, the favoured place."""
        blocked = all(task.waits_for is not None for task in ready)
        return min(self.favours, len(ready) - 1) if blocked else 0


class Journal(MachineObserver):
    """What the machine told, in order."""

    def __init__(self) -> None:
        self.reports: list[tuple[int, ...]] = []
        self.by_host: list[bool] = []
        self.left: list[tuple[int, object]] = []
        self.logged: list[tuple[str, int, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, object]] = []
        self.signals: list[tuple[int, bool]] = []

    def told(self) -> tuple[object, ...]:
        """All of it, to be compared."""
        return self.reports, self.by_host, self.left, self.logged, self.attributes, self.signals

    def status(self, record: Any, report: Any, by_host: bool, error: int, task: Any) -> None:
        self.reports.append(tuple(int(field) for field in report))
        self.by_host.append(by_host)

    def leave(self, record: Any, control: int, result: object, error: Any, task: Any) -> None:
        self.left.append((control, type(error).__name__ if error else result))

    def log(self, source: str, event: int, texts: Sequence[str]) -> None:
        self.logged.append((source, int(event), tuple(texts)))

    def attribute(self, instance: object, name: str, value: object, task: Any) -> None:
        self.attributes.append((name, value))

    def signal(self, handle: int, value: bool, task: Any) -> None:
        self.signals.append((handle, value))


def play(body: Callable[[Callable[[object], None]], object], favours: int = 0) -> list[Any]:
    """What ``body`` says, called with a function to say it with; it has to reach its end, as all its threads do."""
    said: list[Any] = []
    scheduler = Scheduler(Plain(favours), Limits(seconds=3600))
    outcome = Machine(scheduler, []).run(lambda console: body(said.append))
    errors = [task.error for task in scheduler.tasks if task.error is not None]
    assert (errors, outcome.ending) == ([], Ending.STOPPED), (errors, outcome)
    return said


def unmodelled(body: Callable[[], object]) -> str | None:
    """What the run that ``body`` is ends with: the name of what is not modelled."""
    outcome = Machine(Scheduler(Plain()), []).run(lambda console: body())
    assert outcome.ending is Ending.UNMODELLED, outcome
    return outcome.detail


def host(program: Program, scenario: Callable[[Console], object], *more: Installed) -> tuple[Journal, Outcome]:
    """Run the service Demo in a host program; ``scenario`` is what the operator does."""
    journal = Journal()
    installed = [Installed(Configuration("Demo"), program), *more]
    outcome = Machine(Scheduler(Plain()), installed, observers=[journal]).run(scenario)
    return journal, outcome


def thread(body: Callable[[], object], name: str = "worker") -> Task:
    """A thread of the service."""
    run = active()
    assert run is not None
    return run.spawn(body, name=name, role="worker")


def pause(milliseconds: int) -> None:
    """Let virtual time pass."""
    run = active()
    assert run is not None
    run.sleep(milliseconds * 1_000_000)


def elapsed() -> int:
    """Virtual milliseconds since the run began."""
    run = active()
    assert run is not None
    return run.now // 1_000_000
