"""How the end of a thread is awaited from Python 3.13 on."""

from __future__ import annotations

from svclint.simulation.kernel import real, running
from svclint.simulation.kernel.durations import optional
from svclint.simulation.kernel.idents import MAIN
from svclint.simulation.kernel.threads import spawn
from svclint.simulation.kernel.waitlist import WaitList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from svclint.simulation.kernel.scheduler import Scheduler
    from svclint.simulation.kernel.task import Task


class ThreadHandle:
    """`_thread._ThreadHandle`. ``owner`` is the task that those who join wait for."""

    def __init__(self) -> None:
        """Of a thread that has not begun."""
        self.ident: int | None = None
        self.owner: Task | None = None
        self._done = False
        self._real: Any = None
        self._waiting = WaitList()

    def begin(self, task: Task) -> None:
        """``task`` is its thread from now on."""
        self.ident, self.owner, task.handle = MAIN + task.number, task, self
        task.farewells.append(self._set_done)

    def begin_outside(self, function: Callable[[], object], daemon: bool) -> None:
        """Its thread is a real one, outside a run."""
        self._real = real.start_joinable_thread(function, daemon=daemon)
        self.ident = self._real.ident

    def is_done(self) -> bool:
        """Whether the thread is over."""
        if self._real is not None:
            return bool(self._real.is_done())
        run = running.active()
        if run is not None:
            run.glance("is_done", self)
        return self._done

    def _set_done(self) -> None:
        """It is over: all who join it go on."""
        self._done = True
        self._waiting.wake()

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end, at most ``timeout`` seconds; raises RuntimeError for a thread that cannot end."""
        run = running.active()
        if self._real is not None:
            self._real.join(timeout)
        elif self.ident is None:
            raise RuntimeError("thread not started")
        elif run is not None:
            self._join(run, optional(timeout))

    def _join(self, run: Scheduler, patience: int | None) -> None:
        if self.owner is run.current:
            raise RuntimeError("Cannot join current thread")
        run.point("join", self)
        deadline = None if patience is None else run.now + patience
        while not self._done:
            left = None if deadline is None else deadline - run.now
            if (left is not None and left <= 0) or not self._waiting.wait(self, left, "join"):
                return


def make_thread_handle(ident: int) -> ThreadHandle:
    """`_thread._make_thread_handle`: of a thread that runs already and was not started, such as the main one."""
    handle = ThreadHandle()
    handle.ident = ident
    return handle


def start_joinable_thread(
    function: Callable[[], object], handle: ThreadHandle | None = None, daemon: bool = True
) -> ThreadHandle:
    """`_thread.start_joinable_thread`."""
    handle = ThreadHandle() if handle is None else handle
    run = running.active()
    if run is None:
        running.bar()
        handle.begin_outside(function, daemon)
        return handle
    task = spawn(run, function, (), {})
    task.daemon = daemon
    handle.begin(task)
    run.point("start", task)
    return handle


def shutdown() -> None:
    """`_thread._shutdown`: wait for every thread of the process that is no daemon."""
    run = running.active()
    if run is None:
        return
    for task in tuple(run.alive):
        me, handle = run.current, task.handle
        if isinstance(handle, ThreadHandle) and not task.daemon and task.group is me.group and task is not me:
            handle.join()
