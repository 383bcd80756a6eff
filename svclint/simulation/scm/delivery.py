"""How a control reaches a handler: one after another, and not for ever (HND-02, HND-10)."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svclint.simulation.kernel import WaitList

if TYPE_CHECKING:
    from svclint.simulation.scm.processes import Process
    from svclint.simulation.scm.records import ServiceRecord

START = 0  # no control has this code: the order to start a service takes the same way


@dataclass(eq=False)
class Delivery:
    """One control, or the order to start, on its way to a process. ``result`` is what the handler answered.

    ``begun``: when the handler was called (virtual seconds). ``lost``: the process ended before it was answered.
    """

    process: Process
    record: ServiceRecord
    code: int
    event: int = 0
    data: object = None
    arguments: tuple[str, ...] = ()
    begun: float = math.inf
    over: bool = False
    lost: bool = False
    result: int = 0
    answered: WaitList = field(default_factory=WaitList)

    def end(self, result: int = 0, lost: bool = False) -> None:
        """It is answered, or never will be."""
        self.over, self.result, self.lost = True, result, lost
        self.answered.wake()


class Lane:
    """Deliveries that come one after another. One process has its own lane, or all share one (conflict 10)."""

    def __init__(self) -> None:
        self._queue: deque[Delivery] = deque()
        self._busy: Delivery | None = None

    def put(self, delivery: Delivery) -> None:
        """Queue it. It is delivered even when its sender has lost patience."""
        self._queue.append(delivery)
        self._call()

    def take(self, process: Process) -> Delivery | None:
        """The next delivery if it is this process's turn; ``finish`` it afterwards."""
        if self._busy is not None or not self._queue or self._queue[0].process is not process:
            return None
        self._busy = self._queue.popleft()
        return self._busy

    def finish(self, delivery: Delivery, result: int) -> None:
        """The handler has returned."""
        self._busy = None
        delivery.end(result)
        self._call()

    def drop(self, process: Process) -> None:
        """The process is gone: nothing reaches it any more."""
        for delivery in [*self._queue, *([self._busy] if self._busy else [])]:
            if delivery.process is process:
                delivery.end(lost=True)
        self._queue = deque(each for each in self._queue if each.process is not process)
        if self._busy is not None and self._busy.process is process:
            self._busy = None
        self._call()

    def _call(self) -> None:
        if self._busy is None and self._queue:
            self._queue[0].process.attention.wake()
