"""SVC503: the handler's STOPPED goes away, or becomes the STOP_PENDING that the handler lacks."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.afterwards import exits
from svclint.repair.shapes.branches import Branch, branches, leads, within
from svclint.repair.shapes.common import fixed, handler_of
from svclint.repair.shapes.deafness import deaf
from svclint.repair.shapes.hearing import acts, heard
from svclint.repair.shapes.refusals import may_refuse
from svclint.repair.shapes.removal import taken_out
from svclint.repair.shapes.reports import PENDING, says_pending
from svclint.repair.shapes.sites import Site, sites
from svclint.repair.shapes.uses import DISPATCHERS, STOPS, Reach, entry_names, reach
from svclint.repair.workshop import Workshop

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete it where STOP_PENDING is reported; else make that the first report.

    None with exit codes, and where nothing else ends the service. Safe where SvcDoRun hears the handler's signal.
    """
    found = [(site, reach(shop, site.small)) for site in sites(shop, finding)]
    if not found or any(site.codes or not _harmless(way) for site, way in found):
        return None
    here = found[0][0].function
    entry = here if entry_names(shop, here) else handler_of(shop, finding)
    if entry is None or not acts(shop, entry) or deaf(shop, entry):
        return None
    sure = heard(shop, entry) and not any(site.more for site, _ in found)
    trust = SAFE if sure and not any(way.works for _, way in found) else UNSAFE
    if _reported_before(finding) or says_pending(shop, entry):
        return _deleted(shop, finding, found, trust)
    branch = _branch(shop, entry, found[0][0])
    if branch is None:
        return _deleted(shop, finding, found, UNSAFE) if entry_names(shop, entry) & {*DISPATCHERS} else None
    if len(found) == 1 and leads(shop, branch.body, found[0][0].small):
        return _turned(shop, finding, branch, found[0][0], SAFE if sure else UNSAFE)
    return None if may_refuse(shop, branch) else _answered(shop, finding, branch, found, trust)


def _harmless(way: Reach) -> bool:
    """Whether the report is not the last word of a process that is ended behind it."""
    return not (way.works and exits(way.functions))


def _reported_before(finding: Finding) -> bool:
    """Whether the handler has reported STOP_PENDING on the way to the finding."""
    said = False
    for step in finding.steps:
        if step.text.startswith("SCM calls"):
            said = False
        elif step.text.endswith("' reports SERVICE_STOP_PENDING"):
            said = True
        elif step.text.endswith("' reports SERVICE_STOPPED"):
            break
    return said


def _deleted(shop: Workshop, finding: Finding, found: list[tuple[Site, Reach]], trust: Applicability) -> Fix | None:
    """Without any of the reports."""
    title = f"Delete the report of STOPPED in {found[0][0].function.name.value}"
    return fixed(shop, finding, title, trust, *(taken_out(shop, site.small) for site, _ in found))


def _branch(shop: Workshop, entry: cst.FunctionDef, site: Site) -> Branch | None:
    """What is done for the control that ends the service, where the report is part of it."""
    known = entry_names(shop, entry)
    found = [one for one in branches(shop, entry) if one.owner]
    if known & {*DISPATCHERS}:
        found = [one for one in found if within(shop, one, site.small)]
    return found[0] if found and known & {*STOPS, *DISPATCHERS} else None


def _turned(shop: Workshop, finding: Finding, branch: Branch, site: Site, trust: Applicability) -> Fix | None:
    """STOP_PENDING in the same place."""
    state, imports = shop.spell(PENDING)
    back = "return " if isinstance(site.small, cst.Return) else ""
    report = f"{back}{branch.owner}.ReportServiceStatus({state})"
    edit = shop.replace(site.state, state) if site.state else shop.replace(site.small, report)
    title = f"Report SERVICE_STOP_PENDING in {branch.function.name.value} instead of STOPPED"
    return fixed(shop, finding, title, trust, *imports, edit)


def _answered(
    shop: Workshop, finding: Finding, branch: Branch, found: list[tuple[Site, Reach]], trust: Applicability
) -> Fix | None:
    """STOP_PENDING at the beginning instead."""
    state, imports = shop.spell(PENDING)
    first = branch.opened(shop, f"{branch.owner}.ReportServiceStatus({state})")
    deleted = (taken_out(shop, site.small) for site, _ in found)
    title = f"Report SERVICE_STOP_PENDING first in {branch.function.name.value} instead of STOPPED"
    return fixed(shop, finding, title, trust, *imports, first, *deleted)
