"""SVC504: the run side's STOPPED goes away; where it told of a failure, an exception does."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.afterwards import exits
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.failures import raised
from svclint.repair.shapes.removal import taken_out
from svclint.repair.shapes.sites import sites
from svclint.repair.shapes.uses import reach
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Delete the report: safe where nothing is done after it. With exit codes, raise."""
    found = [(site, reach(shop, site.small)) for site in sites(shop, finding)]
    if not found or not all(way.on_run_side for _, way in found):
        return None
    if any(site.codes for site, _ in found):
        edits = raised(shop, *found[0]) if len(found) == 1 else None
        title = "Raise an exception instead of reporting STOPPED"
        return fixed(shop, finding, title, Applicability.UNSAFE, *edits) if edits else None
    if any(way.works and exits(way.functions) for _, way in found):
        return None
    late = any(way.works or site.more for site, way in found)
    title = f"Delete the report of STOPPED in {found[0][0].function.name.value}: pywin32 makes it"
    trust = Applicability.UNSAFE if late else Applicability.SAFE
    return fixed(shop, finding, title, trust, *(taken_out(shop, site.small) for site, _ in found))
