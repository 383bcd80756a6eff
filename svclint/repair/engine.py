"""One file to its end: offer what is proven, make what is wanted and does not overlap, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from svclint.checking.internal import internal_error
from svclint.repair.document import Document
from svclint.repair.fix import Edit, Fix
from svclint.repair.lines import overlap
from svclint.repair.proof import proven
from svclint.repair.registry import fixable, fixer
from svclint.repair.trust import trusted
from svclint.repair.workshop import Refused, Workshop
from svclint.running import Judge, examine
from svclint.selection import Selection

if TYPE_CHECKING:
    from svclint.checking.finding import Finding
    from svclint.linting import FileReport

ROUNDS: Final = 100

# Several fixes to one function: constants are swapped, reports deleted, the rest put in, and then code is moved.
SWAPS: Final = ("SVC405", "SVC408", "SVC702")
DELETIONS: Final = ("SVC301", "SVC503", "SVC504", "SVC505", "SVC510")
INSERTIONS: Final = ("SVC401", "SVC402", "SVC502", "SVC508", "SVC601")
ORDER: Final = (SWAPS, DELETIONS, INSERTIONS)


class Offer(NamedTuple):
    """A fix that is proven: made alone, it ends its finding and brings no other.

    ``functions`` are the lines of the heads of those it changes: one fix at a time is made to a function.
    """

    finding: Finding
    fix: Fix
    document: Document
    after: bytes
    functions: frozenset[int]


Accept: TypeAlias = Callable[[Offer], bool]


@dataclass(frozen=True)
class Bench:
    """What a file is judged by. ``noqa``: whether its comments are heeded."""

    judge: Judge
    selection: Selection
    noqa: bool = True

    def raw(self, data: bytes, path: str) -> FileReport:
        """Every finding there is."""
        return examine(data, path, judge=self.judge, noqa=False)

    def wanted(self, report: FileReport, data: bytes) -> list[Finding]:
        """Those of a raw report that the user is shown, as far as rules have fixers."""
        seen = examine(data, report.path, judge=lambda _data, _path: report, noqa=self.noqa)
        shown = self.selection.of(seen)
        return [one for one in shown if one.code in fixable() and self.selection.sure(one)]


class Repaired(NamedTuple):
    """What became of a file's bytes. ``failures``: findings about fixers that failed; ``settled``: nothing is left."""

    before: bytes
    after: bytes
    fixes: tuple[Fix, ...] = ()
    failures: tuple[Finding, ...] = ()
    settled: bool = True


def repaired(data: bytes, path: str, bench: Bench, accept: Accept) -> Repaired:
    """Fix until nothing more can be fixed; the bytes stay as they were when that takes too many rounds."""
    made: list[Fix] = []
    failures: dict[str, Finding] = {}
    now = data
    for _ in range(ROUNDS):
        chosen = _chosen(offers(now, path, bench, failures), accept)
        if not chosen:
            return Repaired(data, now, tuple(made), tuple(failures.values()))
        chosen, now = _combined(chosen, bench)
        made += (one.fix for one in chosen)
    return Repaired(data, data, (), tuple(failures.values()), settled=False)


def offers(data: bytes, path: str, bench: Bench, failures: dict[str, Finding]) -> Iterator[Offer]:
    """The proven fixes of a file in the order they are to be made, each as if it were the only one."""
    before = bench.raw(data, path)
    findings = sorted(bench.wanted(before, data), key=lambda one: (_rank(one.code), one.at))
    if not findings:
        return
    try:
        document = Document(data, path)
        shop = Workshop(document.text)
    except Refused:
        return
    for finding in findings:
        try:
            offer = _offered(shop, document, finding, bench)
        except Refused:
            continue
        except Exception as error:
            failures[finding.code] = internal_error(path, error)
            continue
        if offer and proven(before, bench.raw(offer.after, path), [finding]):
            yield offer


def _offered(shop: Workshop, document: Document, finding: Finding, bench: Bench) -> Offer | None:
    """What the rule's fixer proposes, not yet proven. Raises Refused."""
    fix = fixer(finding.code)(shop, finding)
    if fix is None:
        return None
    edits = sorted(fix.edits, key=lambda one: (one.start, one.end))
    if any(one.end > other.start for one, other in pairwise(edits)):
        raise Refused("the edits of one fix overlap")
    fix = trusted(fix, bench.selection.settings, any(map(shop.comment_inside, edits)))
    return Offer(finding, fix, document, document.edited(edits), _functions(shop, edits))


def _functions(shop: Workshop, edits: Iterable[Edit]) -> frozenset[int]:
    """The heads of the functions in which the edits begin and end."""
    lines = {line for edit in edits for line in (edit.start.line, edit.end.line)}
    return frozenset(head for line in lines for head in shop.heads_around(line))


def _chosen(offered: Iterable[Offer], accept: Accept) -> list[Offer]:
    """Those that are accepted and leave each other alone, first come, first served."""
    chosen: list[Offer] = []
    for offer in offered:
        if not any(_meet(offer, other) for other in chosen) and accept(offer):
            chosen.append(offer)
    return chosen


def _meet(offer: Offer, other: Offer) -> bool:
    if offer.functions & other.functions:
        return True
    return any(overlap(one, two) for one in offer.fix.edits for two in other.fix.edits)


def _combined(chosen: list[Offer], bench: Bench) -> tuple[list[Offer], bytes]:
    """All of them at once if that is proven too, else the first, which is."""
    first = chosen[0]
    if len(chosen) == 1:
        return chosen, first.after
    document = first.document
    try:
        after = document.edited([edit for one in chosen for edit in one.fix.edits])
    except Refused:
        return chosen[:1], first.after
    before, then = bench.raw(document.data, document.path), bench.raw(after, document.path)
    if proven(before, then, [one.finding for one in chosen]):
        return chosen, after
    return chosen[:1], first.after


def _rank(code: str) -> int:
    """When fixes of a rule are made, among those that apply to one function."""
    return next((number for number, codes in enumerate(ORDER) if code in codes), len(ORDER))
