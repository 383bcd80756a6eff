"""How files are to be fixed, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svclint.examining import Judge
from svclint.opening import Source
from svclint.repair.plan import Plan
from svclint.running import Outcome
from svclint.selection import Selection

if TYPE_CHECKING:
    from svclint.repair.fix import Fix

# Shows a fix and the lines of its diff, and says whether it is to be made.
Ask: TypeAlias = "Callable[[Fix, str, Sequence[str]], bool]"


class Orders(NamedTuple):
    """How to fix: what, by which judge, for whom. ``roots`` are the folders in which files may be written.

    ``held``: text that came from elsewhere (standard input), by the name it goes by; it is not written anywhere.
    """

    plan: Plan
    selection: Selection
    judge: Judge
    noqa: bool
    roots: Sequence[str]
    held: Mapping[str, Source]
    ask: Ask | None = None


class Change(NamedTuple):
    """A file that was fixed, or would be."""

    path: str
    before: bytes
    after: bytes
    fixes: tuple[Fix, ...]


class Mended(NamedTuple):
    """What is left to be told of all files, and what was done to some of them."""

    outcome: Outcome
    changes: tuple[Change, ...] = ()

    def data(self, path: str, before: bytes) -> bytes:
        """The bytes that a path stands for now."""
        return next((one.after for one in self.changes if one.path == path), before)

    @property
    def fixed(self) -> int:
        """How many fixes were made; one may end several findings."""
        return sum(len(one.fixes) for one in self.changes)
