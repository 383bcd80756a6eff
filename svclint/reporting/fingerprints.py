"""What makes a finding the same one after the code around it has moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from svclint.reporting.places import repository_path

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

_WINDOW: Final = 100
_BASE: Final = 37
_MODULUS: Final = 1 << 64
_END: Final = 0xFFFF


class Identity(NamedTuple):
    """What is known of a finding wherever it stands. Equal lines of one function have one.

    ``context`` is the definition around it, ``text`` its line, blanks apart, ``path`` that in the repository.
    """

    code: str
    context: str
    text: str
    path: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What is left of it when code moves to another file."""
        return self.code, self.context, self.text

    def __str__(self) -> str:
        return f"{self.code} in {self.context or self.path}"


def identity(finding: Finding) -> Identity:
    """What makes a finding the same one."""
    text = " ".join(finding.source.split())
    return Identity(finding.code, finding.context, text, repository_path(finding.at.path))


def fingerprints(identities: Iterable[Identity]) -> Iterator[str]:
    """A hash for each, all different: of rule, file, enclosing definition and text; no line number is in it."""
    times: Counter[str] = Counter()
    for one in identities:
        key = "\0".join((one.code, one.path, one.context, one.text))
        yield _hash(f"{key}\0{_nth(times, key)}")


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
