"""One run: a service, a scenario and a strategy go in; how it ended, what happened and what was wrong come out."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from traceback import extract_tb
from typing import Final, NamedTuple

from svclint.checking.judgement import Violation
from svclint.simulation.exploration.tape import Strategy
from svclint.simulation.failures import described, located
from svclint.simulation.importing import CodeKeeper
from svclint.simulation.judging import violations
from svclint.simulation.kernel import Ending, Limits, Outcome, Scheduler, running
from svclint.simulation.plays import Play
from svclint.simulation.recording.asking import ClientRecorder
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.cxfreeze import StopRecorder, StopWitness
from svclint.simulation.recording.heartbeats import HeartbeatRecorder
from svclint.simulation.recording.journal import Journal, Recorded, Track
from svclint.simulation.recording.places import Places
from svclint.simulation.recording.registry import RegistryRecorder
from svclint.simulation.recording.service import ServiceRecorder
from svclint.simulation.recording.threads import ThreadRecorder
from svclint.simulation.scenarios import Manager, Scenario
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.hosts import Program
from svclint.simulation.scm.machine import Machine
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.scm.records import Configuration

_WAYS: Final = ("meta_path", "path_hooks", "path")  # how modules are found


class Subject(NamedTuple):
    """What is run, in which host, and whose code it is."""

    name: str
    program: Program
    author: Author
    places: Places
    profile: Profile = WINDOWS


@dataclass(frozen=True)
class Run:
    """A run that is over. ``digest`` stands for all that was recorded: equal runs have equal ones.

    ``files``: fingerprints of the author's files, by path. ``failure``: the exception that left the service's main
    function, in words, and where it came from.
    """

    outcome: Outcome
    tracks: tuple[Track, ...]
    events: tuple[Recorded, ...]
    digest: str
    files: dict[str, str]
    failure: str | None = None

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """What the rules say of it."""
        return tuple(violations(self.events, self.tracks))


def run(subject: Subject, scenario: Scenario, strategy: Strategy, limits: Limits) -> Run:
    """Run a service once, from fresh modules. What it prints goes nowhere."""
    journal = Journal()
    threads = ThreadRecorder(journal, subject.author, subject.places)
    whose = subject.author, subject.places
    stops = StopWitness(journal, subject.author)
    recorders = (ServiceRecorder, HeartbeatRecorder, RegistryRecorder)
    observers: list[MachineObserver] = [StopRecorder(journal, *whose, stops)]
    observers += [*(recorder(journal, *whose) for recorder in recorders), ClientRecorder(journal)]
    scheduler = journal.scheduler = Scheduler(strategy, limits, [threads, stops])
    machine = Machine(scheduler, [Installed(Configuration(subject.name), subject.program)], subject.profile, observers)
    journal.process_of = machine.process_of

    def play(console: Console) -> None:
        threading.excepthook = threads.crashed  # here: a run begins with the library as it was
        try:
            scenario(Manager(console))
        except Exception as error:
            line = extract_tb(error.__traceback__)[-1].lineno
            scheduler.stop(Ending.UNMODELLED, f"the scenario fails in line {line}: {described(error)}")

    CodeKeeper.used = {}
    with (
        fresh_modules(subject.author),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        outcome = machine.run(play)
    journal.finish()
    events = tuple(journal.events)
    tracks = tuple(Track(task.number, task.name, task.role, machine.process_of(task)) for task in scheduler.tasks)
    failure = located(journal.failure, subject.author, subject.places) if journal.failure else None
    files = {**(scenario.files if isinstance(scenario, Play) else {}), **CodeKeeper.used}
    return Run(outcome, tracks, events, _digest(events), files, failure)


class Unusable(RuntimeError):
    """A run took from Python what the simulation itself needs."""


@contextmanager
def fresh_modules(author: Author) -> Iterator[None]:
    """Every process imports the author's modules anew; what a run loads of others is kept, and nothing replaced.

    Raises Unusable when something fails while modules are missing that were there before.
    """
    modules, before = sys.modules, dict(sys.modules)
    ways = [(name, vars(sys)[name], list(vars(sys)[name])) for name in _WAYS]
    running.private = partial(_own, author)
    try:
        yield
    except Exception as error:
        if any(modules.get(name) is not module for name, module in before.items()):
            raise Unusable(f"sys.modules was emptied or overwritten: {described(error)}") from error
        raise
    finally:
        sys.modules = modules
        for name, way, held in ways:
            way[:] = held
            setattr(sys, name, way)
        loaded = [(name, module) for name, module in modules.items() if name not in before]
        modules.update(before)
        for name, module in loaded:
            if _own(author, module):
                del modules[name]


def _own(author: Author, module: object) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and author.owns(file)


def _digest(events: Sequence[Recorded]) -> str:
    told = sha256()
    for one in events:
        told.update(repr(one).encode())
    return told.hexdigest()[:16]
