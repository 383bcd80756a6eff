"""One file judged: a pure function of its bytes, its path, and the files around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from svclint.source.markers import has_comments

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding
    from svclint.contract.effects import Lessons
    from svclint.heeding import Heeded
    from svclint.opening import Source
    from svclint.settings import Settings
    from svclint.source.looks import Look
    from svclint.source.project import Files

KILLER: Final = "the process that judged it died"

Judge: TypeAlias = "Callable[[bytes, str, Files], FileReport]"


def lint_bytes(data: bytes, path: str, files: Files, *, follow: bool = True, lessons: Lessons = ()) -> FileReport:
    """The linter's own judge; its import waits until some file needs it.

    ``follow``: read what the file imports from its project, too. ``lessons``: what the user taught of calls.
    """
    from svclint import linting
    from svclint.contract.effects import learn

    learn(lessons)
    return linting.lint_bytes(data, path, files if follow else None)


def judge_of(settings: Settings) -> Judge:
    """The linter's own judge, as the settings want it."""
    return partial(lint_bytes, follow=settings.follow_imports, lessons=settings.effects)


class Manner(NamedTuple):
    """How files are judged. ``noqa``: their comments are heeded; ``reasons``: those that ignore have to say why."""

    judge: Judge = lint_bytes
    noqa: bool = True
    reasons: bool = False


USUAL: Final = Manner()


class Judged(NamedTuple):
    """The report on one file, and what it depends on of others."""

    report: FileReport
    looks: tuple[Look, ...] = ()


def examined(batch: list[Source], manner: Manner) -> list[Judged]:
    """The verdicts on files of this machine."""
    from svclint.source.disk import Disk
    from svclint.source.looks import Recorded

    seen = [(source, Recorded(Disk())) for source in batch]
    return [Judged(examine(source.data, source.path, files, manner), files.looks) for source, files in seen]


def examine(data: bytes, path: str, files: Files, manner: Manner = USUAL) -> FileReport:
    """Judge one file and honour its comments. Raises nothing: what goes wrong is in the report."""

    def work() -> FileReport:
        report = manner.judge(data, path, files)
        return _uncommented(report, data, files, manner.reasons) if manner.noqa else report

    return guarded(work, path)


def guarded(work: Callable[[], FileReport], path: str) -> FileReport:
    """The report of ``work``, or one about what stopped it."""
    try:
        return work()
    except Exception as error:
        from svclint.failure import report

        return report(path, error)


def deadly(path: str) -> Judged:
    """What is said of a file that kills the process that judges it."""
    from svclint.checking.finding import FileReport
    from svclint.checking.internal import internal_error

    return Judged(FileReport(path, findings=(internal_error(path, RuntimeError(KILLER)),)))


def _uncommented(report: FileReport, data: bytes, files: Files, reasons: bool) -> FileReport:
    """The report without the findings that comments cover, each in the file where it stands."""
    here = heeded_in(report.path, data, report.findings, reasons)
    paths = dict.fromkeys(one.at.path for one in report.elsewhere)
    there = [one for path in paths for one in _heeded_there(path, report.elsewhere, files)]
    if not here and not there:
        return report
    from dataclasses import replace

    kept = here.kept if here else report.findings
    elsewhere = tuple(one for some in there for one in some.kept)
    suppressed = tuple(one for some in (here, *there) if some for one in some.suppressed)
    return replace(report, findings=kept, elsewhere=elsewhere, suppressed=suppressed)


def heeded_in(path: str, data: bytes, findings: Sequence[Finding], reasons: bool) -> Heeded | None:
    """What the comments of a file make of findings in it; None when it has none that matter."""
    if not has_comments(data):
        return None
    from svclint.heeding import heeded
    from svclint.source.text import decode

    text = decode(data, path)
    return heeded(findings, text, path, reasons) if isinstance(text, str) else None


def _heeded_there(path: str, findings: Sequence[Finding], files: Files) -> Iterator[Heeded]:
    """The same for findings of another file, which is told of its own comments when it is linted itself."""
    from svclint.heeding import Heeded, commented

    data, found = files.read(path), [one for one in findings if one.at.path == path]
    if data is not None:
        known = heeded_in(path, data, found, reasons=False) or Heeded((*found,))
        yield known._replace(kept=tuple(one for one in known.kept if not commented(one)))
