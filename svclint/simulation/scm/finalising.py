"""The end of an interpreter: threads that are no daemons are joined, then exit functions run (part D.1, step 10)."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from typing import Any

from svclint.simulation.kernel import State, Task, WaitList
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.waiting import wait_until


def finalise(computer: Computer, tasks: Callable[[], list[Task]]) -> None:
    """Finalise the interpreter of the calling task's process, whose other threads are ``tasks``.

    Only Python's main thread does all of it. Where `threading` does not run in virtual time no task is that, and the
    threads are joined here.
    """
    if threading.get_ident() == threading.main_thread().ident:
        module: Any = threading
        module._shutdown()
        atexit._run_exitfuncs()
    else:
        _join(computer, tasks)


def _join(computer: Computer, tasks: Callable[[], list[Task]]) -> None:
    """Wait for the threads that are no daemons, and for those that they start meanwhile."""
    while waited := [task for task in tasks() if task.role == "worker" and not task.daemon]:
        _join_one(computer, waited[0])


def _join_one(computer: Computer, task: Task) -> None:
    over = WaitList()
    task.farewells.append(over.wake)
    wait_until(lambda: task.state is State.OVER, over, "join", computer.scheduler)
