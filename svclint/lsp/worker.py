"""One thread that judges, beside the loop that talks: a judgement nobody waits for any more is broken off.

Judging takes no breath in which it could be asked to stop, so its thread gets an exception from outside, and only
while it judges: what it does then is a function of text, whose half-made results go with it.
"""

from __future__ import annotations

import asyncio
import ctypes
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Stale(BaseException):
    """Nobody waits for this work any more. No ``except Exception`` takes it for a failure."""


class _Job:
    """A piece of work. ``thread`` judges it at the moment, and may be interrupted."""

    def __init__(self) -> None:
        self.stale = False
        self.thread: int | None = None


class Worker:
    """Does one thing after the other."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, "svclint")
        self._lock = threading.Lock()
        self._job = _Job()

    async def do(self, work: Callable[[], T]) -> T:
        """What ``work`` returns. Cancelled, it does not begin, or ends at once inside ``interruptible``."""
        job = _Job()
        future = self._executor.submit(self._done, job, work)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            self._interrupt(job)
            raise

    def _done(self, job: _Job, work: Callable[[], T]) -> T:
        self._job = job
        return work()

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """A stretch of work that can be broken off anywhere: Stale is raised in it. For work that ``do`` does."""
        job = self._job
        try:
            with self._lock:
                if job.stale:
                    raise Stale
                job.thread = threading.get_ident()
            yield
        finally:
            with self._lock:
                if job.thread is not None:
                    job.thread = None
                    _raise_in(threading.get_ident(), None)  # one that has not arrived yet must not arrive later

    def _interrupt(self, job: _Job) -> None:
        with self._lock:
            if job.thread is not None and not job.stale:
                _raise_in(job.thread, Stale)
            job.stale = True

    def close(self) -> None:
        """Break off what is done, and begin nothing more."""
        self._interrupt(self._job)
        self._executor.shutdown(wait=False, cancel_futures=True)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise an exception in a thread as soon as it runs Python again; None takes back one that has not arrived."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
