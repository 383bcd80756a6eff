"""SVC001: the comment goes, or the codes of it that cover nothing."""

from __future__ import annotations

import re
from typing import Final

from svclint.checking.finding import Finding
from svclint.repair.fix import Applicability, Edit, Fix, Place
from svclint.repair.workshop import Workshop

_IDLE: Final = re.compile(r": ((?:SVC\d{3}(?:, )?)+) (?:is|are) not found here$")
_CODES: Final = re.compile(r"(?P<open>ignore\[|noqa:\s?)(?P<codes>[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)")


def fix(shop: Workshop, finding: Finding) -> Fix | None:
    """Take the idle codes out; a comment that has no other says nothing any more."""
    idle, written = _IDLE.search(finding.message), _CODES.search(finding.at.text)
    if not idle or not written:
        return None
    gone = set(idle[1].split(", "))
    left = [one for one in re.split(r"[,\s]+", written["codes"]) if one not in gone]
    at, row = finding.at, shop.lines.row(finding.at.line).rstrip("\r\n")
    if left:
        start = at.column + written.start("codes")
        edit = Edit(Place(at.line, start), Place(at.line, start + len(written["codes"])), ", ".join(left))
    elif row[: at.column - 1].strip():
        edit = Edit(Place(at.line, len(row[: at.column - 1].rstrip()) + 1), Place(at.line, len(row) + 1), "")
    else:
        edit = Edit(Place(at.line, 1), Place(at.line + 1, 1), "")
    return Fix("SVC001", "Delete what suppresses nothing", Applicability.SAFE, (edit,), of_comment=True)
