"""Workers that tests play: what each schedule shows is in a table, and what was searched is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from threading import Lock
from typing import Any, NamedTuple

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.simulation.jobs import Job
from svclint.simulation.plain import plain

SCENARIOS = ("start-stop", "restart")


class Shows(NamedTuple):
    """What a schedule shows: a rule, in this line; and how many deviations are left of it."""

    code: str
    line: int
    deviations: int


class Workers:
    """One worker at a time for each who asks. ``interrupted``: that search and all later ones end by Ctrl-C."""

    def __init__(self, table: Mapping[tuple[str, int], Shows], interrupted: int | None = None) -> None:
        self.searched: Counter[tuple[str, int]] = Counter()
        self.replayed: list[Job] = []
        self.files = {"/feed.py": "mark"}
        self._table, self._interrupted = table, interrupted
        self._numbers, self._lock = count(), Lock()

    def __call__(self, jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
        (job,) = jobs
        if job.deviations is not None:
            self.replayed.append(job)
            shown = {one[:2]: plain(_finding(one)) for one in self._table.values()}
            yield {
                "kind": "replayed",
                "findings": list(shown.values()),
                "files": self.files,
                "run": {"digest": "", "whole": True},
                "trace": ["trace"],
            }
            return
        if self._interrupted is not None and next(self._numbers) >= self._interrupted:
            raise KeyboardInterrupt
        known: set[tuple[str, int]] = set()
        for scenario in job.scenarios or SCENARIOS:
            yield from self._through(scenario, job, known)

    def _through(self, scenario: str, job: Job, known: set[tuple[str, int]]) -> Iterator[dict[str, Any]]:
        numbers = range(job.first, job.count, job.stride)
        with self._lock:
            self.searched.update((scenario, number) for number in numbers)
        for number in numbers:
            shows = self._table.get((scenario, number))
            if shows and shows[:2] not in known:
                known.add(shows[:2])
                yield {**found(shows, scenario, number), "files": self.files}
        runs = Counter("even" if number % 2 == 0 else "odd" for number in numbers)
        yield {"kind": "ran", "scenario": scenario, "runs": dict(runs)}
        lines = [["feed.py", number] for number in (job.first, job.count)]
        yield {"kind": "counted", "scenario": scenario, "runs": dict(runs), "lines": lines, "files": self.files}


def found(shows: Shows, scenario: str, number: int) -> dict[str, Any]:
    """As a worker tells it."""
    return {
        "kind": "found",
        "finding": plain(_finding(shows)),
        "scenario": scenario,
        "strategy": "even" if number % 2 == 0 else "odd",
        "number": number,
        "deviations": [[one, 1] for one in range(shows.deviations)],
        "files": {},
        "run": {"digest": str(number), "whole": True},
    }


def _finding(shows: Shows) -> Finding:
    at = At("feed.py", shows.line, 1, shows.line, 5, "wait")
    return Finding(shows.code, "text", at, Certainty.BROKEN, (), (), "")
