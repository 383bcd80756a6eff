"""Ordinary code in virtual time: the standard library's own, on the replaced primitives."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from .children import child

# The default schedule twice, for a run must leave nothing to the next; then three at random.
SEEDS = ("0", "0", "1", "2", "3")

# What each scene says, the same on every schedule. Seconds are virtual.
SAID: dict[str, tuple[str, list[object]]] = {
    "timer": ("a timer of ten minutes rings after ten minutes", ["rang", 600]),
    "timeouts": ("waiting in vain takes as long as was asked for", [[False, 7], [False, 7]]),
    "queues_time_out": ("both kinds of queue give up in time", ["empty", 5, "empty", 5]),
    "join_with_limit": ("join(4) returns while the thread lives", [[True, 4], [False, 10]]),
    "pool": ("futures complete in the order of their work", [[1, 2, 0], [0, 1, 4, 9, 16]]),
    "barrier_and_condition": ("a barrier opens with the slowest", [[[1, 20, 300], 300]]),
    "cached_property_has_our_lock": ("the lock within functools is no real one", [[42, 42, 42]]),
    "imports_wait_for_each_other": ("a slow module is executed once", [[3, 1]]),
    "main_thread": ("task 0 is the main thread, and alone", [True, ["MainThread"]]),
    "names_and_idents": ("names and idents begin again in each run", [["Thread-1 (<lambda>)", 1001], [1000, 1001]]),
    "main_is_joined": ("the main thread can be joined", [True]),
    "shutdown_joins_all_but_daemons": ("the end of a script waits for threads that are no daemons", [30]),
    "thread_locals_are_fresh": ("no thread inherits another's locals, nor those of the last run", [None, 1]),
    "exit_of_a_thread": ("sys.exit ends a thread and is no crash", ["goes on"]),
    "exits_in_reverse": ("a run has its own exit functions", ["second", "first"]),
    "wall_clock": (
        "all ways to ask for the date agree",
        [
            [1_700_000_000, 1_700_000_000, "2023", "2023"],
            ["2023-11-14 22:13:20", 2023, 2023],
            True,
            "2023-11-15 22:06:40",
        ],
    ),
    "work_is_not_sleep": ("sleeping uses no processor time", [[True, True]]),
    "clocks_as_class_attributes": ("a clock in a class does not become a method", [[True, 1970]]),
    "orders_follow_creation": (
        "sets of threads and futures keep one order",
        [["0", "1", "2", "3", "4", "5"], [0, 1, 2, 3, 4, 5]],
    ),
    "ask_is_set": ("a loop on is_set waits until it is set", [True]),
    "ask_is_set_of_a_ready_thread": ("asking costs no time while another could run", [0]),
    "ask_is_alive": ("a loop on is_alive waits for the thread", [True]),
    "ask_locked": ("a loop on locked waits for the release", [True]),
    "ask_empty": ("a loop on empty waits for an item", [True]),
    "ask_with_sleep_0": ("a loop that yields waits as well", [True]),
    "ask_the_clock": ("a loop on the clock ends when its time is up", [True]),
    "many_messages_are_no_loop_that_waits": ("a burst of log messages takes no time to speak of", [[0, True]]),
    "many_times_are_no_loop_that_waits": ("nor does asking the time for each of many records", [[0, 3_000]]),
    "tasks_of_asyncio": ("an event loop waits in virtual time", ["an hour", ["two", None], "timed out"]),
    "woken_from_another_thread": ("call_soon_threadsafe wakes a loop that waits", [9]),
    "own_names": (
        "the machine knows its own names without asking",
        [
            ["COMPUTER"] * 5,
            ["127.0.0.1"] * 3,
            ["COMPUTER", [], ["127.0.0.1"]],
            ["127.0.0.1"],
            "COMPUTER",
        ],
    ),
    "addresses": (
        "ports have the numbers that the code gives them, and those that it does not name count up",
        [[["127.0.0.1", 80], ["127.0.0.1", 80], ["127.0.0.1", 49152], ["127.0.0.1", 49152]], True],
    ),
    "ports_in_use": ("a port is taken as long as it is open, or until it is shared", [True, ["0.0.0.0", 445], "free"]),
    "ports_of_others": ("what listens on this machine outside the run is not there", ["refused", True, "its own"]),
    "datagrams": ("a receiver learns where to answer", [6, ["question", True, ["127.0.0.1", 514]]]),
    "web_server": ("a server and its client in one process", ["page", 5]),
    "much_through_a_socket": ("sendall waits for a reader that is slow", [5_000_000]),
    "sockets_time_out": ("the timeout of a socket is virtual", ["timed out", 12]),
    "pipes": ("os.read, select and poll wait for a pipe", ["ab", [[0, 1, 0], []], [], 2]),
    "unlisted_effects_pass": ("reading is no effect", [True]),
    "allowed": ("files in the folder that is allowed, the null device, and reading", [True]),
    "lock_left_held": ("a lock that the last run never released is free", [True]),
    "library_left_changed": (
        "handlers, levels, environment, path, hooks and names are as before the last run",
        [[True, 0, False], [False, True, "Thread-1"]],
    ),
    "collector_is_off": ("finalizers do not come by chance", [False]),
}
DENIED = {
    "process": "PROCESS",
    "shell": "PROCESS",
    "fork": "PROCESS",
    "write": "FILES",
    "raw write": "FILES",
    "remove": "FILES",
    "move away": "FILES",
    "database": "FILES",
    "connect": "NETWORK",
    "name service": "NETWORK",
    "name service of another machine": "NETWORK",
    "name that looks like this machine's": "NETWORK",
    "address that looks like this machine's": "NETWORK",
    "kill": "SIGNALS",
}


@cache
def results() -> dict[str, list[dict[str, Any]]]:
    """All scenes, played in one child."""
    played: dict[str, list[dict[str, Any]]] = child("scenes", *SEEDS)
    return played


@pytest.mark.parametrize("name", SAID, ids=[sentence for sentence, _ in SAID.values()])
def test_ordinary_code_works_on_every_schedule(name: str) -> None:
    expected = {"said": SAID[name][1], "ending": "DONE", "dirty": False, "errors": [], "denials": [], "detail": None}
    assert results()[name] == [expected] * len(SEEDS)


def test_chance_is_the_same_in_every_run_and_not_within_one() -> None:
    """Random numbers, fresh generators, tokens, uuids and raw entropy."""
    said = [result["said"] for result in results()["chance"]]
    assert said == [said[0]] * len(SEEDS)
    assert said[0][1] == 10


@pytest.mark.parametrize("name", DENIED)
def test_effects_on_the_machine_are_denied_and_named(name: str) -> None:
    for result in results()[f"denied {name}"]:
        assert result["ending"] == "UNMODELLED"
        assert (result["said"], result["denials"]) == ([], [DENIED[name]])
        assert result["detail"]


def test_a_denial_that_is_swallowed_still_decides() -> None:
    """`except BaseException` does not turn ignorance into a verdict."""
    for result in results()["denial_swallowed"]:
        assert (result["ending"], result["said"]) == ("UNMODELLED", ["swallowed"])


def test_a_denial_in_a_thread_ends_the_run() -> None:
    for result in results()["denial_in_a_thread"]:
        assert (result["ending"], result["said"]) == ("UNMODELLED", [])
        assert result["errors"] == ["Thread-1 (system): Unmodelled"]


def test_the_outside_world_is_silent() -> None:
    """A server nobody can reach waits for ever, and the report says where."""
    for result in results()["silent_world"]:
        assert result["ending"] == "DEADLOCK"
        assert "scenes.py" in result["detail"]
        assert "in silent_world" in result["detail"]


def test_a_crash_reaches_the_hook_and_the_observers() -> None:
    for result in results()["crash_of_a_thread"]:
        assert result["said"] == ["KeyError"]
        assert result["errors"] == ["Thread-1 (<lambda>): KeyError"]


def test_unwound_threads_are_no_crashes() -> None:
    """Threads that wait for ever are unwound without a word to the hook for crashes."""
    for result in results()["aborted_threads_print_nothing"]:
        assert (result["ending"], result["said"], result["errors"]) == ("DEADLOCK", [], [])


def test_every_scene_is_expected_somewhere() -> None:
    """A scene nobody looks at proves nothing."""
    alone = {"chance", "denial_swallowed", "denial_in_a_thread", "silent_world", "crash_of_a_thread"}
    alone |= {"aborted_threads_print_nothing", *(f"denied {name}" for name in DENIED)}
    assert set(results()) == {*SAID, *alone}
