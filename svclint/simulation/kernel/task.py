"""One thread of the run."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from svclint.simulation.kernel import real


class State(Enum):
    """What a task can do now."""

    READY = "ready"
    BLOCKED = "blocked"
    OVER = "over"


class Task:
    """A thread of the run: a real thread that goes on only when the scheduler opens its gate.

    ``number`` counts from 0 in the order of creation. ``waits_for`` and ``deadline`` (virtual nanoseconds) say
    what it is blocked on. ``error`` is what ended its body, if anything did. ``group``: what it belongs to together
    with all that it starts, a process say; None for nothing. ``main``: it is the main thread, to
    Python. ``waker``: who ended its last wait, if somebody did.
    """

    __slots__ = (
        "__weakref__",
        "aborts",
        "aside",
        "creator",
        "daemon",
        "deadline",
        "error",
        "farewells",
        "gate",
        "glances",
        "group",
        "handle",
        "main",
        "name",
        "number",
        "op",
        "role",
        "rounds",
        "state",
        "states",
        "streak",
        "subject",
        "thread",
        "waits_for",
        "waker",
        "woken",
    )

    def __init__(
        self,
        number: int,
        name: str,
        role: str,
        daemon: bool,
        creator: Task | None,
        group: object = None,
    ) -> None:
        """A task that has not begun; its thread is started by the scheduler."""
        self.number, self.name, self.role, self.daemon, self.creator = number, name, role, daemon, creator
        self.group, self.main = group, number == 0
        self.state = State.READY
        self.error: BaseException | None = None
        self.waits_for: object = None
        self.deadline: int | None = None
        self.woken = False
        self.waker: Task | None = None
        # What it is about to do, or does while it is blocked.
        self.op = "start"
        self.subject: object = None
        self.thread = 0
        self.gate = real.allocate_lock()
        self.gate.acquire()
        # Called when it is over; and what it is joined through, if by more than these.
        self.farewells: list[Callable[[], None]] = []
        self.handle: object = None
        # Fairness: operations since it last waited, reads since it last changed anything, the step before which
        # it stands aside for others, the states it has been in since somebody asked, and how often again.
        self.streak = self.glances = self.aside = self.rounds = self.aborts = 0
        self.states: set[int] = set()

    def __repr__(self) -> str:
        return f"T{self.number} {self.name!r}"
