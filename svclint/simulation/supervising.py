"""The parent's side: worker processes that run the user's code, and that end with it.

A worker that says nothing for long is ended, and that is told like any other limit.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from typing import Any, Final

from svclint.simulation.jobs import Job
from svclint.simulation.kernel.launch import command, environment

WORKER: Final = "svclint.simulation.worker"
SILENCE: Final = 60.0  # real seconds without a word from any worker
GRACE: Final = 5.0  # real seconds to end by itself
_OVER: Final = "over"


def told(jobs: Sequence[Job], silence: float = SILENCE) -> Iterator[dict[str, Any]]:
    """What the workers of some jobs tell, as it comes in. A job's worker that dies or falls silent tells "lost"."""
    lines: Queue[tuple[int, dict[str, Any]]] = Queue()
    with tempfile.TemporaryDirectory(prefix="svclint-") as root, _all_ended() as workers:
        for number, job in enumerate(jobs):
            folder = os.path.join(root, str(number))
            os.mkdir(folder)
            worker = _started(job, folder)
            reader = threading.Thread(target=_read, args=(number, worker, lines), daemon=True)
            workers.append((worker, reader))
            reader.start()
        left = set(range(len(jobs)))
        while left:
            try:
                number, message = lines.get(timeout=silence)
            except Empty:
                yield {"kind": "lost", "why": f"no word from the worker for {silence:g} s"}
                return
            if message["kind"] == _OVER:
                left.discard(number)
                if message["code"]:
                    yield {"kind": "lost", "why": f"the worker ended with code {message['code']}"}
            else:
                yield message


def _started(job: Job, folder: str) -> subprocess.Popen[bytes]:
    """A worker at work; it ends when its input is closed, so never later than this process."""
    worker = subprocess.Popen(
        command(WORKER),
        env=environment(),
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


def _read(number: int, worker: subprocess.Popen[bytes], lines: Queue[tuple[int, dict[str, Any]]]) -> None:
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
def _all_ended() -> Iterator[list[tuple[subprocess.Popen[bytes], threading.Thread]]]:
    workers: list[tuple[subprocess.Popen[bytes], threading.Thread]] = []
    try:
        yield workers
    finally:
        for worker, reader in workers:
            assert worker.stdin is not None
            _end(worker)
            worker.stdin.close()
            reader.join(GRACE)  # a process that left the worker's group may still hold the pipe


def _end(worker: subprocess.Popen[bytes]) -> int:
    """End a worker, and with it the processes that the user's code was allowed to start: its exit code."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
    worker.kill()
    return worker.wait()
