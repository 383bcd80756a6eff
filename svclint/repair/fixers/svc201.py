"""SVC201: the thread is joined before SERVICE_STOPPED is reported."""

from __future__ import annotations

import re

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.fixers._shapes import fixed, on_run_side, receiver
from svclint.repair.fixers._threads import Started, before, can_end, started, starts
from svclint.repair.workshop import Workshop

LINE = re.compile(r"\(line (\d+)\)")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Join before the report; none in handlers, for threads that may not have been started there, or may never end."""
    place = on_run_side(shop, shop.statement_at(finding.at.line, finding.at.column))
    thread = _thread(shop, finding)
    if place is None or thread is None or not can_end(shop, thread):
        return None
    function, stmt = place
    self_ = receiver(function)
    if not self_ or not before(shop, thread, function, stmt):
        return None
    edit = shop.insert_before(stmt, thread.joined(self_))
    return fixed(shop, finding, f"Join '{thread.name}' before the report", Applicability.UNSAFE, edit)


def _thread(shop: Workshop, finding: Finding) -> Started | None:
    """The thread that the finding speaks of: the line of its start is in the message."""
    line = LINE.search(finding.message)
    found = [place for place in starts(finding) if line and place[0] == int(line[1])]
    return started(shop, *found[0]) if found else None
