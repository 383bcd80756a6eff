"""Points between lines: races of code that takes no lock."""

from __future__ import annotations

from functools import cache
from typing import Any

from .children import child


@cache
def result() -> dict[str, Any]:
    found: dict[str, Any] = child("races")
    return found


def test_without_points_between_lines_nothing_is_lost() -> None:
    """Nobody is preempted where there is no visible operation."""
    assert set(result()["sync"]) == {0}


def test_points_between_lines_show_lost_updates() -> None:
    """More than a third of the random schedules lose one."""
    assert sum(lost > 0 for lost in result()["lines"]) > len(result()["lines"]) / 3


def test_a_seed_is_a_schedule_of_lines_too() -> None:
    assert result()["lines"] == result()["again"]


def test_only_the_files_that_are_named_have_points() -> None:
    assert result()["elsewhere"] == result()["sync"]


def test_a_loop_on_a_plain_flag_ends_when_the_flag_is_set() -> None:
    """It runs alone, so time passes until the timer sets the flag."""
    assert result()["asking"] == ["DONE", True]
