"""Findings to write, and names for their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from svclint import catalogue
from svclint.catalogue import Entry
from svclint.checking.finding import Finding, Step
from svclint.checking.judgement import Certainty
from svclint.contract.events import At

Make: TypeAlias = Callable[..., Finding]

ENTRIES = {
    one.code: one
    for one in (
        Entry("SVC101", "join-in-handler", "error", "..."),
        Entry("SVC202", "lost-stop", "warning", "..."),
        Entry("SVC301", "no-hint", "info", "..."),
    )
}


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three rules, one of each severity."""
    monkeypatch.setattr(catalogue, "entries", lambda: ENTRIES)
    monkeypatch.setattr(catalogue, "listed", ENTRIES.get)
    yield


@pytest.fixture
def finding() -> Make:
    """Makes a finding; the place is given, the rest has defaults."""

    def make(
        code: str = "SVC101",
        *,
        place: tuple[int, int, int, int] = (3, 5, 3, 11),
        source: str = "    join()",
        message: str = "'join()' waits",
        path: str = "feed.py",
        certainty: Certainty = Certainty.BROKEN,
        steps: int = 0,
        clauses: tuple[str, ...] = (),
    ) -> Finding:
        at = At(path, *place, "join()")
        path_to_it = tuple(Step(at, f"step {number}") for number in range(1, steps + 1))
        return Finding(code, message, at, certainty, clauses, path_to_it, source)

    return make
