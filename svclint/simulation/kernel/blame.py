"""Who waits for whom, and where: what a report says of a run that stands still."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import FrameType

from svclint.simulation.kernel import real
from svclint.simulation.kernel.task import State, Task

KERNEL = __file__.rpartition("blame")[0]
LIBRARY = sys.modules["abc"].__file__.rpartition("abc")[0] if sys.modules["abc"].__file__ else KERNEL
OURS = KERNEL.rpartition("kernel")[0]
DEPTH = 6


def _frames(task: Task) -> Iterator[FrameType]:
    """The frames of ``task``, innermost first, without those of the kernel."""
    frame = real.current_frames().get(task.thread)
    while frame is not None:
        if not frame.f_code.co_filename.startswith(KERNEL):
            yield frame
        frame = frame.f_back


def _place(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_name}"


def where(task: Task) -> str | None:
    """The innermost line of ``task`` that is no library code."""
    return next((_place(f) for f in _frames(task) if _theirs(f.f_code.co_filename)), None)


def _theirs(file: str) -> bool:
    return not file.startswith((LIBRARY, OURS, "<")) or "site-packages" in file.removeprefix(OURS)


def stack(task: Task) -> str:
    """The innermost frames of ``task``; the library's and ours only if there are no others."""
    frames = list(_frames(task))
    theirs = [frame for frame in frames if _theirs(frame.f_code.co_filename)]
    return ", called from ".join(map(_place, (theirs or frames)[:DEPTH]))


def owner(subject: object) -> Task | None:
    """The task that must act for those who wait for ``subject``, when there is exactly one."""
    task = getattr(subject, "owner", None)
    return task if isinstance(task, Task) else None


def waits(tasks: Iterable[Task]) -> str:
    """A line for each task that is blocked: on what, on whom, where."""
    return "\n".join(_wait(task) for task in tasks if task.state is State.BLOCKED)


def _wait(task: Task) -> str:
    holder = owner(task.waits_for)
    held = f" held by {holder}" if holder is not None and holder is not task else ""
    place = where(task)
    return f"{task} waits ({task.op} {type(task.waits_for).__name__}){held}" + (f" at {place}" if place else "")


def circle(tasks: Iterable[Task]) -> list[Task]:
    """Tasks each of which waits without limit for the next, the last for the first; empty when there are none.

    A task that waits for what it holds itself is no circle: conditions wait on a lock that somebody else releases.
    """
    waiting = [task for task in tasks if task.state is State.BLOCKED and task.deadline is None]
    for first in waiting:
        path = [first]
        while (following := owner(path[-1].waits_for)) in waiting and following is not None:
            if following is path[-1]:
                break
            if following in path:
                return path[path.index(following) :]
            path.append(following)
    return []
