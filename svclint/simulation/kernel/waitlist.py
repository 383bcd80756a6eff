"""Who waits for one thing."""

from __future__ import annotations

from svclint.simulation.kernel import running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from svclint.simulation.kernel.task import Task


class WaitList:
    """The tasks that wait for one thing. Being woken is no promise: look again, and wait again if need be."""

    __slots__ = ("tasks",)

    def __init__(self) -> None:
        """Nobody waits."""
        self.tasks: list[Task] = []

    def wait(self, subject: object, timeout: int | None, op: str) -> bool:
        """Block the running task for at most ``timeout`` nanoseconds: True when woken, False when timed out."""
        run = running.active()
        if run is None:
            raise RuntimeError(f"nobody can wait ({op}) outside a run")
        task = run.current
        self.tasks.append(task)
        try:
            return run.block(subject, timeout, op)
        finally:
            if task in self.tasks:
                self.tasks.remove(task)

    def wake(self) -> None:
        """All who wait become ready; the chooser decides who comes first."""
        run = running.scheduler
        waiting, self.tasks = self.tasks, []
        if run is not None:
            for task in waiting:
                run.wake(task)
