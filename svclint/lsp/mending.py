"""What the fixers make of a document, proven by the judge that the findings come from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from svclint.checking.finding import Finding
from svclint.lsp.judging import Verdict
from svclint.noting import comment_edits
from svclint.repair.bench import Bench
from svclint.repair.document import Document as Bytes
from svclint.repair.engine import offers, repaired
from svclint.repair.fix import Applicability, Fix
from svclint.repair.registry import fixable
from svclint.repair.tree import Refused

REASON: Final = "TODO: say why"
KEPT: Final = 16  # answers: editors ask again whenever the cursor moves


class Mended(NamedTuple):
    """A fix for a finding, and the bytes of the file with it."""

    finding: Finding
    fix: Fix
    after: bytes


def fixes(verdict: Verdict, findings: Iterable[Finding]) -> tuple[Mended, ...]:
    """The proven fixes of findings of a document, each as if it were the only one."""
    chosen = frozenset(one for one in findings if one.code in fixable())
    return _fixes(verdict, chosen) if chosen else ()


@lru_cache(maxsize=KEPT)
def _fixes(verdict: Verdict, chosen: frozenset[Finding]) -> tuple[Mended, ...]:
    document = verdict.document
    bench = Bench(verdict.judge, verdict.config.selection, chosen=chosen)
    found = (
        Mended(one.finding, one.fix, one.after) for one in offers(bench.judged(document.data, document.path), bench, {})
    )
    return tuple(one for one in found if one.fix.applicability is not Applicability.SUGGESTION)


def fixed(verdict: Verdict) -> bytes:
    """The bytes with all safe fixes made, until no more can be."""
    document = verdict.document
    bench = Bench(verdict.judge, verdict.config.selection)
    return repaired(document.data, document.path, bench, made={Applicability.SAFE}).after


def ignored(verdict: Verdict, finding: Finding) -> bytes | None:
    """The bytes with a comment that covers a finding and leaves its reason to be filled in; None if that cannot be."""
    document = verdict.document
    try:
        file = Bytes(document.data, document.path)
        return file.edited(list(comment_edits(file.text, [finding], REASON)))
    except Refused:
        return None
