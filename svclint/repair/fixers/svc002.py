"""SVC002: codes without brackets get them, and capital letters."""

from __future__ import annotations

import re
from typing import Final

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix, Place
from svclint.repair.workshop import Workshop

_LOOSE: Final = re.compile(
    r"svclint:\s*ignore[\s:=(\[]*(?P<codes>SVC\d{3}(?:[,\s]+SVC\d{3})*)[\s,)\]:;-]*(?P<reason>.*)", re.IGNORECASE
)


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Write ``ignore[...]`` as it is understood; the reason stays as it is."""
    found, at = _LOOSE.search(finding.at.text), finding.at
    if found is None:
        return None
    codes = ", ".join(one.upper() for one in re.split(r"[,\s]+", found["codes"]))
    text = f"svclint: ignore[{codes}] {found['reason']}".rstrip()
    if text == found[0]:
        return None  # it is written well, and says what cannot be
    start, end = (Place(at.line, at.column + place) for place in found.span())
    title = "Write the comment as svclint reads it"
    return Fix("SVC002", title, Applicability.SAFE, (Edit(start, end, text),), of_comment=True)
