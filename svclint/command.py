"""The lint command without its command line: settings and paths in, a result out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from svclint.discovery import discover, excluded
from svclint.examining import Judge, Manner, lint_bytes
from svclint.opening import Source
from svclint.repair.plan import Plan
from svclint.running import Input, Memory, Outcome, Progress, run
from svclint.settings import SEVERITIES, BadSettings, Settings
from svclint.spreading import Crew

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Suppressed
    from svclint.reporting.result import Compared, Result
    from svclint.selection import Selection

STDIN = "-"


class Work(NamedTuple):
    """What to lint and how, apart from what shapes the result. ``stdin`` names the text that "-" stands for.

    ``far`` hires those who judge instead of this machine; ``memory`` gives what earlier runs found, while this one
    lasts.
    """

    paths: tuple[str, ...]
    stdin: str = "stdin"
    noqa: bool = True
    jobs: int = 0
    judge: Judge = lint_bytes
    far: Callable[[], Crew] | None = None
    memory: Callable[[], AbstractContextManager[Memory | None]] = nullcontext

    @property
    def files(self) -> list[str]:
        """The paths that name files and folders."""
        return [path for path in self.paths if path != STDIN]


class Options(NamedTuple):
    """What shapes neither the result nor the settings: what to fix, and how to end.

    ``note``: findings get comments that suppress them, with that reason if there is one. ``write_baseline``: the file
    that is to know them.
    """

    plan: Plan = Plan()
    statistics: bool = False
    exit_zero: bool = False
    show_unknown: bool = False
    note: str | None = None
    write_baseline: str | None = None


class Linted(NamedTuple):
    """What a run found. ``held`` is the text that was typed in, by the name it goes by: it cannot be read again."""

    outcome: Outcome
    held: Mapping[str, Source]


def lint(work: Work, settings: Settings, progress: Progress = lambda done, total, what: None) -> Result:
    """Lint and select. Raises BadSettings when the settings turn out to be unusable."""
    from svclint.reporting.texts import Texts

    found = linted(work, settings, progress)
    texts = Texts({path: source.data for path, source in found.held.items()})
    return result_of(found.outcome, settings)._replace(texts=texts)


def linted(work: Work, settings: Settings, progress: Progress) -> Linted:
    """Lint. Raises BadSettings when the settings turn out to be unusable."""
    refuse_unknown(settings)
    refuse_unusable(settings)
    inputs = Inputs(work, settings)
    manner = Manner(work.judge, work.noqa, settings.require_reason)
    with work.memory() as memory:
        far = work.far() if work.far else None
        found = run(inputs, manner, jobs=work.jobs, far=far, memory=memory, progress=progress)
    return Linted(found, {one.path: one for one in inputs.typed})


def refuse_unknown(settings: Settings) -> None:
    """A prefix that selects nothing would make every file look clean."""
    if settings.select == Settings().select:
        return
    from svclint import catalogue

    for prefix in settings.select:
        if not any(code.startswith(prefix) for code in catalogue.entries()):
            raise BadSettings(f"{settings.source or 'command line'}: select: no rule's code starts with {prefix!r}")


def refuse_unusable(settings: Settings) -> None:
    """What findings are compared with is looked at before they are searched for, which may take long."""
    if settings.baseline:
        from svclint.baseline import loaded

        loaded(settings.baseline)
    if settings.diff_base:
        from svclint.changes import top_of

        top_of(settings.diff_base)


class Inputs:
    """Files found under the paths, as often as they are gone through, and standard input where it is asked for."""

    def __init__(self, work: Work, settings: Settings) -> None:
        """Standard input is read here, once. Raises BadSettings for a pattern that is none."""
        self.work = work
        self.settings = settings
        hidden = settings.force_exclude and excluded(settings).hides_deeply(work.stdin)
        wanted = STDIN in work.paths and not hidden
        self.typed = [Source(work.stdin, sys.stdin.buffer.read())] if wanted else []

    def __iter__(self) -> Iterator[Input]:
        """What is typed in comes first."""
        yield from self.typed
        yield from discover(self.work.files, self.settings)


def result_of(outcome: Outcome, settings: Settings) -> Result:
    """What is shown of the reports."""
    from svclint.reporting.result import Result, ordered, ordered_problems
    from svclint.selection import Selection

    selection = Selection(settings)
    wanted = [finding for report in outcome.reports for finding in selection.of(report)]
    if outcome.abroad:
        from svclint.merging import distinct

        wanted = [*distinct((*wanted, *filter(selection.asked, outcome.abroad)))]
    sure = ordered(finding for finding in wanted if selection.sure(finding))
    beside, covered = narrowed(sure, outcome.paths, settings), _suppressed(outcome, selection)
    return Result(
        beside.new,
        ordered_problems(problem for report in outcome.reports for problem in report.problems),
        outcome.files,
        outcome.services,
        len(wanted) - len(sure),
        tuple(one for report in outcome.reports for one in report.unknown),
        sum(report.bursts for report in outcome.reports),
        outside=sum(map(selection.shown, outcome.outside)),
        severities=selection.severities((*sure, *(one.finding for one in covered))),
        suppressed=covered,
        shows_suppressed=settings.show_suppressed,
        known=len(sure) - len(beside.new),
        compared=beside if settings.baseline else None,
    )


def narrowed(findings: tuple[Finding, ...], paths: Callable[[], Collection[str]], settings: Settings) -> Compared:
    """The findings that are new, by a revision and beside a baseline. Raises BadSettings."""
    from svclint.reporting.result import Compared

    if settings.diff_base:
        from svclint.changes import Changes

        findings = tuple(filter(Changes(settings.diff_base).concern, findings))
    if not settings.baseline:
        return Compared(findings)
    from svclint.baseline import compared, loaded

    beside = compared(findings, loaded(settings.baseline), paths())
    return beside._replace(stale=()) if settings.diff_base else beside


def _suppressed(outcome: Outcome, selection: Selection) -> tuple[Suppressed, ...]:
    """What comments cover, each once, in the order of findings."""
    found = {one.finding: one for report in outcome.reports for one in report.suppressed}
    shown = sorted(filter(selection.shown, found), key=lambda one: (one.at, one.code))
    return tuple(found[one] for one in shown)


def exit_code(result: Result, fail_on: str, exit_zero: bool = False) -> int:
    """2: something could not be judged; 1: findings as grave as ``fail_on``; 0: none, or ``exit_zero``."""
    from svclint.checking.internal import INTERNAL

    if result.problems or any(finding.code == INTERNAL for finding in result.findings):
        return 2
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    return int(not exit_zero and any(result.severity(finding) in failing for finding in result.findings))


def home(paths: Sequence[str]) -> str:
    """The folder where the search for settings starts: the innermost that holds all paths."""
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in map(os.path.abspath, paths)]
    try:
        return os.path.commonpath(folders)
    except ValueError:
        return os.getcwd()


def written(result: Result, output_format: str, colour: bool) -> Iterable[str]:
    """The lines of the result in a format."""
    from importlib import import_module

    modules = {"json": "json_"}
    module = import_module(f"svclint.reporting.{modules.get(output_format, output_format)}")
    lines: Iterable[str] = module.render(result, colour)
    return lines
