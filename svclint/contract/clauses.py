"""The normative clauses of the contract (part A), read from ``clauses.json`` when first asked for.

The wording is our own; ``source`` names where the fact is from, by the tags of ``sources.SOURCES``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from svclint.contract.sources import Document


class Who(Enum):
    """Whose duty a clause is."""

    SVC = "service author"
    FW = "framework or host"
    SCM = "Service Control Manager"
    CPG = "control program"
    ADM = "installer or administrator"


class Level(Enum):
    """How strong a clause is, as its source puts it."""

    MUST = "MUST"
    MUST_NOT = "MUST NOT"
    SHOULD = "SHOULD"
    SHOULD_NOT = "SHOULD NOT"
    MAY = "MAY"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. ``constants`` are the figures it speaks of; ``document`` is set when one of the two states it."""

    id: str
    who: Who
    level: Level
    text: str
    constants: str
    source: str
    document: Document | None


def clause(id: str) -> Clause:
    """The clause of that number ("STP-03"); KeyError when there is none."""
    return _table()[id]


def clauses() -> tuple[Clause, ...]:
    """All clauses, in the order of the contract."""
    return tuple(_table().values())


@cache
def _table() -> dict[str, Clause]:
    rows: list[dict[str, str]] = json.loads(files(__package__).joinpath("clauses.json").read_text("utf-8"))
    return {row["id"]: _clause(**row) for row in rows}


def _clause(*, id: str, who: str, level: str, text: str, constants: str, source: str) -> Clause:
    document = next((each for each in Document if each.cited in source), None)
    return Clause(id, Who[who], Level(level), text, constants, source, document)
