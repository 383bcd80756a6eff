"""The parent's side: worker processes that run the user's code, and that end with it.

A worker that says nothing for long is ended, and that is told like any other limit. What is recalled ends at once, and
tells that it is "unfinished".
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from typing import Any, Final, TypeAlias

from svclint.simulation.jobs import Job
from svclint.simulation.kernel.launch import command, environment
from svclint.simulation.recalling import NOBODY, Lines, Recall
from svclint.simulation.restarts import Restarts
from svclint.simulation.scratch import variables

WORKER: Final = "svclint.simulation.worker"
SILENCE: Final = 60.0  # real seconds without a word from any worker
GRACE: Final = 5.0  # real seconds to end by itself
_OVER: Final = "over"
_LEFT: Final = "left"
UNFINISHED: Final = "unfinished"

Working: TypeAlias = tuple[subprocess.Popen[bytes], threading.Thread]


def told(jobs: Sequence[Job], silence: float = SILENCE, recall: Recall | None = None) -> Iterator[dict[str, Any]]:
    """What the workers of some jobs tell, as it comes in. A job's worker that dies or falls silent tells "lost".

    A worker that has to be given up is followed by another, which does what the first has left.
    """
    recall = recall or Recall()
    with tempfile.TemporaryDirectory(prefix="svclint-") as root, _all_ended() as workers:
        crew = _Crew(root, workers)
        with recall.heard(crew.lines):
            yield from crew.told(() if recall.over else jobs, silence)
    if recall.over:
        yield {"kind": UNFINISHED}


class _Crew:
    """The workers of some jobs, by their numbers, each in a folder of its own below ``root``."""

    def __init__(self, root: str, workers: list[Working]) -> None:
        self._root, self._workers = root, workers
        self._restarts: defaultdict[int, Restarts] = defaultdict(Restarts)
        self.at_work: dict[int, Job] = {}
        self.lines: Lines = Queue()

    def told(self, jobs: Sequence[Job], silence: float) -> Iterator[dict[str, Any]]:
        """What is told, to the end."""
        for number, job in enumerate(jobs):
            self._begin(number, job)
        while self.at_work:
            try:
                number, message = self.lines.get(timeout=silence)
            except Empty:
                yield {"kind": "lost", "why": f"no word from the worker for {silence:g} s"}
                return
            if number == NOBODY:
                return
            yield from self._heard(number, message)

    def _begin(self, number: int, job: Job) -> None:
        """Start a worker, and a thread that reads what it tells."""
        self.at_work[number] = job
        worker = _started(job, tempfile.mkdtemp(dir=self._root))
        reader = threading.Thread(target=_read, args=(number, worker, self.lines), daemon=True)
        self._workers.append((worker, reader))
        reader.start()

    def _heard(self, number: int, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What the parent is told of a message."""
        if message["kind"] == _LEFT:
            self._restarts[number].leave(self.at_work[number], message)
        elif message["kind"] == _OVER:
            yield from self._over(number, message["code"])
        else:
            yield message

    def _over(self, number: int, code: int) -> Iterator[dict[str, Any]]:
        """A worker has ended: another one goes on, if anything is left to do."""
        if code:
            yield {"kind": "lost", "why": f"the worker ended with code {_named(code)}"}
        del self.at_work[number]
        if following := self._restarts[number].next():
            self._begin(number, following)
        else:
            yield from self._restarts[number].told()


def _named(code: int) -> str:
    """An exit code; that of a process that a signal ended, with its name."""
    ended = next((one.name for one in signal.Signals if one == -code), "")
    return f"{code} ({ended})" if ended else str(code)


def _started(job: Job, folder: str) -> subprocess.Popen[bytes]:
    """A worker at work; it ends when its input is closed, so never later than this process."""
    worker = subprocess.Popen(
        command(WORKER),
        env={**environment(), **variables(folder)},
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert worker.stdin is not None
    worker.stdin.write(job.line().encode() + b"\n")
    worker.stdin.flush()
    return worker


def _read(number: int, worker: subprocess.Popen[bytes], lines: Lines) -> None:
    assert worker.stdout is not None
    with worker.stdout as output:
        for line in output:
            message = _message(line)
            if message is None:  # the user's code found the pipe
                break
            lines.put((number, message))
    try:
        code = worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        code = _end(worker)
    lines.put((number, {"kind": _OVER, "code": code}))


def _message(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) and "kind" in message else None


@contextmanager
def _all_ended() -> Iterator[list[Working]]:
    workers: list[Working] = []
    try:
        yield workers
    finally:
        for worker, reader in workers:
            assert worker.stdin is not None
            _end(worker)
            worker.stdin.close()
            if reader.ident:  # an interrupt may come before it has begun
                reader.join(GRACE)  # a process that left the worker's group may still hold the pipe


def _end(worker: subprocess.Popen[bytes]) -> int:
    """End a worker, and with it the processes that the user's code was allowed to start: its exit code."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
    worker.kill()
    return worker.wait()
