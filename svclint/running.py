"""Files in, reports out: read, pass over what holds no service, judge the rest, drop what noqa covers.

Judging a file is a pure function of its bytes and path, mapped over an executor: none, or a
process pool when there is enough to judge to pay for starting one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svclint.source.markers import has_markers

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from svclint.checking.finding import Finding, Problem
    from svclint.contract.effects import Lessons
    from svclint.heeding import Heeded
    from svclint.linting import FileReport
    from svclint.settings import Settings

Judge: TypeAlias = "Callable[[bytes, str], FileReport]"
Progress: TypeAlias = Callable[[int, "int | None", str], None]

# Bytes of service source below which one process is done before two have started.
POOL_PAYS = 300_000


class Source(NamedTuple):
    """A file that may hold a service."""

    path: str
    data: bytes


class Outcome(NamedTuple):
    """What a run found: reports by path; how many files were read, and how many of them judged.

    ``abroad``: findings in other files than the one with the service; ``outside``: those of them in files of the
    project that the run was not asked about. ``paths``: the files that were read.
    """

    reports: tuple[FileReport, ...]
    files: int
    services: int
    abroad: tuple[Finding, ...] = ()
    outside: tuple[Finding, ...] = ()
    paths: tuple[str, ...] = ()


def lint_bytes(data: bytes, path: str, *, follow: bool = True, lessons: Lessons = ()) -> FileReport:
    """The linter's own judge; its import waits until some file needs it.

    ``follow``: read what the file imports from its project, too. ``lessons``: what the user taught of calls.
    """
    from svclint import linting
    from svclint.contract.effects import learn
    from svclint.source.disk import Disk

    learn(lessons)

    return linting.lint_bytes(data, path, Disk() if follow else None)


def judge_of(settings: Settings) -> Judge:
    """The linter's own judge, as the settings want it."""
    return partial(lint_bytes, follow=settings.follow_imports, lessons=settings.effects)


def examine(
    data: bytes, path: str, *, judge: Judge = lint_bytes, noqa: bool = True, reasons: bool = False
) -> FileReport:
    """Judge one file and honour its comments. Raises nothing: what goes wrong is in the report.

    ``reasons``: comments that ignore findings have to say why.
    """

    def work() -> FileReport:
        report = judge(data, path)
        return _uncommented(report, data, reasons) if noqa else report

    return guarded(work, path)


def guarded(work: Callable[[], FileReport], path: str) -> FileReport:
    """The report of ``work``, or one about what stopped it."""
    try:
        return work()
    except Exception as error:
        from svclint.failure import report

        return report(path, error)


def _uncommented(report: FileReport, data: bytes, reasons: bool) -> FileReport:
    """The report without the findings that comments cover, each in the file where it stands."""
    here = _heeded(report.path, data, report.findings, reasons)
    paths = dict.fromkeys(one.at.path for one in report.elsewhere)
    there = [one for path in paths for one in _heeded_there(path, report.elsewhere)]
    if not here and not there:
        return report
    from dataclasses import replace

    kept = here.kept if here else report.findings
    elsewhere = tuple(one for some in there for one in some.kept)
    suppressed = tuple(one for some in (here, *there) if some for one in some.suppressed)
    return replace(report, findings=kept, elsewhere=elsewhere, suppressed=suppressed)


def _heeded(path: str, data: bytes, findings: Sequence[Finding], reasons: bool) -> Heeded | None:
    """What the comments of a file make of findings in it; None when it has none that matter."""
    if b"noqa" not in data.lower() and b"svclint:" not in data:
        return None
    from svclint.heeding import heeded
    from svclint.source.text import decode

    text = decode(data, path)
    return heeded(findings, text, path, reasons) if isinstance(text, str) else None


