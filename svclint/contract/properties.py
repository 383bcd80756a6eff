"""What a run must show (part C.2): the run-time twins that rules name, read from ``properties.json`` when asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any


class Severity(Enum):
    """How bad it is when a run does not have the property."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Property:
    """One property. ``limit`` names budgets or gives a figure; ``remark`` says what is exempt."""

    id: str
    name: str
    formal: str
    severity: Severity
    limit: str
    remark: str
    clauses: tuple[str, ...]


def trace_property(id: str) -> Property:
    """The property of that number ("P35"); KeyError when there is none."""
    return _table()[id]


def trace_properties() -> tuple[Property, ...]:
    """All properties, by number."""
    return tuple(_table().values())


@cache
def _table() -> dict[str, Property]:
    rows: list[dict[str, Any]] = json.loads(files(__package__).joinpath("properties.json").read_text("utf-8"))
    return {row["id"]: _property(**row) for row in rows}


def _property(severity: str, clauses: list[str], **texts: str) -> Property:
    return Property(severity=Severity(severity), clauses=tuple(clauses), **texts)
