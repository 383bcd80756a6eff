"""Reading, running and repairing agree on the fixtures: what one of them says of a file, the others bear out.

A bad fixture is convicted by reading and by a run, by the same rule; a good one, and one that was repaired, by neither.
The tables name the fixtures where runs cannot follow or see more, and why. An entry that has become wrong fails,
but those of the first table are not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.expectations import FIXTURES, RUN_ONLY, expected, fixtures
from tests.simulation.running import judge

# What no simulation has: these never come to what they are about, be they bad, good or repaired.
BEYOND = {
    "SVC101/bad_asyncio_run_on_custom_control": "control 130 makes it talk to three other machines",
    "SVC101/bad_child_wait_in_super": "starts a program",
    "SVC101/bad_mixin_posts_farewell": "needs requests",
    "SVC101/bad_nested_function_is_called": "starts a program",
    "SVC101/bad_server_shutdown_in_helper": "an HTTPServer asks the network for the name of its machine",
    "SVC101/good_slow_goodbye_in_a_thread": "needs requests",
    "SVC101/good_stop_calls_that_return_at_once": "starts a program",
    "SVC102/bad_child_gets_ten_seconds": "starts a program",
    "SVC105/bad_message_box_in_stop": "opens a window",
    "SVC201/bad_daemon_thread_reported_gone": "a thread writes to a share again and again, and never waits",
    "SVC202/bad_thread_per_connection": "starts a thread for each client, and none connects",
    "SVC301/bad_raw_loop_with_literal": r"needs C:\Tariffs\zones.csv to start",
    "SVC402/bad_pause_methods_from_mixin": "the class is there on Windows only",
    "SVC501/bad_nested_function_never_called": "looks around 25 times a second until the run is given up",
    "SVC501/good_base_from_elsewhere": "needs plantfloor",
    "SVC501/good_class_made_by_a_function": "the module has no class, a function makes one",
    "SVC504/good_state_kept_not_reported": "an HTTPServer asks the network for the name of its machine",
}
# What a run does show, but not by the code that reading gives it.
OTHERWISE = {
    "SVC101/bad_executor_shutdown_default": "the inbox stays empty, so the pool has nothing left to wait for",
    "SVC101/bad_is_alive_loop_in_function": "the loop without bound ends in seconds, as the thread does: SVC102",
    "SVC201/bad_one_branch_skips_the_join": "the branch is for --fast, and nobody gives that argument: SVC504 only",
    "SVC203/bad_only_logs_that_it_lives": "the thread has always ended when the join would give up",
    "SVC203/bad_ten_seconds_and_go": "the thread has always ended when the join would give up",
    "SVC203/bad_timed_join_in_handler": "the thread has always ended when the join would give up: SVC102 only",
    "SVC402/bad_always_running": "it cannot pause, so an INTERROGATE that gets through does meet RUNNING",
    "SVC402/bad_constant_from_class": "it cannot pause, so an INTERROGATE that gets through does meet RUNNING",
    "SVC501/bad_answers_that_it_runs": "the attribute that it counts in looks like a flag: SVC904",
    "SVC502/bad_says_stopped_instead": "STOPPED ends the process, so no report can be missing after it: SVC503 only",
}
# Good by reading, yet some schedule breaks the contract: a race that reading does not see.
RACES = {
    "SVC101/good_polls_with_zero": "STOP before the thread has started: join() raises (SVC903)",
    "SVC201/good_misnamed_constant": "RUNNING said again, while STOP is answered by STOP_PENDING (SVC206, SVC505)",
    "SVC202/good_short_lived_helper": "STOPPED is faster than a thread that is as good as over (SVC202)",
    "SVC501/good_mask_without_stop": "nobody can stop it, which SVC407 says in runs",
    "SVC503/good_wrapper_only_gets_pending": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC505/good_one_state_per_branch": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC505/good_running_said_again": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
}

# Repaired by the rule, which still convicts another line in some schedule: a race that reading does not see.
LEFT = {
    "SVC505/bad_continue_without_pause": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC505/bad_start_pending_in_run": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
}


def named(path: Path) -> str:
    """The fixture's name, be it repaired or not."""
    return f"{path.relative_to(FIXTURES).parts[0]}/{path.stem}"


def _simulated(paths: Iterable[Path]) -> list[Path]:
    """Those that reading judges and a simulation can follow."""
    folders = {path: path.relative_to(FIXTURES).parts[0] for path in paths}
    return [path for path in sorted(folders) if folders[path] not in RUN_ONLY and named(path) not in BEYOND]


BAD = [path for path in _simulated(fixtures()) if expected(path)]
GOOD = [path for path in _simulated(fixtures()) if not expected(path)]
REPAIRED = _simulated(FIXTURES.glob("SVC*/fixed*/*.py"))


def codes(path: Path) -> set[str]:
    """The codes of the findings that a fixture asks for."""
    return {code for _, code in expected(path)}


@pytest.fixture(scope="module", autouse=True)
def _searched_at_once() -> None:
    """Two processes share the work of all tests below."""
    judge({**{path: codes(path) for path in BAD}, **dict.fromkeys((*GOOD, *REPAIRED), ())})


@pytest.mark.parametrize("path", BAD, ids=named)
def test_a_run_shows_what_is_read(path: Path) -> None:
    """Some schedule convicts the bad file by every code that reading gives."""
    found = {code for _, code in judge({path: codes(path)})[path].places}
    assert (codes(path) <= found) != (named(path) in OTHERWISE)


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_runs_are_silent_where_nothing_is_read(path: Path) -> None:
    """No schedule convicts the good file of anything."""
    result = judge({path: ()})[path]
    assert result.runs
    assert bool(result.places) == (named(path) in RACES)


@pytest.mark.parametrize("path", REPAIRED, ids=lambda path: f"{path.parent.name}/{named(path)}")
def test_runs_are_silent_about_what_was_repaired(path: Path) -> None:
    """No schedule convicts the repaired file by the rule whose finding was repaired."""
    found = {code for _, code in judge({path: ()})[path].places}
    assert (path.parts[-3] in found) == (named(path) in LEFT)


def test_the_tables_name_fixtures_that_exist() -> None:
    """No reason is left over."""
    names = {named(path) for path in fixtures()}
    assert {*BEYOND, *OTHERWISE, *RACES, *LEFT} <= names
