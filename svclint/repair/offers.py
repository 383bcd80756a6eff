"""What the fixers propose for a file, in the order in which it is to be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from svclint.checking.internal import internal_error
from svclint.repair.bench import Bench, Judged
from svclint.repair.document import Document
from svclint.repair.fix import Edit, Fix
from svclint.repair.framework import callable_there
from svclint.repair.lines import overlap
from svclint.repair.registry import fixer
from svclint.repair.trust import trusted
from svclint.repair.workshop import Refused, Workshop

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

# Several fixes to one function: constants are swapped, reports deleted, the rest put in, and then code is moved.
SWAPS: Final = ("SVC405", "SVC408", "SVC702")
DELETIONS: Final = ("SVC301", "SVC503", "SVC504", "SVC505", "SVC510")
INSERTIONS: Final = ("SVC401", "SVC402", "SVC502", "SVC508", "SVC601")
ORDER: Final = (SWAPS, DELETIONS, INSERTIONS)


class Offer(NamedTuple):
    """A fix for one finding, and what the file would be with that fix alone. Nothing is proven yet.

    ``functions`` are the lines of the heads of those it changes: one fix at a time is made to a function.
    """

    finding: Finding
    fix: Fix
    document: Document
    after: bytes
    functions: frozenset[int]

    def meets(self, other: Offer) -> bool:
        """Whether two fixes change the same function or the same text."""
        if self.functions & other.functions:
            return True
        return any(overlap(one, two) for one in self.fix.edits for two in other.fix.edits)


def drafts(file: Judged, bench: Bench, failures: dict[str, Finding]) -> Iterator[Offer]:
    """What is proposed for the findings that are wanted. A fixer that fails leaves a finding about that."""
    findings = sorted(bench.wanted(file), key=lambda one: (_rank(one.code), one.at))
    if not findings:
        return
    try:
        document = Document(file.data, file.report.path)
        shop = Workshop(document.text)
    except Refused:
        return
    for finding in findings:
        try:
            offer = _offered(shop, document, finding, bench)
        except Refused:
            continue
        except Exception as error:
            failures[finding.code] = internal_error(document.path, error)
            continue
        if offer:
            yield offer


def _offered(shop: Workshop, document: Document, finding: Finding, bench: Bench) -> Offer | None:
    """What the rule's fixer proposes. Raises Refused."""
    fix = fixer(finding.code)(shop, finding)
    if fix is None:
        return None
    edits = sorted(fix.edits, key=lambda one: (one.start, one.end))
    if any(one.end > other.start for one, other in pairwise(edits)):
        raise Refused("the edits of one fix overlap")
    if not callable_there(document.text, edits):
        raise Refused("the framework does not run this service")
    fix = trusted(fix, bench.selection.settings, not fix.of_comment and any(map(shop.comment_inside, edits)))
    return Offer(finding, fix, document, document.edited(edits), _functions(shop, edits))


def _functions(shop: Workshop, edits: Iterable[Edit]) -> frozenset[int]:
    """The heads of the functions in which the edits begin and end."""
    lines = {line for edit in edits for line in (edit.start.line, edit.end.line)}
    return frozenset(head for line in lines for head in shop.heads_around(line))


def _rank(code: str) -> int:
    """When fixes of a rule are made, among those that apply to one function."""
    return next((number for number, codes in enumerate(ORDER) if code in codes), len(ORDER))
