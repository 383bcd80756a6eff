"""How an own SvcRun comes to say that the service runs."""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from svclint.repair.fix import Applicability, Edit
from svclint.repair.shapes.common import attribute, function_of, method_called, own, receiver
from svclint.repair.workshop import Workshop

RUNNING = "win32service.SERVICE_RUNNING"


class Told(NamedTuple):
    """Where RUNNING is reported from now on, and how far that can be trusted."""

    trust: Applicability
    edits: tuple[Edit, ...]


def told(shop: Workshop) -> Told | None:
    """RUNNING, reported by the only SvcRun of the file: before SvcDoRun, before a loop, else first of all."""
    found = [one for one in shop.nodes(cst.FunctionDef) if one.name.value == "SvcRun"]
    owner = receiver(found[0]) if len(found) == 1 else None
    if owner is None:
        return None
    run = found[0]
    state, imports = shop.spell(RUNNING)
    report = f"{owner}.ReportServiceStatus({state})"
    calls = [one for one in own(run, cst.Call) if attribute(one.func, owner) == "SvcDoRun"]
    lines = [one for one in own(run, cst.SimpleStatementLine) if _calls(one, owner)]
    if calls:
        alone = len(calls) == len(lines) == 1 and function_of(shop, lines[0]) is run
        return Told(Applicability.SAFE, (*imports, shop.insert_before(lines[0], report))) if alone else None
    loops = [one for one in shop.statements(run) if isinstance(one, (cst.While, cst.For))]
    edit = shop.insert_before(loops[0], report) if loops else shop.insert_first(run, report)
    return Told(Applicability.UNSAFE, (*imports, edit))


def _calls(line: cst.SimpleStatementLine, owner: str) -> bool:
    called = method_called(line, "SvcDoRun")
    return isinstance(called, cst.Name) and called.value == owner
