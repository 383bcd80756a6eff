"""A machine whose service "subject" is brought into the state a row speaks of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from svclint.contract.controls import Accept, Control
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.refusal import Refused
from svclint.simulation.scm.rights import Access, ManagerAccess
from svclint.simulation.scm.status import Status
from tests.simulation.scm.puppets import OWN, Puppet, Run, installed


@dataclass
class Seen:
    """What came of one request."""

    error: int
    delivered: bool
    before: tuple[Status, int]
    status: Status
    process: int
    latched: bool = False
    shown: Status | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def error_of(work: Callable[[], object]) -> int:
    """0, or what it is refused with."""
    try:
        work()
    except Refused as refused:
        return refused.error
    return 0


class Stage:
    """One run. ``reports`` is what the subject says after its start; none: it is not started."""

    def __init__(self, *reports: tuple[int, ...], profile: Profile, others: tuple[Installed, ...] = (), **fields: Any):
        self.subject = Puppet(*reports)
        self.run = Run(installed(self.subject, **fields), *others, profile=profile)
        self.machine, self.notes = self.run.machine, self.run.notes
        self.access: int = Access.ALL_ACCESS
        self.preludes: list[Callable[[Console], object]] = [_start] if reports else []
        self.seen: list[Seen] = []

    def play(self, act: Callable[[Console], object]) -> None:
        """Run the preludes, then the act."""

        def scenario(console: Console) -> None:
            self.record: ServiceRecord = console.record("subject")
            for prelude in self.preludes:
                prelude(console)
            act(console)

        self.run.play(scenario)

    def handle(self) -> int:
        """A handle to the subject, with the rights of this stage."""
        return self.open("subject", self.access)

    def open(self, name: str, access: int = Access.ALL_ACCESS) -> int:
        """A handle to a service."""
        return self.machine.requests.open(self.manager(), name, access)

    def manager(self, access: int = ManagerAccess.ALL_ACCESS) -> int:
        """A handle to the manager."""
        return self.machine.requests.open_manager(access)

    def note(self, work: Callable[[], object], **facts: Any) -> Seen:
        """Do it and note what came of it."""
        before, heard = (self.record.status, self.record.process), len(self.subject.heard) + len(self.subject.lives)
        error = error_of(work)
        delivered = len(self.subject.heard) + len(self.subject.lives) > heard
        record = self.record
        seen = Seen(error, delivered, before, record.status, record.process, record.latched, facts=facts)
        self.seen.append(seen)
        return seen

    def control(self, code: int) -> Seen:
        """Send a control through the stage's handle."""
        handle = self.handle()
        shown = self.machine.requests.control(handle, code).status
        seen = self.note(lambda: self.machine.control_service(handle, code))
        seen.shown = shown
        return seen


def _start(console: Console) -> None:
    console.start(name="subject")
    console.sleep(1)


def brought_to(state: State, mask: int, given: str, profile: Profile) -> Stage:
    """A stage whose subject is in the state, with the mask, and everything else the row says before the request."""
    fields, words = dict[str, Any](), given.split()
    reports: list[tuple[int, ...]] = [] if state is STOPPED else [(state, mask)]
    if given.startswith("a dependent is"):
        return _with_dependent(state, mask, State[f"SERVICE_{words[3]}"], profile)
    if given.startswith("it was starting"):
        reports = [(START_PENDING, 0, 0, 0, 1, 1000), (state, 0)]
    stage = Stage(*reports, profile=profile, **fields)
    if given.startswith("handle lacks"):
        stage.access &= ~sum(Access[word] for word in words[2:] if word != "and")
    if given.startswith("STOP was delivered"):
        stage.preludes.append(lambda console: console.control(Control.STOP))
    if given == "STOP was delivered, then it stopped":
        stage = _stopped_by_control(profile)
    if given == "marked for deletion":
        stage.preludes.append(lambda console: _mark(stage))
    return stage


def _stopped_by_control(profile: Profile) -> Stage:
    stage = Stage((RUNNING, Accept.STOP), profile=profile)

    def stop(console: Console) -> None:
        stage.subject.on[Control.STOP] = stage.subject.stops()
        console.control(Control.STOP)
        console.settle(60)

    stage.preludes.append(stop)
    return stage


def _mark(stage: Stage) -> None:
    stage.machine.requests.delete(stage.open("subject"))


def _with_dependent(state: State, mask: int, dependent: State, profile: Profile) -> Stage:
    """The dependent's start brings the subject up; the subject is put into its state afterwards."""
    other = Puppet((dependent, 0), name="dependent")
    service = installed(other, dependencies=("subject",))
    stage = Stage((RUNNING, mask), profile=profile, others=(service,))

    def start(console: Console) -> None:
        if dependent is not STOPPED:
            console.start(name="dependent")
            console.sleep(1)
        if state is not RUNNING:
            stage.subject.say(state)

    stage.preludes.append(start)
    return stage


def report(**fields: int) -> tuple[int, ...]:
    """The seven fields: RUNNING of an own process unless said otherwise."""
    given = {"type": OWN, "state": RUNNING, **fields}
    return Status(**given)


PENDING = (STOP_PENDING, Accept.STOP, 0, 0, 3, 1000)
