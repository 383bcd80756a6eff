"""The table of a long search: only on a terminal, only after a second, and gone at the end."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from svclint.exploring.harvest import Harvest
from svclint.live import Watch
from tests.doors.terminals import Terminal

pytestmark = pytest.mark.usefixtures("plain_terminal")


def ran(scenario: str, **runs: int) -> dict[str, Any]:
    """Some runs of a scenario, by strategy."""
    return {"kind": "ran", "scenario": scenario, "runs": runs}


def found(path: str = "feed.py") -> dict[str, Any]:
    """A finding."""
    return {"kind": "found", "finding": {"code": "SVC202", "at": [path, 3]}}


def watch(stream: io.StringIO, *times: float, count: int = 1_000) -> Watch:
    """A table whose clock shows these times, the last one for ever."""
    clock = iter(times)
    return Watch(stream, count, lambda: next(clock, times[-1]))


def drawn(stream: io.StringIO, *messages: dict[str, Any], times: tuple[float, ...] = (0.0, 2.0)) -> str:
    """What is written while these messages come in."""
    table = watch(stream, *times)
    for message in messages:
        table.hear(message)
    table.close()
    return stream.getvalue()


def surveyed(**scenarios: int) -> Harvest:
    """What was done before: so many runs of these scenarios."""
    harvest = Harvest()
    harvest.scenarios = tuple(scenarios)
    for name, runs in scenarios.items():
        harvest.seen.scenarios.setdefault(name, type(harvest.seen.limits)())["POS"] = runs
    return harvest


def test_the_table():
    """Each scenario with its strategies, the sums, and what was found."""
    written = drawn(Terminal(), ran("start-stop", POS=20, random=2), ran("restart", POS=3), found(), found())
    assert "25 schedules, 12/s, 1 finding" in written
    assert "SVC202 at feed.py:3" in written
    rows = [line.split() for line in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", written).splitlines()]
    for row in (["scenario", "POS", "random"], ["start-stop", "20", "2"], ["restart", "3", "0"], ["all", "23", "2"]):
        assert row in rows
    assert written.endswith("\x1b[2K")


def test_how_much_is_left():
    """Once it is known what is searched: of all, at the speed of this run."""
    table = watch(io.StringIO(), 0.0, 10.0)
    table.survey(surveyed(a=600, b=400))
    table.hear(ran("a", POS=100))
    assert table.lines() == ["1,100 of 2,000 schedules, 10/s, 0:01:30 left, 0 findings"]


def test_what_was_heard_is_not_counted_twice():
    """The survey comes when the first cell is done, and that was heard."""
    table = watch(io.StringIO(), 0.0, 10.0)
    table.hear(ran("a", POS=100))
    table.survey(surveyed(a=100))
    assert table.lines() == ["100 of 1,000 schedules, 10/s, 0:01:30 left, 0 findings"]


def test_findings_of_the_run_before_are_shown():
    """They were found in cells that are not searched again."""
    harvest = surveyed(a=5)
    harvest.found["SVC202", ("feed.py", 3)] = ((0,), found())
    table = watch(io.StringIO(), 0.0, 10.0)
    table.survey(harvest)
    assert table.lines()[1:] == ["SVC202 at feed.py:3"]


def test_short_searches_draw_nothing():
    """Below a second there is nothing to see."""
    assert drawn(Terminal(), ran("a", POS=1), times=(0.0, 0.5)) == ""


def test_only_terminals_see_it():
    """Pipes and logs stay clean."""
    assert drawn(io.StringIO(), ran("a", POS=1), found()) == ""


def test_names_do_not_reach_the_terminal_raw():
    """Of scenarios and files; nor are they taken for markup."""
    written = drawn(Terminal(), ran("\x1b[2J[red]a", POS=1), found("\x1b[31m[b]x.py"))
    assert "\\x1b[2J[red]a" in written
    assert "SVC202 at \\x1b[31m[b]x.py:3" in written
    assert "\x1b[31m" not in written
