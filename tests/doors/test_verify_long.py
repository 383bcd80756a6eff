"""Searches that are interrupted, shared, ended early, and remembered: with real services and real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.exploring import cells
from svclint.exploring.regressions import NAME, Entry, loaded, written
from svclint.simulation.exploration.token import Token
from tests.doors.services import GOOD, LEAKY
from tests.doors.test_verify import command

RACY = Path(__file__).parents[1] / "simulation" / "corpus" / "timeout_race_bug.py"
FEW = ("--schedules=2", "--scenario=start-stop", "--jobs=1")
SMALL = 8  # schedules of a cell, so that a search of some seconds has several

# The command with small cells; it tells when the first of them is kept.
COMMAND = f"""
import sys
from svclint.exploring import cells, state

cells.RUNS = {SMALL}
save = state.State.save

def told(self, harvest, now=False):
    save(self, harvest, now)
    if not now:
        print("kept", flush=True)

state.State.save = told
from svclint.cli import main
main()
"""
MANY = 3 * SMALL
LONG = (
    *("verify", "leaky.py", f"--schedules={MANY}", "--scenario=start-stop", "--jobs=1", "--output-format=json"),
    f"--regressions={os.devnull}",
)


@pytest.fixture(autouse=True)
def _folder(folder: Path) -> None:
    (folder / "good.py").write_text(GOOD)
    (folder / "leaky.py").write_text(LEAKY)


def interrupted(number: int, *arguments: str) -> str:
    """What a search says that gets a signal as soon as something of it is kept."""
    line = [sys.executable, "-c", COMMAND, *arguments]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None and run.stderr is not None
        assert run.stdout.readline() == "kept\n"
        run.send_signal(number)
        said = run.stderr.read()
    assert run.returncode == (130 if number == signal.SIGINT else -number)
    return said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_killed_search_goes_on(folder, monkeypatch):
    """After kill -9 the next run takes over what was finished, and tells what one run would have."""
    monkeypatch.setattr(cells, "RUNS", SMALL)
    interrupted(signal.SIGKILL, *LONG)
    (kept,) = folder.glob(".svclint_cache/verify/*.json")
    done = sum(end - first for first, end in json.loads(kept.read_text())["done"])
    assert 0 < done < MANY
    resumed = command(*LONG)
    assert f"going on after {done} of {MANY} schedules" in resumed.stderr
    assert not kept.exists()
    kept.write_text("of no use")
    fresh = command(*LONG, "--fresh")
    assert resumed.stdout == fresh.stdout
    assert fresh.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_keeps_what_is_there(folder):
    """Exit code 130, and a word on how to go on."""
    said = interrupted(signal.SIGINT, *LONG)
    assert said.splitlines()[1:] == ["svclint: interrupted; the same command goes on with it"]
    assert [*folder.glob(".svclint_cache/verify/*.json")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_first_ends_with_the_first_finding(jobs):
    """Of a search that would take days."""
    result = command("verify", "leaky.py", "--schedules=100000000", "--first", f"--jobs={jobs}")
    assert result.exit_code == 1
    assert "SVC202" in result.stdout
    assert "seen again in 2 fresh processes" in result.stdout
    assert "in 0 runs" not in result.stdout


def test_a_race_is_found_again_at_once(folder):
    """What took a search is replayed first, from the file that it was kept in."""
    (folder / "racy.py").write_bytes(RACY.read_bytes())
    search = ("verify", "racy.py", "--scenario=start-stop", "--regressions=known.json", "--jobs=1", "--first")
    assert command(*search).exit_code == 1
    (known,) = json.loads((folder / "known.json").read_text())["entries"]
    again = command(*search)
    assert f"regression {known['code']} at racy.py:{known['line']}: shown again" in again.stderr
    assert "(1 regression)" in again.stdout


def test_a_regression_moves_with_its_code(folder):
    """An edited file has no run that is the same: its schedule is tried, and the file has the new place and token."""
    command("verify", "leaky.py", *FEW)
    before = json.loads((folder / NAME).read_text())["entries"][0]
    (folder / "leaky.py").write_text(f"# one line more\n{LEAKY}")
    result = command("verify", "leaky.py", *FEW)
    assert f"regression SVC202 at leaky.py:{before['line']}: shown again" in result.stderr
    (after,) = json.loads((folder / NAME).read_text())["entries"]
    assert after["line"] == before["line"] + 1
    assert after["token"] != before["token"]


def known(folder: Path, target: str, scenario: str = "start-stop") -> None:
    """The file of regressions has one of a file that was another then."""
    token = Token(target, scenario, "pythonservice", "windows", 2.0, {target: "mark"}, {}, "digest")
    written(str(folder / NAME), [Entry("SVC202", target, 3, "text", token)])


def test_a_regression_that_was_repaired(folder):
    """It is said, and dropped; here even its scenario is gone."""
    known(folder, "good.py", "plays.py:play")
    result = command("verify", "good.py", "--schedules=1", "--jobs=2")
    assert "regression SVC202 at good.py:3: no longer shown" in result.stderr
    assert result.exit_code == 0
    assert loaded(str(folder / NAME)) == []


def test_a_regression_of_what_cannot_be_imported_any_more(folder):
    """The replay is a try; the search says what is wrong, and what is known stays."""
    known(folder, "leaky.py")
    (folder / "leaky.py").write_text(f"import nowhere\n{LEAKY}")
    result = command("verify", "leaky.py", *FEW)
    assert result.exit_code == 2
    assert "ModuleNotFoundError: No module named 'nowhere'" in result.stderr
    assert loaded(str(folder / NAME))


def test_nothing_is_written_for_a_service_that_is_kept(folder):
    """Neither how far it came nor what is known."""
    before = {*folder.iterdir()}
    assert command("verify", "good.py", *FEW).exit_code == 0
    assert {*folder.iterdir()} == before


@pytest.mark.parametrize("text", ["{", '{"svclint-regressions": 9}'])
def test_a_broken_file_of_regressions(text, folder):
    """One line, exit code 2, and it is left as it is."""
    (folder / NAME).write_text(text)
    result = command("verify", "leaky.py", *FEW)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 2
    assert f"{folder / NAME}: " in result.stderr.splitlines()[-1]
    assert (folder / NAME).read_text() == text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_no_control_character_of_a_regression_reaches_a_terminal(folder):
    """Names of files are the user's."""
    (folder / "a\x1b[31mb.py").write_text(GOOD)
    known(folder, "a\x1b[31mb.py")
    result = command("verify", "a\x1b[31mb.py", *FEW)
    assert "regression SVC202 at a\\x1b[31mb.py:3" in result.stderr
    assert "\x1b" not in result.output
