"""SVC202: the thread is joined at the end of SvcDoRun, and wherever else it returns."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.thread_closing import closed, joined_elsewhere, run_of
from svclint.repair.shapes.thread_ends import ending
from svclint.repair.shapes.thread_starts import started
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Join last of all; none where the thread may have no name there, or may never end."""
    thread = started(shop, finding.at.line, finding.at.column)
    run = run_of(shop, thread) if thread else None
    if thread is None or run is None or joined_elsewhere(shop, thread, run):
        return None
    end = ending(shop, thread)
    joins = closed(shop, thread, run, end) if end else None
    if end is None or not joins:
        return None
    title = f"Join '{thread.name}' at the end of {run.name.value}"
    return fixed(shop, finding, title, Applicability.UNSAFE, *joins, *end.edits, *thread.named)
