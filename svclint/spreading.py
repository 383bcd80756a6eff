"""The one seam between work and those who do it: a pure function of a batch, mapped over an executor.

Here, in processes of this machine, or on others: answers come in the order of the items, no more batches are under
way than the workers need, and an item that kills the process that works on it is lost alone.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")
B = TypeVar("B")

AHEAD: Final = 3  # batches for each worker: one under way, one waiting, one whose answer nobody has taken yet


class Lost(NamedTuple):
    """Instead of an answer: the process that worked on the item died, when it had nothing else to do."""


class Unreachable(Exception):
    """Those who should do the work are not there, or cannot do it. The text is one line."""


class Crew(Protocol):
    """Those who do the work. ``width``: how many batches at once; ``size``: how much of a batch pays, in bytes."""

    width: int
    size: int
    deaths: tuple[type[BaseException], ...]

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """Begin, or fail with one of ``deaths`` now or later."""

    def result(self, future: Future[R]) -> R:
        """Wait for an answer. Raises one of ``deaths``, or Unreachable."""

    def renew(self) -> None:
        """Put others in the place of those who died."""

    def close(self) -> None:
        """Send everybody home; what nobody has begun is not done."""


class Done(NamedTuple):
    """A future whose answer is there; those of the standard library take long to import."""

    answer: Any

    def result(self) -> Any:
        """The answer."""
        return self.answer


class Alone:
    """This process."""

    width = 1
    size = 0
    deaths: tuple[type[BaseException], ...] = ()

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """Done at once."""
        return Done(work(batch))  # type: ignore[return-value]

    def result(self, future: Future[R]) -> R:
        """Known already."""
        return future.result()

    def renew(self) -> None:
        """Nobody dies here and is survived."""

    def close(self) -> None:
        """Nobody else was there."""


def processes(width: int) -> Crew:
    """So many processes of this machine."""
    from concurrent.futures import ProcessPoolExecutor

    from svclint.hired import Hired

    return Hired(lambda: ProcessPoolExecutor(width), width)


def cores() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def batched(items: Iterable[T], size: int, weight: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in their order, in batches of at least ``size`` by weight; the last one takes what is left."""
    batch: list[T] = []
    load = 0
    for item in items:
        batch.append(item)
        load += weight(item)
        if load >= size:
            yield batch
            batch, load = [], 0
    if batch:
        yield batch


class Spread(Generic[T, R]):
    """A piece of work and those who do it."""

    def __init__(self, work: Callable[[list[T]], Sequence[R]], crew: Crew) -> None:
        """``work`` gives an answer for each item of a batch, in their order."""
        self.work = work
        self.crew = crew

    def over(self, batches: Iterable[list[T]]) -> Iterator[tuple[T, R | Lost]]:
        """Every item with the answer to it, in order."""
        waiting: deque[tuple[list[T], Future[Sequence[R]]]] = deque()
        for batch in batches:
            waiting.append((batch, self.crew.submit(self.work, batch)))
            if len(waiting) >= AHEAD * self.crew.width:
                yield from self._answered(*waiting.popleft())
        while waiting:
            yield from self._answered(*waiting.popleft())

    def _answered(self, batch: list[T], future: Future[Sequence[R]]) -> Iterator[tuple[T, R | Lost]]:
        try:
            answers: Sequence[R] = self.crew.result(future)
            yield from zip(batch, answers, strict=True)
        except self.crew.deaths:
            self.crew.renew()
            yield from ((item, self._singly(item)) for item in batch)

    def _singly(self, item: T) -> R | Lost:
        """Once more, and nothing beside it, to see whether it is this item that kills."""
        try:
            return self.crew.result(self.crew.submit(self.work, [item]))[0]
        except self.crew.deaths:
            self.crew.renew()
            return Lost()
