"""One run: a service, a scenario and a strategy go in; how it ended, what happened and what was wrong come out."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from hashlib import sha256
from traceback import extract_tb
from typing import NamedTuple

from svclint.checking.judgement import Violation
from svclint.simulation.exploration.tape import Strategy
from svclint.simulation.judging import violations
from svclint.simulation.kernel import Ending, Limits, Outcome, Scheduler
from svclint.simulation.recording.asking import ClientRecorder
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.journal import Journal, Recorded, Track
from svclint.simulation.recording.places import Places
from svclint.simulation.recording.service import ServiceRecorder
from svclint.simulation.recording.threads import ThreadRecorder
from svclint.simulation.scenarios import Manager, Scenario
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.hosts import Program
from svclint.simulation.scm.machine import Machine
from svclint.simulation.scm.profile import WINDOWS, Profile
from svclint.simulation.scm.records import Configuration


class Subject(NamedTuple):
    """What is run, in which host, and whose code it is."""

    name: str
    program: Program
    author: Author
    places: Places
    profile: Profile = WINDOWS


class Run(NamedTuple):
    """A run that is over. ``digest`` stands for all that was recorded: equal runs have equal ones.

    ``failure``: the exception that left the service's main function, in words.
    """

    outcome: Outcome
    tracks: tuple[Track, ...]
    events: tuple[Recorded, ...]
    violations: tuple[Violation, ...]
    digest: str
    failure: str | None = None


def run(subject: Subject, scenario: Scenario, strategy: Strategy, limits: Limits) -> Run:
    """Run a service once, from fresh modules. What it prints goes nowhere."""
    journal = Journal()
    threads = ThreadRecorder(journal, subject.author, subject.places)
    observers = [ServiceRecorder(journal, subject.author, subject.places), ClientRecorder(journal)]
    scheduler = journal.scheduler = Scheduler(strategy, limits, [threads])
    machine = Machine(scheduler, [Installed(Configuration(subject.name), subject.program)], subject.profile, observers)
    journal.process_of = machine.process_of

    def play(console: Console) -> None:
        threading.excepthook = threads.crashed  # here: a run begins with the library as it was
        try:
            scenario(Manager(console))
        except Exception as error:
            line = extract_tb(error.__traceback__)[-1].lineno
            scheduler.stop(Ending.UNMODELLED, f"the scenario fails in line {line}: {type(error).__name__}: {error}")

    with (
        fresh_modules(subject.author),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        outcome = machine.run(play)
    journal.finish()
    events = tuple(journal.events)
    tracks = tuple(Track(task.number, task.name, task.role, machine.process_of(task)) for task in scheduler.tasks)
    return Run(outcome, tracks, events, tuple(violations(events, tracks)), _digest(events), _failed(journal))


class Unusable(RuntimeError):
    """A run took from Python what the simulation itself needs."""


@contextmanager
def fresh_modules(author: Author) -> Iterator[None]:
    """The author's modules are imported anew in every run; what a run loads of others is kept, and nothing replaced.

    Raises Unusable when something fails while modules are missing that were there before.
    """
    modules, before = sys.modules, dict(sys.modules)
    try:
        yield
    except Exception as error:
        if any(modules.get(name) is not module for name, module in before.items()):
            raise Unusable(f"sys.modules was emptied or overwritten: {type(error).__name__}: {error}") from error
        raise
    finally:
        sys.modules = modules
        loaded = [(name, module) for name, module in modules.items() if name not in before]
        modules.update(before)
        for name, module in loaded:
            if author.owns(getattr(module, "__file__", None) or ""):
                del modules[name]


def _failed(journal: Journal) -> str | None:
    error = journal.failure
    return f"{type(error).__name__}: {error}" if error else None


def _digest(events: Sequence[Recorded]) -> str:
    told = sha256()
    for one in events:
        told.update(repr(one).encode())
    return told.hexdigest()[:16]
