"""SVC201: the threads are joined where SERVICE_STOPPED was reported, or before that."""

from __future__ import annotations

from collections.abc import Sequence

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.removal import taken_out
from svclint.repair.shapes.reports import CODES, reported
from svclint.repair.shapes.sites import Site, sites
from svclint.repair.shapes.thread_closing import closed, run_of
from svclint.repair.shapes.thread_ends import ending
from svclint.repair.shapes.thread_places import Left, joined_at, made_for
from svclint.repair.shapes.thread_starts import started, starts
from svclint.repair.workshop import Refused, Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Join all threads on the way that are not; none for one that may never end, or has no name at the report."""
    left = _left(shop, finding)
    if not left:
        return None
    found = _sites(shop, finding)
    if _in_handler(finding):
        edits = _at_handler(shop, found, left)
    else:
        edits = joined_at(shop, shop.statement_at(finding.at.line, finding.at.column), found, left)
    needed = [edit for one in left for edit in (*one.end.edits, *one.thread.named)]
    title = f"Join {', '.join(repr(one.thread.name) for one in left)} before SERVICE_STOPPED"
    return fixed(shop, finding, title, Applicability.UNSAFE, *edits, *needed) if edits else None


def _left(shop: Workshop, finding: Finding) -> list[Left]:
    """The threads that start on the way to the report; nothing when one of them cannot be joined."""
    found: list[Left] = []
    for place in starts(finding):
        thread = started(shop, *place)
        end = ending(shop, thread) if thread else None
        if thread is None or end is None:
            return []
        found.append(Left(thread, end))
    return found


def _sites(shop: Workshop, finding: Finding) -> Sequence[Site]:
    """The statements that report, as far as they can be told; none when not."""
    try:
        found = sites(shop, finding)
    except Refused:
        found = []
    report = reported(shop, finding)
    if found or report is None or set(report.given) & {*CODES}:
        return found
    return [Site(report.small, report.function, None, {})]


def _in_handler(finding: Finding) -> bool:
    """Whether the SCM waits for a handler when the report is made."""
    texts = [one.text for one in finding.steps]
    calls = [at for at, text in enumerate(texts) if text.startswith("SCM calls")]
    return bool(calls) and not any(text.startswith("the handler of") for text in texts[calls[-1] :])


def _at_handler(shop: Workshop, found: Sequence[Site], left: Sequence[Left]) -> list[Edit]:
    """The report goes, as pywin32 makes it; SvcDoRun joins at its end."""
    if not found or any(site.codes or site.more for site in found):
        return []
    edits = [taken_out(shop, small) for site in found for small in (*made_for(site), site.small)]
    for one in left:
        run = run_of(shop, one.thread)
        joins = closed(shop, one.thread, run, one.end) if run else None
        if joins is None:
            return []
        edits += joins
    return edits
