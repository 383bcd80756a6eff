"""Who the calling thread is: real idents are used again and differ between processes, these are not."""

from __future__ import annotations

from svclint.simulation.kernel import real, running

# What get_ident() says in task 0 and in the harness, which are the main thread; task n has MAIN + n.
MAIN = 1000


def get_ident() -> int:
    """`_thread.get_ident`: a number that is the same whenever a schedule is repeated."""
    ident = real.get_ident()
    run = running.scheduler
    if run is not None and run.current.thread == ident:
        return MAIN + run.current.number
    return MAIN if ident == real.harness else ident


def main_ident() -> int:
    """`_thread._get_main_thread_ident`."""
    return MAIN


def count() -> int:
    """`_thread._count`: how many threads there are besides the main one."""
    run = running.active()
    return real.count() if run is None else sum(task.number > 0 for task in run.alive)


def frames() -> dict[int, object]:
    """`sys._current_frames`, by the idents that `get_ident` gives."""
    run = running.scheduler
    tasks = {task.thread: MAIN + task.number for task in run.alive} if run is not None else {}
    found = real.current_frames()
    return {tasks.get(ident, ident): frame for ident, frame in found.items() if not tasks or ident != real.harness}
