"""One file to its end: make what is proven, wanted and apart from each other, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from svclint.repair.bench import Bench, Judged
from svclint.repair.fix import Applicability, Fix
from svclint.repair.offers import Offer, drafts
from svclint.repair.proof import proven
from svclint.repair.strangers import estranged
from svclint.repair.tree import Refused

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

ROUNDS: Final = 100
MADE: Final = frozenset({Applicability.SAFE, Applicability.UNSAFE})

# Whether a proven fix is to be made.
Accept: TypeAlias = Callable[[Offer], bool]


class Repaired(NamedTuple):
    """What became of a file. ``failures``: findings about fixers that failed; ``settled``: nothing is left to make."""

    before: bytes
    now: Judged
    fixes: tuple[Fix, ...] = ()
    failures: tuple[Finding, ...] = ()
    settled: bool = True

    @property
    def after(self) -> bytes:
        """The bytes in the end."""
        return self.now.data


class Step(NamedTuple):
    """Fixes that are proven together: their findings are gone and no other has come."""

    offers: Sequence[Offer]
    now: Judged


def repaired(
    data: bytes, path: str, bench: Bench, accept: Accept | None = None, made: Iterable[Applicability] = MADE
) -> Repaired:
    """Fix until nothing more can be fixed; the bytes stay as they were when that takes too many rounds.

    ``accept`` is asked about every fix that is proven by itself; ``made`` are those that are made at all.
    """
    first = now = bench.judged(data, path)
    fixes: list[Fix] = []
    failures: dict[str, Finding] = {}
    for _ in range(ROUNDS):
        offered = (one for one in drafts(now, bench, failures) if one.fix.applicability in made)
        step = _step(now, offered, bench, accept)
        if step is None:
            return Repaired(data, now, tuple(fixes), tuple(failures.values()))
        fixes += (one.fix for one in step.offers)
        now = step.now
    return Repaired(data, first, (), tuple(failures.values()), settled=False)


def offers(before: Judged, bench: Bench, failures: dict[str, Finding]) -> Iterator[Offer]:
    """The fixes of a file, each proven as if it were the only one.

    Those of classes that know nothing of each other are made and judged together: a file of many services would
    otherwise be judged as a whole for every one of them.
    """
    for group in estranged(drafts(before, bench, failures)):
        yield from _alone(before, group, bench)


def _alone(before: Judged, group: Sequence[Offer], bench: Bench) -> Sequence[Offer]:
    """Those of strangers that are proven: all at once, or by halves."""
    if _made(before, group, bench):
        return group
    half = len(group) // 2
    return [*_alone(before, group[:half], bench), *_alone(before, group[half:], bench)] if half else ()


def _step(now: Judged, offered: Iterable[Offer], bench: Bench, accept: Accept | None) -> Step | None:
    """What is made in one round: all that is apart, where that is proven at once, else what is proven by itself."""
    if accept is None:
        offered = list(offered)
        step = _made(now, _apart(offered), bench)
        if step or len(offered) < 2:
            return step
    return _one_by_one(now, offered, bench, accept)


def _apart(offered: Iterable[Offer]) -> list[Offer]:
    """Those that leave each other alone, first come, first served."""
    apart: list[Offer] = []
    for one in offered:
        if not any(map(one.meets, apart)):
            apart.append(one)
    return apart


def _one_by_one(now: Judged, offered: Iterable[Offer], bench: Bench, accept: Accept | None) -> Step | None:
    """Those of them that are accepted, apart from each other, if they are proven together too, else the first."""
    chosen: list[Step] = []
    for offer in offered:
        if any(offer.meets(other) for step in chosen for other in step.offers):
            continue
        step = _made(now, [offer], bench)
        if step and (accept is None or accept(offer)):
            chosen.append(step)
    if len(chosen) < 2:
        return chosen[0] if chosen else None
    return _made(now, [one for step in chosen for one in step.offers], bench) or chosen[0]


def _made(now: Judged, chosen: Sequence[Offer], bench: Bench) -> Step | None:
    """Fixes made together, if that is proven."""
    if not chosen:
        return None
    document = chosen[0].document
    try:
        data = document.edited([edit for one in chosen for edit in one.fix.edits])
    except Refused:
        return None
    after = bench.judged(data, document.path)
    mended = [one.finding for one in chosen]
    if not proven(now.report, after.report, mended):
        return None
    # Of comments nobody knows but those who heed them.
    heeded = any(one.fix.of_comment for one in chosen)
    return Step(chosen, after) if not heeded or proven(bench.seen(now), bench.seen(after), mended) else None
