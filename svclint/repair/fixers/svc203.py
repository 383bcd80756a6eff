"""SVC203: the join with a time-out becomes a loop that reports progress until the thread is over."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.fixers._shapes import called, dotted, fixed, function_of, on_run_side, receiver
from svclint.repair.fixers._threads import can_end, started, starts
from svclint.repair.workshop import Workshop

PENDING = "win32service.SERVICE_STOP_PENDING"
LOOP = """\
while {thread}.is_alive():
    {self}.ReportServiceStatus({pending}, 5000)
    {thread}.join(3)"""


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Join in turns; none in handlers, outside of methods, and for threads that may never end."""
    stmt = shop.statement_at(finding.at.line, finding.at.column)
    function = function_of(shop, stmt)
    thread = _joined(stmt)
    if thread is None or function is None or on_run_side(shop, stmt) is None or not shop.is_plain_block(stmt):
        return None
    self_ = receiver(function)
    if not self_ or not _all_can_end(shop, finding):
        return None
    spelling, imports = shop.spell(PENDING)
    edit = shop.replace(stmt, LOOP.format(thread=thread, self=self_, pending=spelling))
    return fixed(shop, finding, f"Join '{thread}' in turns and report progress", Applicability.UNSAFE, *imports, edit)


def _joined(stmt: cst.CSTNode) -> str | None:
    """What a statement joins."""
    match called(stmt):
        case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value="join"))):
            return dotted(owner)
    return None


def _all_can_end(shop: Workshop, finding: Finding) -> bool:
    """Whether every thread on the way to the finding can end: it may be any of them."""
    threads = [started(shop, *place) for place in starts(finding)]
    return bool(threads) and all(one is not None and can_end(shop, one) for one in threads)
