"""Crews that tests hire: threads, processes that die of what they are given, and a few that are dead from the start."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import Any

from svclint.hired import Hired


class Threads(Hired):
    """Threads, and batches of one item each."""

    size = 1

    def __init__(self, width: int) -> None:
        super().__init__(lambda: ThreadPoolExecutor(width), width)


class Dying(Executor):
    """An executor whose workers are killed, whatever they work on."""

    def submit(self, *call: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future


class Dead(Executor):
    """An executor that knows that its workers were killed."""

    def submit(self, *call: Any, **more: Any) -> Future[Any]:
        raise BrokenExecutor
