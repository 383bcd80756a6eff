"""The searches of these tests end, whatever a service does to its child process."""

from __future__ import annotations

from pathlib import Path

import pytest

from svclint.simulation.jobs import Job
from tests.doors.services import GOOD, service
from tests.simulation import searches
from tests.simulation.searches import Wanted, searched


def wanted(folder: Path, text: str, watchdog: float) -> Wanted:
    """A short search in a service."""
    path = folder / "feed.py"
    path.write_text(text)
    return Wanted(Job(str(path), str(folder), scenarios=("start-stop",), count=2, watchdog=watchdog))


def test_a_child_that_falls_silent_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own watchdog sleeps; the test fails and names the service."""
    monkeypatch.setattr(searches, "SILENCE", 2.0)
    with pytest.raises(AssertionError, match=r"feed\.py ended with code -\d+, or was silent too long"):
        searched([wanted(tmp_path, service(run="while True:\n    pass"), 3600.0)], 1)


def test_a_child_that_works_is_heard(tmp_path: Path) -> None:
    """Every run is counted."""
    (result,) = searched([wanted(tmp_path, GOOD, 5.0)], 1).values()
    assert (result.runs, result.found, result.unclear) == (2, {}, [])
