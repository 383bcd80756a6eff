"""Threads of executors and pools: the library starts them for the author's call, and nobody joins them by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Final

from svclint.contract.events import AtWork
from svclint.simulation.kernel import Task
from svclint.simulation.kernel.idents import MAIN
from svclint.simulation.recording.calls import Author
from svclint.simulation.recording.journal import Journal

_LIBRARIES: Final = ("concurrent.futures.thread", "multiprocessing.pool")
_OVER: Final = ("FINISHED", "CANCELLED", "CANCELLED_AND_NOTIFIED")


def of_pool(frame: FrameType | None) -> bool:
    """Whether a thread is started by the code of an executor or pool."""
    return any(one.f_globals.get("__name__") in _LIBRARIES for one in _stack(frame))


def at_work(journal: Journal, author: Author, reporter: Task) -> Iterator[AtWork]:
    """Those of the reporter's process that have work in hand. One that waits for more, or has its result, is idle."""
    frames = sys._current_frames() if journal.hired else {}
    process = journal.process_of(reporter)
    for task in journal.scheduler.tasks:
        at, frame = journal.hired.get(task.number), frames.get(MAIN + task.number)
        if at and journal.process_of(task) == process and any(_works(one, author) for one in _stack(frame)):
            yield AtWork(at, thread_key(task))


def thread_key(task: Task) -> str:
    """What events call a thread."""
    return f"{task.name}#{task.number}"


def _works(frame: FrameType, author: Author) -> bool:
    """Whether a frame is the author's code, or a library's that the author gave to the executor as it is."""
    if author.wrote(frame.f_code):
        return True
    if frame.f_code.co_name != "run" or frame.f_globals.get("__name__") != _LIBRARIES[0]:
        return False
    future = getattr(frame.f_locals.get("self"), "future", None)
    return getattr(future, "_state", _OVER[0]) not in _OVER


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
