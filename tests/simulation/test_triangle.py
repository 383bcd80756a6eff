"""Reading, running and repairing agree on the fixtures: what one of them says of a file, the others bear out.

A bad fixture is convicted by reading and by a run, by the same rule; a good one, and one that was repaired, by neither.
The tables name the fixtures where runs cannot follow or see more, and why. An entry that has become wrong fails,
but those of the first table are not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from svclint.simulation.unjudged import READ_ONLY
from tests.expectations import FIXTURES, RUN_ONLY, expected, fixtures
from tests.simulation.running import judge

# What no simulation has: these never come to what they are about, be they bad, good or repaired.
BEYOND = {
    "SVC101/bad_asyncio_run_on_custom_control": "control 130 makes it talk to three other machines",
    "SVC101/bad_child_wait_in_super": "starts a program",
    "SVC101/bad_mixin_posts_farewell": "needs requests",
    "SVC101/bad_nested_function_is_called": "starts a program",
    "SVC101/good_slow_goodbye_in_a_thread": "needs requests",
    "SVC101/good_stop_calls_that_return_at_once": "starts a program",
    "SVC102/bad_child_gets_ten_seconds": "starts a program",
    "SVC103/bad_child_under_the_lock": "starts a program",
    "SVC104/bad_net_stop_in_child": "starts a program",
    "SVC104/bad_restarts_spooler_on_custom_control": "nobody sends control 131",
    "SVC104/bad_sc_by_format": "starts a program",
    "SVC104/good_run_side_asks": "starts a program",
    "SVC105/bad_message_box_in_stop": "opens a window",
    "SVC201/bad_daemon_thread_reported_gone": "a thread writes to a share again and again, and never waits",
    "SVC202/bad_thread_per_connection": "starts a thread for each client, and none connects",
    "SVC204/bad_child_in_a_local": "starts a program",
    "SVC204/bad_child_left_behind": "starts a program",
    "SVC204/good_child_meant_to_survive": "starts programs",
    "SVC204/good_child_terminated_in_handler": "starts a program",
    "SVC204/good_killed_by_its_number": "starts a program",
    "SVC301/bad_raw_loop_with_literal": r"needs C:\Tariffs\zones.csv to start",
    "SVC401/bad_raw_table_of_actions": "a main function that no host of pywin32's calls",
    "SVC402/bad_pause_methods_from_mixin": "the class is there on Windows only",
    "SVC405/good_mask_from_elsewhere": "needs harbour",
    "SVC501/good_base_from_elsewhere": "needs plantfloor",
    "SVC501/good_class_made_by_a_function": "the module has no class, a function makes one",
    "SVC502/good_raw_main_reports_pending": "a main function that no host of pywin32's calls",
    "SVC604/bad_three_farewells": "starts programs",
    "SVC605/bad_net_start_before_base": "starts a program",
    "SVC605/bad_waits_for_database_to_answer": "asks the network for another machine",
}
# What a run does show, but not by the code that reading gives it.
OTHERWISE = {
    "SVC101/bad_executor_shutdown_default": "the inbox stays empty, so the pool has nothing left to wait for",
    "SVC101/bad_is_alive_loop_in_function": "the loop without bound ends in seconds, as the thread does: SVC102",
    "SVC103/bad_upload_under_the_lock": "nobody puts anything into its queue, so it holds the lock for a moment",
    "SVC104/bad_start_by_handle_in_mixin": "the machine has no TapeArchive whose handle could be opened",
    "SVC201/bad_one_branch_skips_the_join": "the branch is for --fast, and nobody gives that argument: SVC504 only",
    "SVC203/bad_only_logs_that_it_lives": "the thread has always ended when the join would give up",
    "SVC203/bad_ten_seconds_and_go": "the thread has always ended when the join would give up",
    "SVC203/bad_timed_join_in_handler": "the thread has always ended when the join would give up: SVC102 only",
    "SVC205/bad_event_set_after_stopped": "STOPPED ends the process, so that no report follows it: SVC205 only",
    "SVC205/bad_flag_after_helper": "STOPPED ends the process, so that no report follows it: SVC205 only",
    "SVC305/bad_error_in_second_place": "a run sees a number, and not what it is called",
    "SVC402/bad_always_running": "it cannot pause, so an INTERROGATE that gets through does meet RUNNING",
    "SVC402/bad_constant_from_class": "it cannot pause, so an INTERROGATE that gets through does meet RUNNING",
    "SVC405/bad_controls_for_accepts": "bits that there are, of controls that nothing handles: SVC403",
    "SVC405/bad_device_events_in_the_mask": "bits that there are, of controls that nothing handles: SVC403",
    "SVC405/bad_status_by_hand": "the number has the bits of STOP and SHUTDOWN, both of which are wanted",
    "SVC405/bad_whole_mask_of_controls": "the bits together are the right ones, by chance",
    "SVC501/bad_answers_that_it_runs": "the attribute that it counts in looks like a flag: SVC904",
    "SVC502/bad_says_stopped_instead": "STOPPED ends the process, so no report can be missing after it: SVC503 only",
    "SVC508/bad_own_loop_in_run": "the start is given up, so that SVC905 speaks of the wait, not SVC605",
    "SVC603/bad_custom_option_handler": "the installer writes it, and nothing is installed",
    "SVC603/bad_installer_runs_reg": "the installer writes it, and nothing is installed",
    "SVC604/bad_collects_garbage_in_stop": "a run takes no note of memory that is freed",
    "SVC604/bad_copies_the_archive_in_shutdown": "a run takes no note of what is copied, and there is nothing to copy",
    "SVC604/bad_preshutdown_packs_logs": "a run takes no note of what is packed, and there is nothing to pack",
    "SVC606/bad_names_in_one_string": "the installer writes it, and nothing is installed",
    "SVC606/bad_reg_add_without_a_type": "the installer writes it, and nothing is installed",
    "SVC606/bad_zeros_joined_by_hand": "the installer writes it, and nothing is installed",
    "SVC701/bad_control_for_state": "the control has the number of a state: SVC505 only",
    "SVC701/bad_error_level_for_state": "the error level has the number of STOP_PENDING, which may be reported",
    "SVC701/bad_six_fields": "pywin32 takes no such tuple, so there is no report: the start fails",
    "SVC703/bad_breaks_out_of_the_loop": "what is caught leaves no trace in a run",
    "SVC703/bad_calls_stop_in_except": "what is caught leaves no trace in a run",
    "SVC703/bad_in_the_helper": "what is caught leaves no trace in a run",
    "SVC703/bad_logs_and_ends": "what is caught leaves no trace in a run",
}
# Good by reading, yet some schedule breaks the contract: a race that reading does not see.
RACES = {
    "SVC101/good_polls_with_zero": "STOP before the thread has started: join() raises (SVC903)",
    "SVC201/good_misnamed_constant": "RUNNING said again, while STOP is answered by STOP_PENDING (SVC206, SVC505)",
    "SVC202/good_short_lived_helper": "STOPPED is faster than a thread that is as good as over (SVC202)",
    "SVC501/good_template_with_hooks": "STOP comes before start() sets the flag, which is overwritten then (SVC904)",
    "SVC503/good_wrapper_only_gets_pending": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC505/good_one_state_per_branch": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC505/good_running_said_again": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC506/good_loop_completes": "CONTINUE before the loop has seen the pause: both are pending (SVC505)",
}

# Repaired by the rule, which still convicts another line in some schedule: a race that reading does not see.
LEFT = {
    "SVC304/bad_sleeps_after_its_own_report": "the nap before the stop takes longer than SvcStop promises, too",
    "SVC305/bad_seconds_by_name": "the setting in seconds is given as it is, which reading calls possible",
    "SVC505/bad_continue_without_pause": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
    "SVC505/bad_start_pending_in_run": "RUNNING said again, while STOP is answered (SVC206, SVC505)",
}


def named(path: Path) -> str:
    """The fixture's name, be it repaired or not."""
    return f"{path.relative_to(FIXTURES).parts[0]}/{path.stem}"


def _simulated(paths: Iterable[Path]) -> list[Path]:
    """Those that reading judges and a simulation can follow."""
    folders = {path: path.relative_to(FIXTURES).parts[0] for path in paths}
    alone = {*RUN_ONLY, *READ_ONLY}
    return [path for path in sorted(folders) if folders[path] not in alone and named(path) not in BEYOND]


BAD = [path for path in _simulated(fixtures()) if expected(path)]
GOOD = [path for path in _simulated(fixtures()) if not expected(path)]
REPAIRED = _simulated(FIXTURES.glob("SVC*/fixed*/*.py"))


def codes(path: Path) -> set[str]:
    """The codes of the findings that a fixture asks for, as far as runs have a part in them."""
    return {code for _, code in expected(path)} - READ_ONLY.keys()


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
