"""SVC506: what a handler has begun it reports as done, at its end."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import fixed, own, receiver
from svclint.repair.shapes.running import told
from svclint.repair.shapes.states import SERVICE
from svclint.repair.workshop import Workshop

_DONE: Final = {
    "SERVICE_PAUSE_PENDING is never completed": "SERVICE_PAUSED",
    "SERVICE_CONTINUE_PENDING is never completed": "SERVICE_RUNNING",
    "takes PAUSE, and SERVICE_PAUSED is never reported": "SERVICE_PAUSED",
    "takes CONTINUE, and SERVICE_RUNNING is never reported": "SERVICE_RUNNING",
}


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Report the completed state; a handler that may be left early is left alone."""
    if "SERVICE_START_PENDING" in finding.message:
        running = told(shop)
        edits = running.edits if running else ()
    else:
        edits = _completed(shop, finding)
    return fixed(shop, finding, "Report that it is done", Applicability.UNSAFE, *edits) if edits else None


def _completed(shop: Workshop, finding: Finding) -> tuple[Edit, ...]:
    handler = _handler(shop, finding)
    owner = receiver(handler) if handler else None
    state = next((done for words, done in _DONE.items() if words in finding.message), None)
    if handler is None or owner is None or state is None:
        return ()
    if any(own(handler, cst.Return)) or any(own(handler, cst.Raise)):
        return ()
    spelling, imports = shop.spell(SERVICE + state)
    return *imports, shop.append(handler, f"{owner}.ReportServiceStatus({spelling})")


def _handler(shop: Workshop, finding: Finding) -> cst.FunctionDef | None:
    """The handler that the SCM has called last on the way to a finding."""
    entries = [step.at for step in finding.steps if step.text.startswith("SCM calls")]
    function = shop.function_at(entries[-1].line) if entries else None
    return function if function and function.name.value == entries[-1].text else None
