"""SVC508: an own SvcRun reports RUNNING."""

from __future__ import annotations

from svclint.checking.finding import Finding
from svclint.repair.fix import Fix
from svclint.repair.shapes.common import fixed
from svclint.repair.shapes.running import told
from svclint.repair.workshop import Workshop


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Safe in front of the one call of SvcDoRun; elsewhere it is guessed when the start is done."""
    running = told(shop)
    if running is None:
        return None
    return fixed(shop, finding, "Report SERVICE_RUNNING in SvcRun", running.trust, *running.edits)
