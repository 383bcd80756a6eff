"""Files in, reports out: read, pass over what holds no service, judge the rest, drop what comments cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from svclint.examining import USUAL, Manner, examine
from svclint.opening import Source, opened, refused
from svclint.source.markers import has_markers
from svclint.spreading import Alone, Crew, Lost, Spread, batched, cores, processes

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.linting import FileReport

Progress: TypeAlias = Callable[[int, "int | None", str], None]
Input: TypeAlias = "str | Source | Problem"

# Bytes of service source below which one process is done before two have started.
POOL_PAYS: Final = 300_000

KILLER: Final = "the process that judged it died"


class Outcome(NamedTuple):
    """What a run found: reports by path; how many files were read, and how many of them judged.

    ``abroad``: findings in other files than the one with the service; ``outside``: those of them in files of the
    project that the run was not asked about. ``inputs`` is what the run was given, to be gone through once more.
    """

    reports: tuple[FileReport, ...]
    files: int
    services: int
    abroad: tuple[Finding, ...] = ()
    outside: tuple[Finding, ...] = ()
    inputs: Iterable[Input] = ()

    def paths(self) -> list[str]:
        """The files that were read. Listed anew: few runs ask, and a list of all of them grows with the tree."""
        failed = {report.path for report in self.reports if report.problems}
        named = (one if isinstance(one, str) else one.path for one in self.inputs)
        return [path for path in named if path not in failed]


class Judged(NamedTuple):
    """The report on one file."""

    report: FileReport


def run(
    inputs: Iterable[Input],
    manner: Manner = USUAL,
    *,
    jobs: int = 0,
    progress: Progress = lambda done, total, what: None,
) -> Outcome:
    """Judge all files, in as many processes as ``jobs`` says, 0 for as many as pay.

    ``inputs`` may be gone through twice.
    """
    reading = Reading(inputs, progress)
    reports = reading.refused
    for number, report in enumerate(judged(reading.sources(), manner, jobs), 1):
        reports.append(report)
        progress(number, reading.services, "services judged")
    return _outcome(sorted(reports, key=lambda one: one.path), reading)


class Reading:
    """The files of a run, as they are read."""

    def __init__(self, inputs: Iterable[Input], progress: Progress) -> None:
        self.inputs = inputs
        self.progress = progress
        self.files = 0
        self.services = 0
        self.refused: list[FileReport] = []

    def sources(self) -> Iterator[Source]:
        """Those that may hold a service."""
        for given in self.inputs:
            source = opened(given)
            if not isinstance(source, Source):
                self.refused.append(refused(source))
                continue
            self.files += 1
            self.progress(self.files, None, "files read")
            if has_markers(source.data):
                self.services += 1
                yield source


def _outcome(reports: list[FileReport], reading: Reading) -> Outcome:
    outcome = Outcome(tuple(reports), reading.files, reading.services, inputs=reading.inputs)
    if not any(one.elsewhere or one.suppressed for one in reports):
        return outcome
    from svclint.merging import housed, used

    reports = used(reports)
    abroad = [one for report in reports for one in report.elsewhere]
    inside, outside = housed(abroad, outcome.paths()) if abroad else ((), ())
    return outcome._replace(reports=tuple(reports), abroad=inside, outside=outside)


def judged(sources: Iterator[Source], manner: Manner, jobs: int) -> Iterator[FileReport]:
    """One report per source, in their order."""
    crew, all_of_them = manned(sources, jobs)
    yield from over(all_of_them, manner, crew)


def manned(sources: Iterator[Source], jobs: int) -> tuple[Crew, Iterator[Source]]:
    """Who judges the sources, and the sources: the first of them are read to see whether more than one process pays."""
    width = jobs or cores()
    if width == 1:
        return Alone(), sources
    load, head = 0, []
    for source in sources:
        load += len(source.data)
        head.append(source)
        if load >= POOL_PAYS:
            break
    pays = len(head) > 1 and (jobs or load >= POOL_PAYS)
    return processes(width) if pays else Alone(), chain(head, sources)


def over(sources: Iterator[Source], manner: Manner, crew: Crew) -> Iterator[FileReport]:
    """The same by a crew. A source that kills who judges it is one finding."""
    batches = batched(sources, crew.size, lambda one: len(one.data))
    work: Spread[Source, FileReport] = Spread(partial(examined, manner=manner), crew)
    for source, answer in work.over(batches):
        yield _deadly(source.path) if isinstance(answer, Lost) else answer


def examined(batch: list[Source], manner: Manner) -> list[FileReport]:
    """The reports of a batch."""
    from svclint.source.disk import Disk

    return [examine(source.data, source.path, Disk(), manner) for source in batch]


def _deadly(path: str) -> FileReport:
    from svclint.checking.internal import internal_error
    from svclint.linting import FileReport

    return FileReport(path, findings=(internal_error(path, RuntimeError(KILLER)),))
