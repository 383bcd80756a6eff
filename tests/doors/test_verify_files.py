"""The files that ``svclint verify`` writes: the trace of a run, and its picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from svclint.contract.events import Spawn, Wait
from svclint.reporting.timeline import picture
from svclint.saving import Unwritten, save
from svclint.simulation.choices import FIRST
from svclint.simulation.jobs import Job
from svclint.simulation.supervising import told
from svclint.simulation.tracing.jsonl import loaded
from svclint.simulation.verdicts import usual_run
from tests.doors.services import LEAKY
from tests.repair.conftest import FIXED


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The trace of a service that keeps the contract, started and stopped."""
    folder = tmp_path_factory.mktemp("service")
    (folder / "feed.py").write_text(FIXED)
    return usual_run(Job(str(folder / "feed.py"), str(folder)), told)


def test_the_usual_run_is_had_when_nothing_was_found(run: tuple[str, ...]) -> None:
    """The default schedule of the first scenario; the lines are those of the published schema."""
    trace = loaded(run)
    assert trace.facts["scenario"] == FIRST
    assert trace.violations == ()
    assert {track.role for track in trace.tracks} >= {"service", "scm"}


def test_the_ending_of_the_name_says_which_picture(run: tuple[str, ...]) -> None:
    """A page for people, a document for trace viewers, text for everything else."""
    assert picture("run.html", run).startswith("<!DOCTYPE html>")
    assert json.loads(picture("run.json", run))["traceEvents"]
    assert "reports RUNNING" in picture("run.txt", run) or "SERVICE_RUNNING" in picture("run.txt", run)


def test_without_a_run_nothing_is_drawn() -> None:
    """A service that cannot be started leaves no trace."""
    with pytest.raises(Unwritten, match="no run"):
        picture("run.html", ())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Nothing is left beside it, and a folder that is not there is named."""
    save(str(tmp_path / "run.txt"), ["one\n"])
    assert [path.read_text() for path in tmp_path.iterdir()] == ["one\n"]
    with pytest.raises(Unwritten, match="cannot be written"):
        save(str(tmp_path / "nowhere" / "run.txt"), ["one\n"])


def test_starting_a_thread_is_no_wait(tmp_path: Path) -> None:
    """Python waits a moment until the thread is up: nobody asked for that."""
    (tmp_path / "leaky.py").write_text(LEAKY)
    events = [one.event for one in loaded(usual_run(Job(str(tmp_path / "leaky.py"), str(tmp_path)), told)).events]
    waits = [one for one in events if isinstance(one, Wait)]
    assert any(isinstance(one, Spawn) for one in events)
    assert waits
    assert not [one for one in waits if one.at.text.endswith(".start()")]
