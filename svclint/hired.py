"""Executors of the standard library as crews."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TypeVar

R = TypeVar("R")
B = TypeVar("B")


class Hired:
    """An executor of the standard library, and how to have another one when its processes died."""

    size = 64_000
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, hire: Callable[[], Executor], width: int) -> None:
        self.width = width
        self._hire = hire
        self._executor = hire()

    def submit(self, work: Callable[[B], R], batch: B) -> Future[R]:
        """As the executor does it; one that is broken already takes nothing more."""
        try:
            return self._executor.submit(work, batch)
        except BrokenExecutor as error:
            future: Future[R] = Future()
            future.set_exception(error)
            return future

    def result(self, future: Future[R]) -> R:
        """As the executor has it."""
        return future.result()

    def renew(self) -> None:
        """Another executor."""
        self.close()
        self._executor = self._hire()

    def close(self) -> None:
        """Wait for what is under way, and leave the rest."""
        self._executor.shutdown(cancel_futures=True)
