"""SVC601: the shutdown stops the service, as SvcStop does."""

from __future__ import annotations

from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.checking.judgement import Certainty
from svclint.repair.fix import Applicability, Edit, Fix
from svclint.repair.shapes.common import class_of, fixed, own, receiver
from svclint.repair.shapes.lineage import bases
from svclint.repair.workshop import Workshop

SHUTDOWN: Final = "SvcShutdown"
STOP: Final = "SvcStop"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Call SvcStop at the end, where the end is always reached; safe where nothing but a note comes before it."""
    handler = shop.function_at(finding.at.line)
    cls, self_ = class_of(shop, handler), receiver(handler)
    if finding.certainty is Certainty.POSSIBLE or handler.name.value != SHUTDOWN or cls is None or self_ is None:
        return None
    if any(own(handler, cst.Return)) or any(own(handler, cst.Raise)) or not _stops(shop, cls):
        return None
    trust = Applicability.SAFE if all(map(_is_note, _body(shop, handler))) else Applicability.UNSAFE
    edit = _called(shop, handler, f"{self_}.{STOP}()")
    return fixed(shop, finding, f"Call {STOP} in {SHUTDOWN}", trust, edit)


def _stops(shop: Workshop, cls: cst.ClassDef) -> bool:
    """Whether the class, or a base of the file, has the method."""
    return any(shop.method(one, STOP) for one in (cls, *bases(shop, cls)))


def _body(shop: Workshop, handler: cst.FunctionDef) -> list[cst.CSTNode]:
    """The statements of a body, those of one line one by one."""
    if not isinstance(handler.body, cst.IndentedBlock):
        return list(handler.body.body)
    lines = shop.statements(handler)
    return [one for line in lines for one in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))]


def _is_note(stmt: cst.CSTNode) -> bool:
    """``pass``, ``...``, a text, or a call, which is known to tell nobody to stop."""
    return isinstance(stmt, (cst.Pass, cst.Expr))


def _called(shop: Workshop, handler: cst.FunctionDef, code: str) -> Edit:
    """The call as the last of the body, or in the place of its ``pass``."""
    match _body(shop, handler):
        case [cst.Pass() as nothing]:
            return shop.replace(nothing, code)
    return shop.append(handler, code)
