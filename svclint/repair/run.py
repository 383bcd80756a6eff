"""Files that were linted -> files that are fixed, as far as can be. Nothing here imports libcst before it must."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from svclint.opening import Source, opened, refused
from svclint.repair.bench import Bench
from svclint.repair.orders import Change, Mended, Orders
from svclint.repair.registry import fixable
from svclint.running import Outcome, Progress
from svclint.selection import Selection

if TYPE_CHECKING:
    from svclint.checking.finding import FileReport, Finding, Problem
    from svclint.repair.engine import Accept, Repaired
    from svclint.repair.fix import Fix

ENDLESS = "not fixed: the fixes did not come to an end; please report it with the file"


def mend(outcome: Outcome, orders: Orders, progress: Progress = lambda done, total, what: None) -> Mended:
    """Fix one file after the other, each written before the next is looked at."""
    reports: list[FileReport] = []
    changes: list[Change] = []
    for number, report in enumerate(outcome.reports, 1):
        progress(number, len(outcome.reports), "files fixed")
        if not worthwhile(report, orders.selection):
            reports.append(report)
            continue
        with _uncollected():
            left, change = _mended(report.path, orders)
        reports.append(left)
        changes += [change] if change else []
    return Mended(outcome._replace(reports=tuple(reports)), tuple(changes))


def worthwhile(report: FileReport, selection: Selection) -> bool:
    """Whether a finding that is shown is of a rule that has a fixer."""
    return any(one.code in fixable() and selection.sure(one) for one in selection.of(report))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which visits the trees of a file over and over and frees next to nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _mended(path: str, orders: Orders) -> tuple[FileReport, Change | None]:
    """The report on a file after fixing it, and what was changed."""
    from svclint.repair.engine import repaired

    source = orders.held.get(path) or opened(path)
    if not isinstance(source, Source):
        return refused(source), None
    bench = _bench(orders)
    done = repaired(source.data, path, bench, _asking(orders), orders.plan.trusted)
    problem = None if done.settled else _problem(path, ENDLESS)
    if done.after != done.before:
        problem = _written(path, done, orders)
    left = bench.judged(source.data, path) if problem else done.now
    change = Change(path, done.before, done.after, done.fixes) if done.fixes and not problem else None
    return _with(bench.seen(left), done, problem), change


def _bench(orders: Orders) -> Bench:
    return Bench(orders.judge, orders.selection, orders.noqa)


def _asking(orders: Orders) -> Accept | None:
    """What asks about fixes, where somebody does; a "no" holds for as long as the file is worked on."""
    from svclint.repair.difference import shown
    from svclint.repair.offers import Offer
    from svclint.repair.proof import key

    ask, declined = orders.ask, set[object]()
    if ask is None:
        return None

    def accept(offer: Offer) -> bool:
        name = (key(offer.finding), offer.fix.title, offer.finding.source)
        if name in declined:
            return False
        document = offer.document
        lines = shown(document.data, offer.after, document.path, document.encoding)
        wanted = ask(offer.fix, document.path, list(lines))
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


def _with(report: FileReport, done: Repaired, problem: Problem | None) -> FileReport:
    problems = (*report.problems, problem) if problem else report.problems
    return replace(report, findings=(*report.findings, *done.failures), problems=problems)


def _problem(path: str, reason: str) -> Problem:
    from svclint.checking.finding import Problem

    return Problem(path, None, reason)


def proposals(findings: Iterable[Finding], outcome: Outcome, orders: Orders, progress: Progress) -> dict[Finding, Fix]:
    """The fix of each finding that has one, for formats that show fixes; nothing is changed."""
    chosen: dict[str, set[Finding]] = {}
    for one in findings:
        if one.code in fixable():
            chosen.setdefault(one.at.path, set()).add(one)
    fixes: dict[Finding, Fix] = {}
    reports = [report for report in outcome.reports if report.path in chosen]
    for number, report in enumerate(reports, 1):
        fixes.update(_proposed(report, orders, chosen[report.path]))
        progress(number, len(reports), "fixes proven")
    return fixes


def _proposed(report: FileReport, orders: Orders, chosen: set[Finding]) -> Iterable[tuple[Finding, Fix]]:
    from svclint.repair.engine import offers

    source = orders.held.get(report.path) or opened(report.path)
    if not isinstance(source, Source):
        return ()
    bench = replace(_bench(orders), chosen=chosen)
    with _uncollected():
        # A file that was fixed under another name is no longer what was linted.
        before = bench.judged(source.data, source.path) if orders.plan.mends else bench.known(source.data, report)
        return [(one.finding, one.fix) for one in offers(before, bench, {})]
