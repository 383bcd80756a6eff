"""What is left of a search whose process had to be given up: it goes on in a fresh one, though not for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from svclint.simulation.jobs import Job

PER_SCENARIO: Final = 2  # fresh processes
IN_ALL: Final = 10


class Restarts:
    """The fresh processes for one job."""

    def __init__(self) -> None:
        self._begun: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._next: Job | None = None

    def leave(self, job: Job, left: Mapping[str, Any]) -> None:
        """A process leaves ``scenarios`` of its job, the first of them from the run with the number ``begin`` on."""
        names, begin = list(left["scenarios"]), left["begin"]
        while names and not self._allowed(names[0]):
            self._dropped[names.pop(0)] += len(range(job.first if begin is None else begin, job.count, job.stride))
            begin = None
        self._begun.update(names[:1])
        self._next = replace(job, scenarios=tuple(names), begin=begin) if names else None

    def next(self) -> Job | None:
        """What is left for a fresh process, if it may have one; asked once for each."""
        following, self._next = self._next, None
        return following

    def _allowed(self, scenario: str) -> bool:
        return self._begun[scenario] < PER_SCENARIO and self._begun.total() < IN_ALL

    def told(self) -> Iterator[dict[str, Any]]:
        """What will not be done, as messages: how many runs of which scenario."""
        for scenario, runs in self._dropped.items():
            yield {"kind": "dropped", "scenario": scenario, "runs": runs}
