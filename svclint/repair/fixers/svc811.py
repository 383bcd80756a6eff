"""SVC811: the event is set, and stays so."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.shapes.common import fixed, means
from svclint.repair.workshop import Workshop

PULSE, SET = "win32event.PulseEvent", "win32event.SetEvent"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """SetEvent in the place of PulseEvent, of win32event or of a library loaded by ctypes."""
    call = shop.call_at(finding.at.line, finding.at.column)
    title = "Set the event instead of pulsing it"
    if means(shop, call.func, PULSE):
        spelling, imports = shop.spell(SET)
        return fixed(shop, finding, title, Applicability.UNSAFE, *imports, shop.replace(call.func, spelling))
    match call.func:
        case cst.Attribute(attr=cst.Name(value="PulseEvent") as name):
            return fixed(shop, finding, title, Applicability.UNSAFE, shop.replace(name, "SetEvent"))
    return None
