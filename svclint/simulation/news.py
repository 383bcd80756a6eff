"""What a search tells while it is at work."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

from svclint.checking.finding import Finding
from svclint.simulation.kernel import Ending
from svclint.simulation.runs import Run

NEVER_RUNNING: Final = "NEVER RUNNING"  # the ending of a run whose service never reports RUNNING
FAILED: Final = "FAILED"  # of one whose service ends by an exception before anything is asked of it
GIVEN_UP: Final = "GIVEN UP"  # of a run that was seen to its end, but left a thread behind
SEEN_TO_THE_END: Final = frozenset({Ending.DONE, Ending.STOPPED})


class Found(NamedTuple):
    """A finding, and the shortest schedule that shows it."""

    finding: Finding
    scenario: str
    strategy: str
    number: int
    deviations: dict[int, int]
    run: Run


class Unclear(NamedTuple):
    """A run that proves nothing: what it ran into."""

    scenario: str
    number: int
    ending: str
    detail: str
    dirty: bool


class Ran(NamedTuple):
    """One more run of a scenario is over, with this strategy."""

    scenario: str
    strategy: str


class Counted(NamedTuple):
    """How many runs of a scenario there were, by strategy; and the lines (path, number) where something happened."""

    scenario: str
    runs: dict[str, int]
    lines: frozenset[tuple[str, int]]


class Left(NamedTuple):
    """What this process cannot do any more: scenarios, the first of them from the run ``begin`` on, if it has begun."""

    scenarios: tuple[str, ...]
    begin: int | None


Told: TypeAlias = "Found | Unclear | Ran | Counted | Left"
