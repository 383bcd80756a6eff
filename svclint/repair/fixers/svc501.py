"""SVC501: SvcStop reports STOP_PENDING and sets the event that SvcDoRun waits for."""

from __future__ import annotations

import libcst as cst

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.fixers._events import signal, waits
from svclint.repair.fixers._shapes import class_of, fixed, own, receiver
from svclint.repair.workshop import Workshop

PENDING = "win32service.SERVICE_STOP_PENDING"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Report and signal at the end of SvcStop; none unless SvcDoRun waits for one event, and for it alone."""
    handler = shop.function_at(finding.at.line)
    cls = class_of(shop, handler)
    run = cls and shop.method(cls, "SvcDoRun")
    self_ = receiver(handler)
    # Where the finding is possible only, some other way through the handler does answer.
    unsure = finding.certainty is Certainty.POSSIBLE or handler.name.value != "SvcStop" or _leaves(handler)
    if unsure or not (cls and run and self_):
        return None
    awaited = waits(shop, run)
    given = signal(shop, cls, self_, awaited[0]) if len(awaited) == 1 and awaited[0] else None
    if given is None:
        return None
    spelling, imports = shop.spell(PENDING)
    edits = _ended(shop, handler, f"{self_}.ReportServiceStatus({spelling})\n{given[0]}")
    return fixed(
        shop,
        finding,
        f"Report SERVICE_STOP_PENDING and set '{awaited[0]}'",
        Applicability.UNSAFE,
        *imports,
        *given[1],
        edits,
    )


def _leaves(handler: cst.FunctionDef) -> bool:
    """Whether the end of the handler may not be reached."""
    return any(own(handler, cst.Return)) or any(own(handler, cst.Raise))


def _ended(shop: Workshop, handler: cst.FunctionDef, code: str) -> Edit:
    """The code as the last of the body, or in the place of its ``pass``."""
    body = shop.statements(handler) if isinstance(handler.body, cst.IndentedBlock) else ()
    match body:
        case [cst.SimpleStatementLine(body=[cst.Pass() as nothing])]:
            return shop.replace(nothing, code)
    return shop.append(handler, code)
