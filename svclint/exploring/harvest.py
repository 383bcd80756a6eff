"""What the cells of a search have shown. It is the same in whatever order they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, TypeAlias

from svclint.exploring.cells import Span, joined
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result
from svclint.simulation.supervising import UNFINISHED
from svclint.simulation.verdicts import heard, told_found

Message: TypeAlias = Mapping[str, Any]
Part: TypeAlias = "tuple[Job, Sequence[Message]]"
Rank: TypeAlias = tuple[int, ...]

KINDS: Final = 100  # texts that are told each by itself
OTHERS: Final = "and what is told in other words"
CHANGED: Final = "{path} was changed while it was searched: what was run since then does not count"
NOT_MADE: Final = "{scenario}: {runs} runs were not made, too many processes were given up"


class Harvest:
    """The finished cells of a search, and what they have shown, but for findings: ``seen``.

    ``found``: one message for each rule and place, with its rank; the lowest is kept. ``scenarios``: what the first
    cell, which ended before ``begun``, was put through to its end, so that it pays to go on with them; None before.
    ``files``: fingerprints of all that was run; ``changed``: the path of one that has another now. ``confirmed``: some
    worker saw a finding again.
    """

    def __init__(self) -> None:
        self.done: list[Span] = []
        self.seen = Result()
        self.found: dict[tuple[str, tuple[object, ...]], tuple[Rank, Message]] = {}
        self.dropped: Counter[str] = Counter()
        self.scenarios: tuple[str, ...] | None = None
        self.begun = 0
        self.files: dict[str, str] = {}
        self.changed: str | None = None
        self.confirmed = False
        self._open: dict[int, list[Part]] = {}

    def take(self, job: Job, messages: Sequence[Message]) -> bool:
        """What a worker told of its part of a cell; whether that cell is finished now. Raises BadTarget."""
        if not self._same_files(messages):
            return False
        self.confirmed = self.confirmed or any(one.get("again") for one in messages)
        parts = self._open.setdefault(job.count, [])
        parts.append((job, messages))
        if len(parts) < job.stride or any(_unfinished(one) for _, one in parts):
            return False
        del self._open[job.count]
        self._merge(parts)
        cell = min(part.first for part, _ in parts), job.count
        if self.scenarios is None:
            self.scenarios = tuple(one for one in self.seen.scenarios if one not in self.dropped)
            self.begun = job.count
        self.done = joined(self.done, cell)
        return True

    def result(self, job: Job) -> Result:
        """All of it, and what is there of cells that were not finished."""
        whole = deepcopy(self)
        for parts in whole._open.values():
            whole._merge(parts)
        result = whole.seen
        result.shown = [told_found(message, job) for _, message in whole.found.values()]
        for scenario, runs in whole.dropped.items():
            later = 0 if self.scenarios is None or scenario in self.scenarios else job.count - self.begun
            result.limits[NOT_MADE.format(scenario=scenario, runs=runs + later)] += 1
        if self.changed:
            result.limits[CHANGED.format(path=self.changed)] += 1
        return _in_order(result)

    def _same_files(self, messages: Iterable[Message]) -> bool:
        for path, mark in (item for one in messages if one["kind"] == "counted" for item in one["files"].items()):
            if self.files.setdefault(path, mark) != mark:
                self.changed = self.changed or path
        return not self.changed

    def _merge(self, parts: Sequence[Part]) -> None:
        """A cell: of a rule and place the first schedule that one worker alone would have come by."""
        first = min(job.first for job, _ in parts)
        told = [one for _, messages in sorted(parts, key=lambda part: part[0].first) for one in messages]
        order = list(dict.fromkeys(one["scenario"] for one in told if one["kind"] in ("counted", "found")))
        best: dict[tuple[str, tuple[object, ...]], tuple[Rank, Message]] = {}
        for turn, one in sorted(((_turn(one, order), one) for one in _of(told, "found")), key=_rank):
            rank = turn[0], len(one["deviations"]), first, *turn[1:]
            best.setdefault((one["finding"]["code"], tuple(one["finding"]["at"])), (rank, one))
        for key, ranked in best.items():
            self.found[key] = min(self.found.get(key, ranked), ranked, key=_rank)
        for one in told:
            heard(self.seen, one)
        for counter in (self.seen.limits, self.seen.denied):
            _bound(counter)
        for one in _of(told, "dropped"):
            self.dropped[one["scenario"]] += one["runs"]


def _bound(counter: Counter[str]) -> None:
    """A text may be another one in each of a million runs. Which are left out does not depend on when they came."""
    for name in sorted(counter.keys() - {OTHERS})[KINDS:]:
        counter[OTHERS] += counter.pop(name)


def _rank(ranked: tuple[Rank, Message]) -> Rank:
    return ranked[0]


def _turn(found: Message, order: Sequence[str]) -> Rank:
    """When one worker alone would have come by a finding; what was seen again already comes first."""
    return not found.get("again"), order.index(found["scenario"]), found["number"]


def _in_order(result: Result) -> Result:
    """Cells come in as they are ready; what is told does not show it."""
    result.limits, result.denied = (Counter(dict(sorted(one.items()))) for one in (result.limits, result.denied))
    result.scenarios = {name: Counter(dict(sorted(runs.items()))) for name, runs in result.scenarios.items()}
    return result


def _of(messages: Iterable[Message], kind: str) -> list[Message]:
    return [one for one in messages if one["kind"] == kind]


def _unfinished(messages: Iterable[Message]) -> bool:
    return bool(_of(messages, UNFINISHED))
