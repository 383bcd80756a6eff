"""The numbers of a search, cut into cells: the same ones, however many workers share them and wherever it went on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Final, TypeAlias

from svclint.simulation.jobs import Job
from svclint.simulation.scenarios import SCENARIOS

Span: TypeAlias = tuple[int, int]  # numbers from the one to below the other

RUNS: Final = 4_000  # of a cell, in all its scenarios: seconds of work, beside which the start of a process is little


def size(job: Job) -> int:
    """How many numbers a cell has. What Hypothesis makes up builds on itself and is one piece."""
    if job.longest is not None:
        return job.count
    return max(1, RUNS // (len(job.scenarios) or len(SCENARIOS)))


def left(count: int, size: int, done: Sequence[Span]) -> Iterator[Span]:
    """What is to be done of the numbers below ``count``, cell by cell; ``done`` is in order."""
    begin = 0
    for first, end in (*done, (count, count)):
        yield from _cut(begin, min(first, count), size)
        begin = end


def _cut(begin: int, end: int, size: int) -> Iterator[Span]:
    while begin < end:
        line = min(end, (begin // size + 1) * size)
        yield begin, line
        begin = line


def joined(done: Sequence[Span], new: Span) -> list[Span]:
    """The spans with one more, in order; neighbours are one."""
    spans: list[Span] = []
    for span in sorted((*done, new)):
        if spans and spans[-1][1] == span[0]:
            spans[-1] = spans[-1][0], span[1]
        else:
            spans.append(span)
    return spans


def dealt(job: Job, cell: Span, parts: int) -> list[Job]:
    """A cell dealt to so many workers, as cards are: each takes one number after the other."""
    first, end = cell
    parts = min(parts, end - first)
    return [replace(job, first=first + part, count=end, stride=parts) for part in range(parts)]


def shared(job: Job, cells: Iterator[Span], width: int) -> Iterator[Job]:
    """The workers' parts of some cells: each is one, unless there are fewer cells than workers."""
    head = list(islice(cells, width))
    parts = -(-width // len(head)) if head else 1
    for cell in chain(head, cells):
        yield from dealt(job, cell, parts)
