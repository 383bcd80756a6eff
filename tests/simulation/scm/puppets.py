"""Services that do as they are told, and the choosers and observers of these tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from svclint.contract.states import STOPPED
from svclint.simulation.kernel import Limits, Outcome, Scheduler, Task, WaitList, active
from svclint.simulation.scm import hosts
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.hosts import Program
from svclint.simulation.scm.machine import Machine, current
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.processes import Entry, Main
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.scm.records import Configuration

SECOND = 1_000_000_000
OWN = 0x10


def sleep(duration: float) -> None:
    """Let virtual seconds pass, on whatever task."""
    scheduler = active()
    assert scheduler is not None
    scheduler.sleep(round(duration * SECOND))


def in_turn(*acts: Callable[[], object]) -> Callable[[], None]:
    """Do one after another."""

    def do() -> None:
        for act in acts:
            act()

    return do


class First:
    """Nobody is preempted, and of those who could go on the first does."""

    def begin(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler

    def created(self, task: Task) -> None:
        """Nothing to do."""

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        return 0


class Seeded(First):
    """Whoever the dice name."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        return self.dice.randrange(len(ready))


class Puppet:
    """A service that reports what it is given, then waits to be let go; it notes what its handler hears.

    ``on`` says what the handler does for a control; anything else is answered with 0.
    """

    def __init__(self, *reports: tuple[int, ...], name: str = "subject") -> None:
        self.name, self.reports = name, reports
        self.on: dict[int, Callable[[], object]] = {}
        self.heard: list[int] = []
        self.lives: list[tuple[str, ...]] = []
        self.gates = WaitList()
        self.gone = False
        self.handle = 0
        self.extended = True
        self.work: Callable[[], object] = self.wait
        self.live: Main = self.main

    def main(self, arguments: tuple[str, ...]) -> None:
        self.gone = False
        self.lives.append(arguments)
        self.handle = current().register(self.name, self.control if self.extended else self.plain, self.extended)
        for report in self.reports:
            self.say(*report)
        self.work()

    def wait(self) -> None:
        """Wait until `let_go`."""
        while not self.gone:
            self.gates.wait(self, None, "wait")

    def let_go(self) -> None:
        self.gone = True
        self.gates.wake()

    def plain(self, code: int) -> object:
        return self.control(code, 0, None)

    def control(self, code: int, event: int, data: object) -> object:
        self.heard.append(code)
        return self.on.get(code, int)()

    def say(self, state: int, mask: int = 0, exit: int = 0, own: int = 0, point: int = 0, hint: int = 0) -> None:
        current().set_status(self.handle, (OWN, state, mask, exit, own, point, hint))

    def stops(self, state: int = STOPPED) -> Callable[[], object]:
        """What a handler does that stops the service at once."""

        def stop() -> None:
            self.say(state)
            self.let_go()

        return stop

    @property
    def entry(self) -> Entry:
        return Entry(self.name, self.live)


class Notes(MachineObserver):
    """Writes down all it hears, with the time in seconds: ``(name, seconds, *facts)``."""

    def __init__(self, chooser: First) -> None:
        self.chooser = chooser
        self.all: list[tuple[Any, ...]] = []

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """What was told under that name: seconds and facts."""
        return [each[1:] for each in self.all if each[0] == name]


def _noting(name: str) -> Callable[..., None]:
    def note(self: Notes, *facts: object) -> None:
        self.all.append((name, self.chooser.scheduler.now / SECOND, *facts))

    return note


for _name in [name for name in vars(MachineObserver) if not name.startswith("_")]:
    setattr(Notes, _name, _noting(_name))


def dispatching_for(*puppets: Puppet) -> Callable[[], None]:
    """A script's text: it dispatches for these services."""
    return lambda: current().dispatch([puppet.entry for puppet in puppets])


def hosting(cls: type) -> Callable[[], None]:
    """A script's text: it names a class to pywin32 and dispatches."""
    return in_turn(lambda: current().prepare(cls), lambda: current().dispatch())


def program(*puppets: Puppet) -> Program:
    """The process of these services."""
    return hosts.script(dispatching_for(*puppets))


class Run:
    """One run of a machine: set it up, ``play`` a scenario, look at ``notes`` and ``outcome``."""

    def __init__(self, *services: Installed, profile: Profile = WINDOWS, chooser: First | None = None) -> None:
        self.chooser = chooser or First()
        self.notes = Notes(self.chooser)
        self.scheduler = Scheduler(self.chooser, Limits(seconds=1000))
        self.machine = Machine(self.scheduler, services, profile, [self.notes])

    def play(self, scenario: Callable[[Console], object]) -> Outcome:
        """The whole run; what fails in the scenario fails the test."""
        failures: list[BaseException] = []

        def guarded(console: Console) -> None:
            try:
                scenario(console)
            except Exception as error:
                failures.append(error)

        outcome = self.machine.run(guarded)
        if failures:
            raise failures[0]
        return outcome


def installed(puppet: Puppet, **fields: Any) -> Installed:
    """A service of its own process."""
    return Installed(Configuration(puppet.name, **fields), program(puppet))
