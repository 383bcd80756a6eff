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
    self_ = receiver(handler)
    # Where the finding is possible only, some other way through the handler does answer.
    if finding.certainty is Certainty.POSSIBLE or handler.name.value != "SvcStop" or not self_ or _leaves(handler):
        return None
    given = _signal(shop, handler, self_)
    if given is None:
        return None
    spelling, imports = shop.spell(PENDING)
    code, more = given
    edit = _ended(shop, handler, f"{self_}.ReportServiceStatus({spelling})\n{code}")
    title = "Report SERVICE_STOP_PENDING and set the event that SvcDoRun waits for"
    return fixed(shop, finding, title, Applicability.UNSAFE, *imports, *more, edit)


def _signal(shop: Workshop, handler: cst.FunctionDef, self_: str) -> tuple[str, tuple[Edit, ...]] | None:
    """What sets the one event that SvcDoRun waits for, and the import that it needs."""
    cls = class_of(shop, handler)
    run = shop.method(cls, "SvcDoRun") if cls else None
    awaited = waits(shop, run) if run else []
    if not cls or len(awaited) != 1 or awaited[0] is None:
        return None
    return signal(shop, cls, self_, awaited[0])


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
