"""A child of `test_repeats`: one busy program, run again and again."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import hashlib
import json
import logging
import queue
import random
import sys
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from svclint.simulation.kernel import Ending, Limits, Observer, Scheduler, Task

from .choosers import chooser


class Digest(Observer):
    """Everything that happens, when, and to what kind of thing, in one number."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.scheduler: Scheduler

    def note(self, *facts: object) -> None:
        self.hash.update(repr((self.scheduler.now, *facts)).encode())

    def started(self, task: Task) -> None:
        self.note("started", task)

    def ended(self, task: Task) -> None:
        self.note("ended", task)

    def point(self, task: Task, op: str, subject: object) -> None:
        self.note(task, op, type(subject).__name__)

    def blocked(self, task: Task, op: str, subject: object, timeout: int | None) -> None:
        self.note(task, op, type(subject).__name__, timeout)

    def resumed(self, task: Task, op: str, subject: object, woken: bool) -> None:
        self.note(task, op, woken)


def busy() -> None:
    """Threads, a queue, a pool that is never shut down, an event loop, logging, chance, and sets of threads."""
    box: queue.Queue[object] = queue.Queue(2)
    log = logging.getLogger("busy")
    log.addHandler(logging.NullHandler())

    def work(number: int) -> None:
        for _ in range(3):
            time.sleep(random.random())
            log.warning("%s %s", number, uuid.uuid4())
            box.put((number, time.time()))

    async def tasks() -> None:
        waiting = {asyncio.ensure_future(asyncio.to_thread(time.sleep, seconds)) for seconds in (1, 1, 2)}
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            box.put_nowait(len(done)) if not box.full() else None

    threads = {threading.Thread(target=work, args=(number,)) for number in range(3)}
    for thread in threads:
        thread.start()
    pool = concurrent.futures.ThreadPoolExecutor(2)
    futures = {pool.submit(time.sleep, number / 10) for number in range(4)}
    started = threading.Thread(target=lambda: asyncio.run(tasks()))
    started.start()
    for _ in range(9):
        box.get(timeout=60)
    concurrent.futures.wait(futures)


def leaking() -> None:
    """Leaves a thread in a queue, one in a lock, a timer, and a pool."""
    threading.Thread(target=queue.Queue[int]().get).start()
    lock = threading.Lock()
    lock.acquire()
    threading.Thread(target=lock.acquire).start()
    threading.Timer(1e6, print).start()
    concurrent.futures.ThreadPoolExecutor(1).submit(threading.Event().wait)
    time.sleep(1)


def stopped(body: Callable[[], None]) -> Callable[[], None]:
    def until_main_ends() -> None:
        from svclint.simulation.kernel import active

        body()
        run = active()
        assert run is not None
        run.stop(Ending.STOPPED)

    return until_main_ends


def digest(seed: int, body: Callable[[], None]) -> str:
    """One run."""
    noted = Digest()
    noted.scheduler = Scheduler(chooser(seed), Limits(slack=1.0), [noted])
    outcome = noted.scheduler.run(stopped(body))
    noted.note(outcome.ending.name, outcome.dirty, outcome.steps, outcome.switches)
    return noted.hash.hexdigest()


def again(seed: int, count: int) -> list[str]:
    """The different digests of ``count`` runs, after one that is thrown away: it imports what others do not."""
    digest(seed, busy)
    return sorted({digest(seed, busy) for _ in range(count)})


def growth(count: int) -> dict[str, Any]:
    """What ``count`` runs leave behind: threads, and blocks of memory per run."""
    for _ in range(20):
        digest(0, leaking)
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(count):
        digest(0, leaking)
    gc.collect()
    time.sleep(0.05)  # in the harness, where it is real: the last thread is on its way out
    return {"threads": len(sys._current_frames()), "blocks": (sys.getallocatedblocks() - before) / count}


def main(seed: str, digests: str, leaks: str) -> None:
    """Print the digests of a seed, and what is left after runs that leave threads behind."""
    result = {"digests": again(int(seed), int(digests)), **growth(int(leaks))}
    sys.stdout.write("\n" + json.dumps(result))
    sys.stdout.flush()
