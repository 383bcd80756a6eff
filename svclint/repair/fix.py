"""A fix: what would be changed, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Applicability(Enum):
    """How far a fix can be trusted.

    SAFE: cannot change behaviour except for the defect. UNSAFE: moves code between threads, or changes timing.
    SUGGESTION: shown, never applied.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    SUGGESTION = "suggestion"


class Place(NamedTuple):
    """A point in the text: line and column in characters, both from 1."""

    line: int
    column: int


class Edit(NamedTuple):
    """The text from ``start`` up to ``end`` is replaced by ``text``, whose line ends are those of the file then."""

    start: Place
    end: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What repairs one finding. ``title`` begins with a verb: "Report SERVICE_STOP_PENDING first".

    ``of_comment``: a comment is what is repaired, so that nobody misses the one that goes.
    """

    code: str
    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]
    of_comment: bool = False
