"""What makes a finding the same one after the code around it has moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from svclint.reporting.places import repository_path

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

_WINDOW: Final = 100
_BASE: Final = 37
_MODULUS: Final = 1 << 64
_END: Final = 0xFFFF


def fingerprints(findings: Iterable[Finding]) -> dict[Finding, str]:
    """A hash for each, all different: of rule, file, enclosing definition and text; no line number is in it."""
    times: Counter[str] = Counter()
    found = {}
    for finding in findings:
        key = identity(finding)
        times[key] += 1
        found[finding] = _hash(f"{key}\0{times[key]}")
    return found


def identity(finding: Finding) -> str:
    """Rule, file, enclosing definition and text of the line, spaces apart. Equal lines of one function have one."""
    text = " ".join(finding.source.split())
    return "\0".join((finding.code, repository_path(finding.at.path), finding.context, text))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def line_hashes(text: str) -> list[str]:
    """For each line what GitHub calls ``primaryLocationLineHash``: the first line's stands at index 0.

    A polynomial over the 100 UTF-16 units that follow the line's start, blanks left out (as in the
    fingerprints of github/codeql-action); the n-th equal one of a file ends in ``:n``.
    """
    squeezed = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    data = squeezed.encode("utf-16-le", "surrogatepass")
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    starts = [0, *(at + 1 for at, unit in enumerate(units) if unit == ord("\n"))]
    sums = [0]
    for unit in (*units, _END, *[0] * _WINDOW):
        sums.append((sums[-1] * _BASE + unit) % _MODULUS)
    shift = pow(_BASE, _WINDOW, _MODULUS)
    hashes = [format((sums[at + _WINDOW] - sums[at] * shift) % _MODULUS, "x") for at in starts]
    times: Counter[str] = Counter()
    return [f"{one}:{_nth(times, one)}" for one in hashes]


def _nth(times: Counter[str], key: str) -> int:
    times[key] += 1
    return times[key]
