"""What ``--fix --unsafe-fixes --diff`` would change in the pinned packages, fix by fix; only bytes are read.

    python -m tests.real.hunks

prints the fixes that hunks.toml does not judge, ready to be read and judged there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import tomllib

from svclint.linting import lint_bytes
from svclint.repair.bench import Bench
from svclint.repair.difference import shown
from svclint.repair.engine import repaired
from svclint.repair.offers import Offer
from svclint.selection import Selection
from svclint.settings import Settings
from svclint.source.markers import has_markers
from tests.real.fetch import Package, packages, unpacked

VERDICTS = ("accept", "reject")
JUDGED = Path(__file__).with_name("hunks.toml")


class Hunk(NamedTuple):
    """One fix. ``text``: the lines that go and come, without the ends of lines and what is around them."""

    package: str
    file: str
    code: str
    title: str
    applicability: str
    text: str

    def toml(self) -> str:
        """The entry that is to be judged."""
        head = "".join(f"{name} = {json.dumps(value)}\n" for name, value in self._asdict().items() if name != "text")
        return f"[[hunk]]\n{head}verdict = \"\"\nwhy = \"\"\ntext = '''\n{self.text}'''\n"


def judged() -> list[dict[str, str]]:
    """The entries of hunks.toml."""
    entries: list[dict[str, str]] = tomllib.loads(JUDGED.read_text("utf-8")).get("hunk", [])
    return entries


def known(*verdicts: str) -> set[Hunk]:
    """The hunks that were judged so."""
    return {Hunk(*(one[name] for name in Hunk._fields)) for one in judged() if one["verdict"] in verdicts}


def made(package: Package) -> Iterator[Hunk]:
    """All fixes that are made in a package, safe or not, each as it stands when it is made."""
    root = unpacked(package)
    for path in sorted(root.rglob("*.py")):
        data = path.read_bytes()
        if has_markers(data):
            name = path.relative_to(root).as_posix()
            yield from (_hunk(package, name, one) for one in _offers(data, name))


def _offers(data: bytes, name: str) -> list[Offer]:
    seen: list[Offer] = []

    def accept(offer: Offer) -> bool:
        seen.append(offer)
        return True

    done = repaired(data, name, Bench(lint_bytes, Selection(Settings())), accept)
    assert done.settled
    assert not done.failures
    return seen


def _hunk(package: Package, name: str, offer: Offer) -> Hunk:
    fix, document = offer.fix, offer.document
    lines = shown(document.data, offer.after, name, document.encoding)
    changed = "".join(f"{row}\n" for row in lines if row[:1] in "+-" and row[:3] not in ("+++", "---"))
    return Hunk(package.name, name, fix.code, fix.title, fix.applicability.value, changed)


if __name__ == "__main__":
    for pinned in packages():
        sys.stdout.writelines(f"{one.toml()}\n" for one in dict.fromkeys(made(pinned)) if one not in known(*VERDICTS))