def _heeded_there(path: str, findings: Sequence[Finding]) -> Iterator[Heeded]:
    """The same for findings of another file, which is told of its own comments when it is linted itself."""
    from svclint.heeding import Heeded, commented

    source, found = opened(path), [one for one in findings if one.at.path == path]
    if isinstance(source, Source):
        known = _heeded(path, source.data, found, reasons=False) or Heeded((*found,))
        yield known._replace(kept=tuple(one for one in known.kept if not commented(one)))


def run(
    inputs: Iterable[str | Source | Problem],
    *,
    judge: Judge = lint_bytes,
    noqa: bool = True,
    reasons: bool = False,
    jobs: int = 0,
    progress: Progress = lambda done, total, what: None,
) -> Outcome:
    """Judge all files, in as many processes as ``jobs`` says, 0 for as many as pay."""
    reports: list[FileReport] = []
    sources: list[Source] = []
    names: list[str] = []
    for given in inputs:
        source = opened(given)
        if not isinstance(source, Source):
            reports.append(refused(source))
            continue
        names.append(source.path)
        progress(len(names), None, "files read")
        if has_markers(source.data):
            sources.append(source)
    for report in judged(sources, partial(examine, judge=judge, noqa=noqa, reasons=reasons), jobs):
        reports.append(report)
        progress(len(reports), len(sources), "services judged")
    abroad: tuple[Finding, ...] = ()
    outside: tuple[Finding, ...] = ()
    if any(one.elsewhere or one.suppressed for one in reports):
        from svclint.merging import housed, used

        reports = used(reports)
        abroad, outside = housed((one for report in reports for one in report.elsewhere), names)
    return Outcome(
        tuple(sorted(reports, key=lambda one: one.path)), len(names), len(sources), abroad, outside, tuple(names)
    )


def opened(given: str | Source | Problem) -> Source | Problem:
    """A file's bytes, or why there are none."""
    if not isinstance(given, str):
        return given
    try:
        with open(given, "rb", buffering=0) as file:
            return Source(given, file.read())
    except (OSError, ValueError) as error:
        return unreadable(given, error)


def unreadable(path: str, error: OSError | ValueError) -> Problem:
    """What is said of a path that cannot be opened."""
    from svclint.checking.finding import Problem

    return Problem(path, None, (getattr(error, "strerror", None) or str(error)).lower())


def refused(problem: Problem) -> FileReport:
    """The report on a file that was not judged."""
    from svclint.linting import FileReport

    return FileReport(problem.path, problems=(problem,))


def judged(sources: list[Source], work: Judge, jobs: int) -> Iterator[FileReport]:
    """One report per source, in their order."""
    workers = min(len(sources), jobs or _processors(sources))
    if workers < 2:
        return (work(source.data, source.path) for source in sources)
    from concurrent.futures import ProcessPoolExecutor

    return pooled(sources, work, ProcessPoolExecutor(workers))


def _processors(sources: list[Source]) -> int:
    if sum(len(source.data) for source in sources) < POOL_PAYS:
        return 1
    return os.cpu_count() or 1


def pooled(sources: list[Source], work: Judge, executor: Executor) -> Iterator[FileReport]:
    """The same over an executor. A worker that dies takes its files' verdicts along, not the run."""
    from concurrent.futures import BrokenExecutor

    from svclint.checking.finding import Problem

    with executor:
        for source, future in _submitted(sources, work, executor):
            try:
                yield future.result()
            except BrokenExecutor:
                yield refused(Problem(source.path, None, "the process that judged it died"))


def _submitted(sources: list[Source], work: Judge, executor: Executor) -> list[tuple[Source, Future[FileReport]]]:
    """Each source with its future; a pool that is broken already takes nothing more."""
    from concurrent.futures import BrokenExecutor, Future

    def submit(source: Source) -> Future[FileReport]:
        try:
            return executor.submit(work, source.data, source.path)
        except BrokenExecutor as error:
            future: Future[FileReport] = Future()
            future.set_exception(error)
            return future

    return [(source, submit(source)) for source in sources]
