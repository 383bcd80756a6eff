"""SVC202: the thread is joined at the end of SvcDoRun."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.fixers._shapes import class_of, dotted, fixed, own, receiver
from svclint.repair.fixers._threads import Started, before, can_end, started
from svclint.repair.workshop import Workshop, nodes


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Join last of all; none where the end may be passed by, or the thread may not be there or never end."""
    thread = started(shop, finding.at.line, finding.at.column)
    run = _run(shop, thread) if thread else None
    if thread is None or run is None or not can_end(shop, thread) or _joined_already(shop, thread):
        return None
    self_ = receiver(run)
    last = _way_out(shop, run)
    if not self_ or last is None or not before(shop, thread, run, None):
        return None
    edit = _behind(shop, run, last, thread.joined(self_))
    return fixed(shop, finding, f"Join '{thread.name}' at the end of SvcDoRun", Applicability.UNSAFE, edit)


def _run(shop: Workshop, thread: Started) -> cst.FunctionDef | None:
    cls = class_of(shop, thread.function)
    return shop.method(cls, "SvcDoRun") if cls else None


def _joined_already(shop: Workshop, thread: Started) -> bool:
    """Whether something joins the attribute for good: then it is the wrong place, and another rule speaks of it."""
    calls = (call for call in nodes(shop.module, cst.Call) if not call.args)
    return thread.kept and any((dotted(call.func) or "").endswith(f".{thread.name}.join") for call in calls)


def _way_out(shop: Workshop, run: cst.FunctionDef) -> cst.CSTNode | None:
    """The last statement of SvcDoRun, where every way out leads past it."""
    last = shop.statements(run)[-1]
    returns = list(own(run, cst.Return))
    if [shop.parents[one] for one in returns] == [last] and returns[0].value is None:
        return last
    raised = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Raise)
    return None if returns or raised else last


def _behind(shop: Workshop, run: cst.FunctionDef, last: cst.CSTNode, code: str) -> Edit:
    """The code at the end, in front of a bare ``return``."""
    if isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Return):
        return shop.insert_before(last, code)
    return shop.append(run, code)
