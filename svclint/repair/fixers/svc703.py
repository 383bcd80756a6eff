"""SVC703: what was caught is raised again, as the last thing that the except clause does."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Raise at the end of the clause, or instead of leaving it in silence; none where it gives an answer."""
    clauses = (one for one in shop.nodes(cst.ExceptHandler) if shop.place(one)[0].line == finding.at.line)
    clause = next(clauses, None)
    edit = _raised(shop, clause.body) if clause else None
    if edit is None:
        return None
    return fixed(shop, finding, "Raise what was caught", Applicability.UNSAFE, edit)


def _raised(shop: Workshop, body: cst.BaseSuite) -> Edit | None:
    if not isinstance(body, cst.IndentedBlock):
        return None
    last = body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else None
    if isinstance(small, cst.Return) and small.value is not None:
        return None
    if isinstance(small, (cst.Return, cst.Break, cst.Continue, cst.Pass)):
        return shop.replace(small, "raise")
    return shop.insert_after(last, "raise")
