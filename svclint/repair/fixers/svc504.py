"""SVC504: the run side's STOPPED goes away; where it told of a failure, an exception does."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.fixers._reports import Reported, exit_codes, follower, reported
from svclint.repair.fixers._shapes import ELSEWHERE, RUNS, above, fixed, removed
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete the last report of SvcDoRun or SvcRun; with exit codes, raise."""
    report = reported(shop, finding)
    if report is None or report.function.name.value not in RUNS:
        return None
    last, leaves = follower(shop, report.small)
    if not last:
        return None
    if codes := exit_codes(shop, report):
        return _raising(shop, finding, report, codes, leaves)
    title = f"Delete the report of STOPPED in {report.function.name.value}: pywin32 makes it"
    return fixed(shop, finding, title, Applicability.SAFE, removed(shop, report.small))


def _raising(
    shop: Workshop, finding: Finding, report: Reported, codes: dict[str, str], leaves: cst.CSTNode | None
) -> Fix | None:
    """An exception instead: the one at hand, else one that names the codes."""
    near = next((one for one in above(shop, report.small) if isinstance(one, (*ELSEWHERE, cst.ExceptHandler))), None)
    told = ", ".join(f"{name}={text}" for name, text in codes.items()).replace("\\", "\\\\").replace('"', "'")
    again = isinstance(near, cst.ExceptHandler)
    code = "raise" if again else f'raise RuntimeError("{" ".join(told.split())}")'
    edits: list[Edit] = [shop.replace(report.small, code)]
    if leaves is not None:
        edits.append(shop.delete(leaves))
    return fixed(shop, finding, "Raise an exception instead of reporting STOPPED", Applicability.UNSAFE, *edits)
