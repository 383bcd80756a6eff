"""What a worker process does about its runs and its CPU."""

from __future__ import annotations

import os
import uuid

import pytest

from svclint.simulation.kernel import real
from svclint.simulation.seats import _held
from svclint.simulation.worker import _seldom_ran


def ran(scenario: str, strategy: str) -> dict[str, object]:
    """A run."""
    return {"kind": "ran", "scenario": scenario, "runs": {strategy: 1}}


def test_runs_are_told_together_and_before_what_comes_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first at once, since there is life; the others in sums, none of them twice and none not at all."""
    monkeypatch.setattr(real, "monotonic", lambda: 1.0)
    found, counted = {"kind": "found"}, {"kind": "counted"}
    told = [ran("a", "POS"), ran("a", "POS"), ran("a", "random"), found, ran("a", "POS"), counted, ran("b", "POS")]
    assert list(_seldom_ran(iter([*told, counted]))) == [
        ran("a", "POS"),
        {"kind": "ran", "scenario": "a", "runs": {"POS": 1, "random": 1}},
        found,
        ran("a", "POS"),
        counted,
        ran("b", "POS"),
        counted,
    ]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux keeps processes to CPUs")
def test_a_cpu_has_one_holder() -> None:
    """Whoever comes second looks for another."""
    name = f"\0svclint-test-{uuid.uuid4().hex}"
    assert _held(name)
    assert not _held(name)
