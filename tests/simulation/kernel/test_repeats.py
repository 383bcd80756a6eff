"""The same seed is the same run: in one process, in others, and however many came before."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from .children import child


@cache
def repeated(seed: int, digests: int = 1, leaks: int = 1) -> dict[str, Any]:
    result: dict[str, Any] = child("repeats", str(seed), str(digests), str(leaks))
    return result


@pytest.mark.parametrize("seed", [0, 7])
def test_a_seed_has_one_digest_in_every_run_and_every_process(seed: int) -> None:
    """A hundred runs in one process, and one run in a fresh one."""
    many = repeated(seed, 100, 1)["digests"]
    assert len(many) == 1
    assert repeated(seed)["digests"] == many


def test_seeds_are_different_schedules() -> None:
    assert repeated(0)["digests"] != repeated(7)["digests"]


def test_nothing_is_left_of_runs_that_left_threads_waiting() -> None:
    """No thread but the harness; and less memory per run than one small object."""
    left = repeated(0, 1, 300)
    assert left["threads"] == 1
    assert left["blocks"] < 1
