"""SVC404: the method that was meant gets the name that pywin32 knows."""

from __future__ import annotations

import re
from typing import Final

import libcst as cst

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Fix
from svclint.repair.fixers.svc402 import NAME as INTERROGATE
from svclint.repair.fixers.svc402 import NOTHING
from svclint.repair.shapes.common import class_of, fixed, parameters_of
from svclint.repair.workshop import Workshop

PAUSE: Final = "SvcPause"
CONTINUE: Final = "SvcContinue"
RESUME: Final = "SvcResume"


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Make a pair of SvcPause and SvcResume, where nobody else goes by that name.

    The inherited SvcInterrogate would report a paused service as running; so one comes with it that does not.
    """
    cls = class_of(shop, shop.function_at(finding.at.line)) if finding.at.text in (PAUSE, RESUME) else None
    resume = shop.method(cls, RESUME) if cls else None
    if cls is None or resume is None or shop.method(cls, PAUSE) is None or _spoken_of(shop, resume):
        return None
    edits = [shop.replace(resume.name, CONTINUE)]
    if not re.search(rf"\b{INTERROGATE}\b", shop.text):
        edits.append(shop.add_method(cls, resume, NOTHING))
    return fixed(shop, finding, f"Rename {RESUME} to {CONTINUE}", Applicability.SAFE, *edits)


def _spoken_of(shop: Workshop, resume: cst.FunctionDef) -> bool:
    """Whether the old name is used, the new one taken, or the method is not called as SvcContinue would be."""
    plain = len(parameters_of(resume)) == 1 and not resume.decorators
    return not plain or len(re.findall(rf"\b{RESUME}\b", shop.text)) > 1 or CONTINUE in shop.text
