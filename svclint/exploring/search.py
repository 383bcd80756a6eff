"""A search from its beginning to its end: known schedules first, then cell after cell, then each finding again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from svclint.checking.finding import Finding
from svclint.exploring.cells import dealt, left, shared, size
from svclint.exploring.harvest import Harvest, Message
from svclint.exploring.known import Known
from svclint.exploring.state import State
from svclint.exploring.work import Heard, Supervisors, confirmed, explored, nothing
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result, Shown
from svclint.simulation.targets import BadTarget
from svclint.simulation.verdicts import distinct, loudest
from svclint.spreading import Crew, Lost, Spread

B = TypeVar("B")
R = TypeVar("R")

LOST: Final = "the process that supervised its workers died"


def unsaid(line: str) -> None:
    """Nobody reads it."""


def unsurveyed(harvest: Harvest) -> None:
    """Nobody looks."""


def everything(finding: Finding) -> bool:
    """Every finding is asked for."""
    return True


class Manner(NamedTuple):
    """How to search. ``first``: no more after a finding that was seen again. ``state``: where it is kept how far it is.

    ``regressions``: the file of known schedules. ``say`` hears what is to be told at once, line by line. ``survey``
    sees what has been done, once it is known which scenarios are searched. ``wanted`` says which findings count: others
    end no search, and are no regressions.
    """

    first: bool = False
    state: State | None = None
    regressions: str | None = None
    say: Callable[[str], object] = unsaid
    survey: Callable[[Harvest], object] = unsurveyed
    wanted: Callable[[Finding], bool] = everything


USUAL: Final = Manner()


def verified(job: Job, crew: Crew | None = None, manner: Manner = USUAL) -> Result:
    """What a search shows, with every finding seen again in fresh processes. Raises BadTarget, BadRegressions.

    ``crew``: one process if there is none; it is sent home.
    """
    crew = crew or Supervisors(1)
    search = _Search(job, crew, manner)
    try:
        return search.result()
    finally:
        crew.close()
        search.leave()


class _Search:
    def __init__(self, job: Job, crew: Crew, manner: Manner) -> None:
        self._job, self._crew, self._manner = job, crew, manner
        self._harvest = Harvest()
        self._lock = Lock()
        self._taken: set[tuple[int, int]] = set()
        self._error: Exception | None = None
        self._complete = self._ended = False

    def result(self) -> Result:
        known = Known(self._manner.regressions, self._job, self._manner.say)
        shown = [one for one in known.shown(self._crew) if self._manner.wanted(one.finding)]
        if self._manner.first:
            shown = self._confirmed(shown)
        if not any(one.again for one in shown):
            self._cells()
        with self._lock:
            result = self._harvest.result(self._job)
        known.count(result)
        shown = [*result.shown, *shown]
        if any(one.again for one in shown):  # nobody is there any more to see the others again
            shown = [one for one in shown if one.again]
        result.shown = list(loudest(self._confirmed(distinct(shown))))
        self._end()
        known.keep([one for one in result.shown if self._manner.wanted(one.finding)], self._complete)
        return result

    def leave(self) -> None:
        """Keep how far it came, if it was interrupted."""
        if self._manner.state and not self._ended:
            with self._lock:
                self._manner.state.save(self._harvest, now=True)

    def _confirmed(self, shown: Sequence[Shown]) -> list[Shown]:
        if all(one.again for one in shown):
            return list(shown)
        work = partial(confirmed, job=self._job)
        answers = Spread(work, self._crew).over([one] for one in shown)
        return [before if isinstance(after, Lost) else after for before, after in answers]

    def _cells(self) -> None:
        """Explore what is left. The first cell comes before all others: it tells what they are put through."""
        self._go_on()
        job, width = self._job, self._crew.width if self._job.longest is None else 1
        cells = left(job.count, size(job), self._harvest.done)
        if self._harvest.scenarios is None:
            self._explore(dealt(job, next(cells), width))
        self._manner.survey(self._harvest)
        names = self._harvest.scenarios
        if names and not self._over:
            self._explore(shared(replace(job, scenarios=names), cells, width))
        self._complete = not self._over

    def _go_on(self) -> None:
        if self._manner.state:
            self._harvest = self._manner.state.loaded()
        done = sum(end - first for first, end in self._harvest.done)
        if done:
            self._manner.say(f"going on after {done:,} of {self._job.count:,} schedules")

    def _explore(self, jobs: Iterable[Job]) -> None:
        work = partial(explored, first=self._manner.wanted if self._manner.first else nothing)
        for job, answer in Spread(work, Heard(self._crew, self._heard)).over([one] for one in jobs):
            self._take(job, [{"kind": "lost", "why": LOST}] if isinstance(answer, Lost) else answer)
            if self._error:
                raise self._error
            if self._over:
                return

    def _heard(self, batch: Sequence[Job], future: Future[Any]) -> None:
        """At once, by whichever thread has the answer; it comes once more when it is its turn, before this or after."""
        if not future.cancelled() and not future.exception():
            for job, messages in zip(batch, future.result(), strict=True):
                self._take(job, messages)

    def _take(self, job: Job, messages: Sequence[Message]) -> None:
        with self._lock:
            part = job.first, job.count
            if part in self._taken:
                self._taken.remove(part)
                return
            self._taken.add(part)
            try:
                finished = self._harvest.take(job, messages)
            except BadTarget as error:
                self._error = error
                return
            if finished and self._manner.state and self._harvest.done != [(0, self._job.count)]:
                self._manner.state.save(self._harvest)

    @property
    def _over(self) -> bool:
        """Whether there is no use in going on."""
        return bool(self._harvest.changed) or (self._manner.first and self._harvest.confirmed)

    def _end(self) -> None:
        self._ended = self._complete
        if self._manner.state and self._complete:
            self._manner.state.remove()
