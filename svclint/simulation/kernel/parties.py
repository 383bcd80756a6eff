"""Who takes part in a run without being in it: the chooser decides, observers are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from svclint.simulation.kernel.scheduler import Scheduler
    from svclint.simulation.kernel.task import Task


class Chooser(Protocol):
    """Decides who goes on. It is asked only when there is a choice, on the thread of whoever runs."""

    def begin(self, scheduler: Scheduler) -> None:
        """A run begins."""

    def created(self, task: Task) -> None:
        """``task`` exists from now on."""

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        """The index in ``ready`` of who goes on; ``ready[0]`` is who runs now when ``continues``.

        While ``scheduler.offers_clock``, ``len(ready)`` is one choice more: nobody goes on before the next
        timer has fired.
        """
        ...


class Observer:
    """Is told what happens, on the thread of whoever does it, at ``scheduler.now``; must not block.

    It pays only for the methods it overrides.
    """

    def started(self, task: Task) -> None:
        """``task`` begins to run."""

    def ended(self, task: Task) -> None:
        """``task`` is over; ``task.error`` says how."""

    def point(self, task: Task, op: str, subject: object) -> None:
        """``task`` is about to do ``op`` to ``subject``."""

    def blocked(self, task: Task, op: str, subject: object, timeout: int | None) -> None:
        """``task`` waits for ``subject``, at most ``timeout`` nanoseconds."""

    def resumed(self, task: Task, op: str, subject: object, woken: bool) -> None:
        """``task`` goes on, because it was woken or because its time is up."""
