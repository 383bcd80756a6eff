"""Files that were linted -> files that are fixed, as far as can be. Nothing here imports libcst before it must."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svclint.repair.plan import Plan
from svclint.repair.registry import fixable
from svclint.running import Judge, Outcome, Progress, Source, examine, opened, refused
from svclint.selection import Selection

if TYPE_CHECKING:
    from svclint.checking.finding import Finding, Problem
    from svclint.linting import FileReport
    from svclint.repair.engine import Accept, Repaired
    from svclint.repair.fix import Fix

# Shows a fix and the lines of its diff, and says whether it is to be made.
Ask: TypeAlias = "Callable[[Fix, str, Sequence[str]], bool]"

ENDLESS = "not fixed: the fixes did not come to an end; please report it with the file"


class Orders(NamedTuple):
    """How to fix: what, by which judge, for whom. ``roots`` are the folders in which files may be written.

    ``held``: text that came from elsewhere (standard input), by the name it goes by; it is not written anywhere.
    """

    plan: Plan
    selection: Selection
    judge: Judge
    noqa: bool
    roots: Sequence[str]
    held: Mapping[str, Source]
    ask: Ask | None = None


class Change(NamedTuple):
    """A file that was fixed, or would be."""

    path: str
    before: bytes
    after: bytes
    fixes: tuple[Fix, ...]


class Mended(NamedTuple):
    """What is left to be told of all files, and what was done to some of them."""

    outcome: Outcome
    changes: tuple[Change, ...] = ()

    def data(self, path: str, before: bytes) -> bytes:
        """The bytes that a path stands for now."""
        return next((one.after for one in self.changes if one.path == path), before)

    @property
    def fixed(self) -> int:
        """How many fixes were made; one may end several findings."""
        return sum(len(one.fixes) for one in self.changes)


def mend(outcome: Outcome, orders: Orders, progress: Progress = lambda done, total, what: None) -> Mended:
    """Fix one file after the other, each written before the next is looked at."""
    reports: list[FileReport] = []
    changes: list[Change] = []
    for number, report in enumerate(outcome.reports, 1):
        progress(number, len(outcome.reports), "files fixed")
        if not worthwhile(report, orders.selection):
            reports.append(report)
            continue
        left, change = _mended(report.path, orders)
        reports.append(left)
        changes += [change] if change else []
    return Mended(outcome._replace(reports=tuple(reports)), tuple(changes))


def worthwhile(report: FileReport, selection: Selection) -> bool:
    """Whether a finding that is shown is of a rule that has a fixer."""
    return any(one.code in fixable() and selection.sure(one) for one in selection.of(report))


def _mended(path: str, orders: Orders) -> tuple[FileReport, Change | None]:
    """The report on a file after fixing it, and what was changed."""
    from svclint.repair.engine import Bench, repaired

    source = orders.held.get(path) or opened(path)
    if not isinstance(source, Source):
        return refused(source), None
    bench = Bench(orders.judge, orders.selection, orders.noqa)
    done = repaired(source.data, path, bench, _accepting(orders))
    problem = None if done.settled else _problem(path, ENDLESS)
    if done.after != done.before:
        problem = _written(path, done, orders)
    if problem:
        return _with(_left(source.data, path, orders), done, problem), None
    change = Change(path, done.before, done.after, done.fixes) if done.fixes else None
    return _with(_left(done.after, path, orders), done, None), change


def _accepting(orders: Orders) -> Accept:
    """Trusted enough, and wanted where somebody is asked; a "no" holds for as long as the file is worked on."""
    from svclint.repair.difference import shown
    from svclint.repair.engine import Offer
    from svclint.repair.proof import key

    declined: set[object] = set()

    def accept(offer: Offer) -> bool:
        if offer.fix.applicability not in orders.plan.trusted:
            return False
        if orders.ask is None:
            return True
        name = (key(offer.finding), offer.fix.title, offer.finding.source)
        if name in declined:
            return False
        document = offer.document
        wanted = orders.ask(
            offer.fix, document.path, list(shown(document.data, offer.after, document.path, document.encoding))
        )
        if not wanted:
            declined.add(name)
        return wanted

    return accept


def _written(path: str, done: Repaired, orders: Orders) -> Problem | None:
    """Why a file could not be written, when it was to be."""
    from svclint.repair.writing import Unwritten, write

    if orders.plan.diff or path in orders.held:
        return None
    try:
        write(path, done.before, done.after, orders.roots)
    except Unwritten as error:
        return _problem(path, f"not fixed: {error}")
    return None


def _left(data: bytes, path: str, orders: Orders) -> FileReport:
    return examine(data, path, judge=orders.judge, noqa=orders.noqa)


def _with(report: FileReport, done: Repaired, problem: Problem | None) -> FileReport:
    problems = (*report.problems, problem) if problem else report.problems
    return replace(report, findings=(*report.findings, *done.failures), problems=problems)


def _problem(path: str, reason: str) -> Problem:
    from svclint.checking.finding import Problem

    return Problem(path, None, reason)


def proposals(outcome: Outcome, orders: Orders) -> dict[Finding, Fix]:
    """The fix of each finding that has one, for formats that show fixes; nothing is changed."""
    reports = (report for report in outcome.reports if worthwhile(report, orders.selection))
    return {finding: fix for report in reports for finding, fix in _proposed(report.path, orders)}


def _proposed(path: str, orders: Orders) -> Iterable[tuple[Finding, Fix]]:
    from svclint.repair.engine import Bench, offers

    source = orders.held.get(path) or opened(path)
    if not isinstance(source, Source):
        return ()
    bench = Bench(orders.judge, orders.selection, orders.noqa)
    return ((one.finding, one.fix) for one in offers(source.data, path, bench, {}))
