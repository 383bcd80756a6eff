"""What is mapped over a crew: pure functions of jobs that can be sent anywhere, and a crew of this process.

The work itself is done in child processes, which run the user's code; who supervises them waits most of the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from svclint.checking.finding import Finding
from svclint.exploring.harvest import Message
from svclint.hired import Hired
from svclint.simulation.jobs import Job
from svclint.simulation.plain import finding
from svclint.simulation.recalling import Recall
from svclint.simulation.results import Shown
from svclint.simulation.supervising import UNFINISHED, told
from svclint.simulation.verdicts import Telling, seen_again, told_found
from svclint.spreading import Crew

B = TypeVar("B")
R = TypeVar("R")
Hearing: TypeAlias = Callable[[Message], object]
Ending: TypeAlias = Callable[[Finding], bool]

CONFIRMED: Final = "confirmed"  # a finding was seen again, and that ends the search


def unheard(message: Message) -> None:
    """Nobody listens."""


class Way(NamedTuple):
    """How those at work have child processes run, and who hears what these tell while they are at it."""

    tell: Telling = told
    hear: Hearing = unheard


ABROAD: Final = Way()  # where nobody listens


def nothing(finding: Finding) -> bool:
    """No finding ends a search."""
    return False


def explored(batch: Sequence[Job], first: Ending = nothing, way: Way = ABROAD) -> list[tuple[Message, ...]]:
    """What the workers of each job tell. ``first``: no more after such a finding, once it was seen again."""
    return [tuple(_told(job, first, way)) for job in batch]


def confirmed(batch: Sequence[Shown], job: Job, way: Way = ABROAD) -> list[Shown]:
    """The findings of a job, each with how often it was seen again in fresh processes."""
    return [seen_again(one, job, way.tell) for one in batch]


def _told(job: Job, first: Ending, way: Way) -> Iterator[Message]:
    runs: dict[str, Counter[str]] = {}
    for message in way.tell([job]):
        way.hear(message)
        if message["kind"] == "ran":
            runs.setdefault(message["scenario"], Counter()).update(message["runs"])
            continue
        if message["kind"] == "counted":
            runs.pop(message["scenario"], None)
        ends = message["kind"] == "found" and first(finding(message["finding"]))
        news = _seen_again(message, job, way) if ends else message
        if news:
            yield news
        if news and news.get("again"):
            way.hear({"kind": CONFIRMED})
            yield {"kind": UNFINISHED}
            break
    for scenario, left in runs.items():  # its process has not come to tell it
        yield {"kind": "counted", "scenario": scenario, "runs": dict(left), "lines": [], "files": {}}


def _seen_again(message: Message, job: Job, way: Way) -> Message | None:
    """A finding after its replays; None if these were ended, since another one was seen again before."""
    kinds: set[str] = set()

    def tell(jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
        for one in way.tell(jobs):
            kinds.add(one["kind"])
            yield one

    shown = seen_again(told_found(message, job), job, tell)
    return None if UNFINISHED in kinds else {**message, "again": shown.again, "trace": shown.trace}


class Supervisors(Hired):
    """Threads of this process. Who closes it ends the child processes at once, as the first confirmed finding does."""

    size = 1

    def __init__(self, width: int, tell: Telling | None = None, hear: Hearing = unheard) -> None:
        super().__init__(partial(ThreadPoolExecutor, width), width)
        self._recall = Recall()
        self._hear = hear
        self._way = Way(tell or partial(told, recall=self._recall), self._heard)

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """Begin."""
        way: Any = {"way": self._way}
        return super().submit(partial(work, **way), batch)

    def close(self) -> None:
        """End everything."""
        self._recall()
        super().close()

    def _heard(self, message: Message) -> None:
        self._hear(message)
        if message["kind"] == CONFIRMED:
            self._recall()


class Heard:
    """A crew of which is heard at once what it has done, and not only in the order of the items."""

    def __init__(self, crew: Crew, hear: Callable[[Any, Future[Any]], None]) -> None:
        self.width, self.size, self.deaths = crew.width, crew.size, crew.deaths
        self.result, self.renew, self.close = crew.result, crew.renew, crew.close
        self._crew, self._hear = crew, hear

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """Begin."""
        future = self._crew.submit(work, batch)
        future.add_done_callback(partial(self._hear, batch))
        return future
