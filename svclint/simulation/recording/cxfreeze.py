"""What cx_Freeze's ``stop`` owes: it waits until ``run`` is over, for STOPPED follows its return (part D.8)."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any, Final

from svclint.contract.budgets import BUDGETS
from svclint.contract.controls import Control
from svclint.contract.events import Spawn
from svclint.contract.framework import CX_RUN
from svclint.contract.states import STOPPED
from svclint.simulation.kernel import Observer, Task
from svclint.simulation.recording.calls import Author, guards, known
from svclint.simulation.recording.handlers import methods
from svclint.simulation.recording.journal import Journal, Waiting
from svclint.simulation.recording.places import Places
from svclint.simulation.scm.observing import MachineObserver
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.status import Status

# What a handler does that waits for nothing.
_ACTS: Final = frozenset(
    {"acquire", "release", "start", "SetEvent", "ResetEvent", "PulseEvent", "ReleaseMutex", "ReleaseSemaphore"}
    | {"SetServiceStatus", "status reported", "event log"}
)
_LIMIT: Final = BUDGETS["HandlerTimeout"].seconds


class StopWitness(Observer):
    """Sees what ``stop`` waits for; leaves out waits that it owes. ``task``: the number of its task while it runs."""

    def __init__(self, journal: Journal, author: Author) -> None:
        self._journal, self._author = journal, author
        self.task: int | None = None
        self.rested = False

    def point(self, task: Task, op: str, subject: object) -> None:
        """It looks at something, or calls what would wait if it had to."""
        if task.number == self.task and not self.rested:
            frame = sys._getframe(1)
            call = self._author.call(frame)
            called = known(call, frame) if call else None
            self.rested = op not in _ACTS or (called is not None and called.blocks is not None)

    def blocked(self, task: Task, op: str, subject: object, timeout: int | None) -> None:
        """It waits."""
        self.rested |= task.number == self.task and not guards(sys._getframe(1), self._author)

    def resumed(self, task: Task, op: str, subject: object, woken: bool) -> None:
        """A wait is over: one that ``run`` has ended, or that ends in time, was its duty."""
        waiting = self._journal.waiting.get(task.number) if task.number == self.task else None
        if waiting is not None and _is_duty(waiting, task):
            del self._journal.waiting[task.number]


class StopRecorder(MachineObserver):
    """Tells when ``stop`` returns without having waited at all, while ``run`` is at work."""

    def __init__(self, journal: Journal, author: Author, places: Places, witness: StopWitness) -> None:
        self._journal, self._author, self._places, self._witness = journal, author, places, witness
        self._service: Any = None

    def enter(
        self, record: ServiceRecord, callback: Callable[..., Any], control: int, event: int, data: object, task: Task
    ) -> None:
        """``stop`` begins."""
        self._service = getattr(callback, "__self__", None)
        if control == Control.STOP and hasattr(self._service, "instance"):
            self._witness.task, self._witness.rested = task.number, False

    def leave(
        self, record: ServiceRecord, control: int, result: object, error: BaseException | None, task: Task
    ) -> None:
        """``stop`` is over."""
        self._witness.task = None

    def status(self, record: ServiceRecord, report: Status, by_host: bool, error: int, task: Task) -> None:
        """STOPPED comes, as ``stop`` has returned."""
        if task.number != self._witness.task or report.state != STOPPED:
            return
        code = next(methods(self._service.instance, CX_RUN), None)
        if self._service.working and not self._witness.rested and code is not None and self._author.wrote(code):
            self._journal.add(task, Spawn(self._places.defined(code), CX_RUN[0], None, False))


def _is_duty(waiting: Waiting, task: Task) -> bool:
    if waiting.asked in (None, math.inf):
        return task.waker is not None and task.waker.role == "service"
    return waiting.asked is not None and waiting.asked < _LIMIT
