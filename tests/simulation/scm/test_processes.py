"""A process that ends takes with it what it has, and the next one is an interpreter of its own (part D.1, step 10)."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svclint.contract.states import RUNNING, STOPPED
from svclint.simulation.kernel import launch

ROOT = Path(__file__).parents[3]
SEEDS = ("0", "0", "1", "2", "3")  # the default schedule twice, for a run leaves nothing to the next
BOTH = ("script", "pythonservice")

each_host = pytest.mark.parametrize("host", BOTH)


@cache
def stories() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """All of them, played in one child."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            launch.command("tests.simulation.scm.processes_child", *SEEDS),
            env={**launch.environment(), "TMPDIR": folder},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(done.stdout.splitlines()[-1])
    return found


def said(name: str, host: str) -> list[list[Any]]:
    """What a story's service said, in each of its runs, all of which were seen to the end."""
    told = stories()[name][host]
    assert [(one["ending"], one["dirty"]) for one in told] == [("STOPPED", False)] * len(SEEDS)
    return [one["said"] for one in told]


def life(number: int) -> list[str]:
    """What the end of a script's process lets happen, after STOPPED: pool, thread, then exit functions backwards."""
    return [f"pool {number}", f"thread {number}", f"exit 2 of {number}", f"exit 1 of {number}"]


def test_every_process_joins_its_threads_and_runs_its_exit_functions() -> None:
    """The second one, which comes when the first is gone, ends as the first did."""
    expected = ["stopped 1", *life(1), "stopped 2", *life(2)]
    assert said("again", "script") == [expected] * len(SEEDS)


def test_processes_that_overlap_keep_apart() -> None:
    """One is started while the other still waits for its threads: each runs its own exit functions, in order."""
    for one in said("at STOPPED", "script"):
        for number in (1, 2):
            own = [word for word in one if word.endswith(str(number)) and not word.startswith("exit")]
            exits = [word for word in one if word.startswith("exit") and word.endswith(f"of {number}")]
            assert own + exits == [f"stopped {number}", *life(number)]
        assert one.index("stopped 2") < one.index("thread 1")


def test_a_host_that_finalises_nothing_runs_no_exit_functions() -> None:
    """The threads of pythonservice.exe are cut off."""
    assert said("again", "pythonservice") == [["stopped 1", "stopped 2"]] * len(SEEDS)


@each_host
def test_the_threads_of_a_killed_process_do_nothing_more(host: str) -> None:
    """No tick, no farewell of a `finally`, no exit function; RUNNING is all that either process reports."""
    ticks = [f"tick {number}" for number in (1, 1, 2, 2)]
    assert said("killed", host) == [ticks] * len(SEEDS)
    assert [one["states"][-1] for one in stories()["killed"][host]] == [RUNNING] * len(SEEDS)
    assert not any(STOPPED in one["states"] for one in stories()["killed"][host])


@each_host
def test_ports_and_files_of_a_killed_process_are_free(host: str) -> None:
    """The port is bound again without further ado, and what was not flushed is lost."""
    first, *later = said("listening", host)
    assert first == ["listens 1", "whole, ", "listens 2"]
    assert later == [first] * len(later)


@pytest.mark.parametrize("host, left", [("script", "life 1"), ("pythonservice", "")])
def test_only_an_interpreter_that_is_finalised_writes_what_its_files_still_hold(host: str, left: str) -> None:
    """What pythonservice.exe has not flushed is lost, for it just ends."""
    assert said("keeping", host) == [[left]] * len(SEEDS)


@pytest.mark.parametrize(
    "host, threads",
    [
        ("pythonservice", [True, ["MainThread"], "Thread-1 (wait)"]),
        ("script", [False, ["MainThread", "Dummy-1"], "Thread-2 (wait)"]),  # the service thread is foreign to Python
    ],
)
def test_a_process_finds_the_library_as_the_first_one_did(host: str, threads: list[object]) -> None:
    """Main thread, names of threads, log handlers, environment, working folder and standard streams."""
    fresh = [*threads, False, 0, None, False]
    assert said("changing", host) == [[fresh, fresh]] * len(SEEDS)


@each_host
def test_a_process_that_exits_on_the_spot_is_over(host: str) -> None:
    """Neither its other threads nor the `finally` of the one that calls os._exit go on."""
    assert said("os._exit", host) == [["tick 1", "tick 1"]] * len(SEEDS)


@each_host
def test_a_thread_that_will_not_go_is_given_up(host: str) -> None:
    """The run goes on without it; the process it lives in is of no more use."""
    told = stories()["swallowing"][host]
    assert [(one["ending"], one["dirty"]) for one in told] == [("STOPPED", True)] * len(SEEDS)
