"""The tape: every choice of a run in order, so that the run can be had again.

Option 0 always means "go on with whoever runs, else with the oldest"; what deviates from it is all that a replay
has to know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from svclint.simulation.kernel import Scheduler, Task

Deviations: TypeAlias = Mapping[int, int]


class Choice(NamedTuple):
    """One decision: the option taken, how many there were, and whether option 0 let the running task go on."""

    taken: int
    options: int
    continues: bool


class Strategy:
    """Base of the choosers: keeps the tape. Subclasses override ``pick``; this one always takes option 0."""

    def __init__(self) -> None:
        self.tape: list[Choice] = []

    def begin(self, scheduler: Scheduler) -> None:
        """A run begins; a strategy is used for one."""

    def created(self, task: Task) -> None:
        """A task was made."""

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        """The number of the task to run. The clock may be one option more than there are tasks."""
        options = len(ready) + scheduler.offers_clock
        taken = self.pick(ready, options, continues)
        self.tape.append(Choice(taken, options, continues))
        return taken

    def pick(self, ready: Sequence[Task], options: int, continues: bool) -> int:
        """The decision, from 0 to below ``options``."""
        return 0

    def deviations(self) -> dict[int, int]:
        """Where on the tape another option than 0 was taken, and which."""
        return {number: choice.taken for number, choice in enumerate(self.tape) if choice.taken}


class Replay(Strategy):
    """Takes the choices of another run: what deviated there deviates here."""

    def __init__(self, deviations: Deviations) -> None:
        super().__init__()
        self._wanted = deviations

    def pick(self, ready: Sequence[Task], options: int, continues: bool) -> int:
        """The option of the tape; the last one where there are fewer than then."""
        return min(self._wanted.get(len(self.tape), 0), options - 1)
