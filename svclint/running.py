"""Files in, reports out: read, pass over what holds no service, judge the rest, drop what comments cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from svclint.examining import USUAL, Judged, Manner, deadly, examined
from svclint.opening import Source, opened, refused
from svclint.source.markers import has_markers
from svclint.spreading import Alone, Crew, Lost, Spread, batched, cores, processes

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding, Problem
    from svclint.source.looks import Look

Progress: TypeAlias = Callable[[int, "int | None", str], None]
Input: TypeAlias = "str | Source | Problem"

# Bytes of service source below which one process is done before two have started.
POOL_PAYS: Final = 300_000


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


class Memory(Protocol):
    """What earlier runs found."""

    def known(self, path: str) -> str | None:
        """The digest of the content that a file has, empty if it holds no service, None if that is not known."""

    def note(self, path: str, data: bytes) -> str:
        """The digest of what a file holds, which has just been read; ``known`` has been asked before."""

    def report(self, path: str, content: str) -> Judged | None:
        """The verdict on a file of that digest, if there is one and it still holds."""

    def keep(self, report: FileReport, data: bytes, looks: tuple[Look, ...]) -> None:
        """Remember a verdict on a file that holds ``data``."""


def run(
    inputs: Iterable[Input],
    manner: Manner = USUAL,
    *,
    jobs: int = 0,
    far: Crew | None = None,
    memory: Memory | None = None,
    progress: Progress = lambda done, total, what: None,
) -> Outcome:
    """Judge all files that ``memory`` has no verdict on, in as many processes as ``jobs`` says, 0 for as many as pay.

    ``far``: a crew that does not see the files of this machine. ``inputs`` may be gone through twice.
    """
    reading = Reading(inputs, memory, progress)
    reports = reading.reports
    for number, (source, one) in enumerate(judged(reading.sources(), manner, jobs, far), 1):
        reports.append(one.report)
        if memory:
            memory.keep(one.report, source.data, one.looks)
        progress(number, reading.services, "services judged")
    return _outcome(sorted(reports, key=lambda one: one.path), reading)


class Reading:
    """The files of a run, as they are read. ``reports`` on those that need not be judged, or cannot."""

    def __init__(self, inputs: Iterable[Input], memory: Memory | None, progress: Progress) -> None:
        self.inputs = inputs
        self.memory = memory
        self.progress = progress
        self.files = 0
        self.services = 0
        self.reports: list[FileReport] = []

    def sources(self) -> Iterator[Source]:
        """Those that may hold a service, and are to be judged."""
        for given in self.inputs:
            if self.memory and isinstance(given, str) and self._remembers(self.memory, given):
                self._count()
                continue
            source = opened(given)
            if not isinstance(source, Source):
                self.reports.append(refused(source))
            elif self._counted(source) and not (self.memory and self._recalled(self.memory, source)):
                yield source

    def _count(self) -> None:
        self.files += 1
        self.progress(self.files, None, "files read")

    def _counted(self, source: Source) -> bool:
        """Whether it is one of those that may hold a service."""
        self._count()
        marked = has_markers(source.data)
        self.services += marked
        if self.memory and not marked:
            self.memory.note(source.path, b"")
        return marked

    def _remembers(self, memory: Memory, path: str) -> bool:
        """Whether all that is to be said of a file is known without reading it."""
        content = memory.known(path)
        judged = bool(content) and self._reported(memory, path, content or "")
        self.services += judged
        return content == "" or judged

    def _recalled(self, memory: Memory, source: Source) -> bool:
        """Whether a file that was read is known by its content."""
        return self._reported(memory, source.path, memory.note(source.path, source.data))

    def _reported(self, memory: Memory, path: str, content: str) -> bool:
        held = memory.report(path, content)
        if held:
            self.reports.append(held.report)
        return held is not None


def _outcome(reports: list[FileReport], reading: Reading) -> Outcome:
    outcome = Outcome(tuple(reports), reading.files, reading.services, inputs=reading.inputs)
    if not any(one.elsewhere or one.suppressed for one in reports):
        return outcome
    from svclint.merging import housed, used

    reports = used(reports)
    abroad = [one for report in reports for one in report.elsewhere]
    inside, outside = housed(abroad, outcome.paths()) if abroad else ((), ())
    return outcome._replace(reports=tuple(reports), abroad=inside, outside=outside)


def judged(
    sources: Iterator[Source], manner: Manner, jobs: int, far: Crew | None = None
) -> Iterator[tuple[Source, Judged]]:
    """Every source with its verdict, in their order. ``far``: a crew that does not see the files of this machine."""
    crew, all_of_them = (far, sources) if far else manned(sources, jobs)
    try:
        if far:
            from svclint.errands import afar

            yield from afar(all_of_them, manner, far)
        else:
            yield from over(all_of_them, manner, crew)
    finally:
        crew.close()


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


def over(sources: Iterator[Source], manner: Manner, crew: Crew) -> Iterator[tuple[Source, Judged]]:
    """The same by a crew. A source that kills who judges it is one finding."""
    batches = batched(sources, crew.size, lambda one: len(one.data))
    work: Spread[Source, Judged] = Spread(partial(examined, manner=manner), crew)
    for source, answer in work.over(batches):
        yield source, deadly(source.path) if isinstance(answer, Lost) else answer
