"""The journal of a run: events in order, each with its time and its task."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from svclint.contract.events import At, Event, Join, Side, Took, Wait, WaitKind
from svclint.simulation.kernel import Scheduler, Task

SECOND = 1_000_000_000  # nanoseconds
_SIDES: Final = {"service": Side.RUN, "dispatcher": Side.HANDLER}


def side(task: Task) -> Side:
    """The part a task plays for the service."""
    return _SIDES.get(task.role, Side.WORKER)


class Recorded(NamedTuple):
    """An event, when it happened (nanoseconds since the run began), and on which task (its number)."""

    time: int
    task: int
    event: Event


class Track(NamedTuple):
    """A task of the run, for people: its number, its thread's name, and the part it plays ("service", "scm" ...).

    ``process``: the number of its process, 0 for the SCM's and its clients' tasks.
    """

    number: int
    name: str
    role: str
    process: int = 0


class Waiting(NamedTuple):
    """A wait under way: what is called, what is known of it, since when, and how long it had lasted before.

    ``joins`` is the thread it waits for; ``callee`` tells one call from the next. ``lasts``: it waits just now.
    """

    callee: object
    at: At
    kind: WaitKind
    asked: float | None
    joins: str | None
    since: int
    spent: int = 0
    lasts: bool = True

    def paused(self, now: int) -> Waiting:
        """The same, when it does not last for the moment."""
        return self._replace(spent=self.spent + now - self.since, since=now, lasts=False)


class Journal:
    """The events so far; ``scheduler`` and ``process_of`` are set before the run begins.

    A wait is told when its task does something else: only then it is over. ``hired``: threads of executors and
    pools (task numbers), and the author's calls that made the library start them. Threads of a process that is
    ``gone`` are cut off, whatever the simulation lets them do. ``failure``: what left the service's main function.
    """

    scheduler: Scheduler
    process_of: Callable[[Task], int]

    def __init__(self) -> None:
        self.gone: set[int] = set()
        self.failure: BaseException | None = None
        self.events: list[Recorded] = []
        self.waiting: dict[int, Waiting] = {}
        self.alive: dict[str, bool] = {}
        self.hired: dict[int, At] = {}

    def add(self, task: Task, event: Event) -> None:
        """Something happens on a task, now."""
        if self.process_of(task) not in self.gone:
            self.flush(task)
            self.events.append(Recorded(self.scheduler.now, task.number, event))

    def flush(self, task: Task) -> None:
        """Tell the wait that is over: the task does something else now."""
        waiting = self.waiting.pop(task.number, None)
        if waiting is not None:
            self._tell(task.number, waiting)

    def stands(self) -> Iterator[tuple[At, Side]]:
        """Where threads wait just now, and on which side."""
        for number, waiting in sorted(self.waiting.items()):
            task = self.scheduler.tasks[number]
            if waiting.lasts and self.process_of(task) not in self.gone:
                yield waiting.at, side(task)

    def finish(self) -> None:
        """The run is over: waits that never ended are told too, as long as they were seen."""
        for number, waiting in sorted(self.waiting.items()):
            if self.process_of(self.scheduler.tasks[number]) in self.gone:
                continue
            if waiting.lasts:
                self._tell(number, waiting.paused(self.scheduler.now), over=False)
            else:
                self._tell(number, waiting)
        self.waiting.clear()

    def _tell(self, number: int, waiting: Waiting, over: bool = True) -> None:
        seconds = waiting.spent / SECOND
        took = Took(seconds, seconds if over else math.inf)
        wait = Wait(waiting.at, waiting.kind, waiting.at.text, waiting.asked, took)
        self.events.append(Recorded(waiting.since, number, wait))
        if waiting.joins is not None:
            join = Join(waiting.at, waiting.joins, not self.alive[waiting.joins])
            self.events.append(Recorded(waiting.since, number, join))
