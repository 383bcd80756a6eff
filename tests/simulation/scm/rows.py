"""The conformance rows of part E, read from ``rows.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from svclint.contract.controls import KNOWN_MASK, Accept, Control
from svclint.contract.states import State
from svclint.simulation.scm.profile import WINDOWS, Profile, Serial


@dataclass(frozen=True)
class Row:
    """A row, or one of its options. ``result``: the code, or several of which one; ``delivered`` None: not at issue."""

    id: str
    group: str
    state: str | None
    given: str
    request: str
    result: Any
    delivered: Any
    after: str
    evidence: str
    note: str
    profile: Profile = WINDOWS
    option: str = ""

    def __str__(self) -> str:
        where = f"{self.state}, " if self.state else ""
        return f"{self.id}: {where}{self.given}: {self.request}{self.option}"

    @property
    def states(self) -> list[State]:
        """The states it speaks of."""
        if self.state in (None, "any"):
            return list(State)
        return [State[f"SERVICE_{self.state}"]]

    @property
    def masks(self) -> list[int]:
        """The accept masks it speaks of."""
        words = self.given.replace(",", "").split()
        if words[:2] == ["any", "mask"] or words[0] != "accepts":
            return [0, KNOWN_MASK] if words[:2] == ["any", "mask"] else [KNOWN_MASK]
        if words[1] == "nothing":
            return [0]
        if words[1:3] == ["all", "but"]:
            return [KNOWN_MASK & ~Accept[words[3]]]
        return [sum(Accept[word] for word in set(words) & set(Accept.__members__))]

    @property
    def codes(self) -> list[int]:
        """The controls of the request."""
        return [code for word in self.request.split()[1:] for code in _codes(word)]


def _codes(word: str) -> list[int]:
    if word in Control.__members__:
        return [Control[word]]
    first, _, last = word.partition("-")
    return list(range(int(first), int(last or first) + 1))


def rows() -> list[Row]:
    """All rows, without options."""
    return [Row(**{name: value for name, value in each.items() if name != "option"}) for each in _read()]


def cases() -> Iterator[Row]:
    """All rows, each followed by its option."""
    for row, read in zip(rows(), _read(), strict=True):
        yield row
        if "option" in read:
            yield _option(row, **read["option"])


def _option(row: Row, set: dict[str, Any], **expected: Any) -> Row:
    fields: dict[str, Any] = {name: Serial[value] if name == "serial" else value for name, value in set.items()}
    words = " and ".join(f"{name} {value}" for name, value in set.items())
    return replace(row, profile=Profile(**fields), option=f", {words}", **expected)


def _read() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(__file__).with_name("rows.json").read_text("utf-8"))
    return found
