"""The system shuts down: who is told what, in which order, and how long is waited (SHD-01 to SHD-08)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from svclint.contract.controls import Accept, Control
from svclint.contract.states import RUNNING, STOP_PENDING, STOPPED
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.profile import Profile
from svclint.simulation.scm.recovery import Action, ActionType, FailureActions
from tests.simulation.scm.puppets import Puppet, Run, Seeded, in_turn, installed, sleep

PRE, MAIN = Accept.PRESHUTDOWN, Accept.SHUTDOWN


def stopping(name: str, mask: int, after: float = 0) -> Puppet:
    """A service that says STOP_PENDING at any control of the shutdown, and STOPPED some seconds later."""
    puppet = Puppet((RUNNING, mask), name=name)
    wait = puppet.work

    def work() -> None:
        wait()
        sleep(after)
        puppet.say(STOPPED)

    puppet.work = work
    for control in (Control.PRESHUTDOWN, Control.SHUTDOWN):
        puppet.on[control] = in_turn(lambda: puppet.say(STOP_PENDING, 0, 0, 0, 1, 60000), puppet.let_go)
    return puppet


def shut_down(*puppets: Puppet, run: Run | None = None, order: tuple[str, ...] = ()) -> Run:
    """Start them all, then shut down."""
    run = run or Run(*(installed(puppet) for puppet in puppets))

    def scenario(console: Console) -> None:
        for puppet in puppets:
            console.start(name=puppet.name)
            console.until(RUNNING, name=puppet.name)
        console.shutdown(order=order)

    run.play(scenario)
    return run


def told(run: Run) -> list[tuple[str, int]]:
    """Service and control, in the order in which handlers were called."""
    return [(record.name, code) for _, record, _, code, *_ in run.notes.named("enter")]


def lengths(run: Run) -> list[int]:
    """Seconds until each phase after the first, and until the first process is cut off in the last."""
    times = [at for at, _ in run.notes.named("phase")]
    return [round(later - earlier) for earlier, later in pairwise(times)]


ORDERS: list[tuple[tuple[int, ...], tuple[str, ...], list[tuple[str, int]], str]] = [
    ((MAIN, MAIN, MAIN), (), [("a", 5), ("b", 5), ("c", 5)], "the order of the database"),
    ((MAIN, PRE, MAIN), (), [("b", 15), ("a", 5), ("c", 5)], "PRESHUTDOWN goes first"),
    ((PRE | MAIN, PRE, MAIN), (), [("a", 15), ("b", 15), ("c", 5)], "who took PRESHUTDOWN gets no SHUTDOWN"),
    ((PRE, PRE, PRE), ("c", "B"), [("c", 15), ("b", 15), ("a", 15)], "PreshutdownOrder"),
    ((MAIN, MAIN, MAIN), ("c",), [("a", 5), ("b", 5), ("c", 5)], "PreshutdownOrder says nothing of SHUTDOWN"),
    ((Accept.STOP, 0, MAIN), (), [("c", 5)], "who does not accept it hears nothing"),
]


@pytest.mark.parametrize(("masks", "order", "expected"), [row[:3] for row in ORDERS], ids=[row[3] for row in ORDERS])
def test_order(masks: tuple[int, ...], order: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    puppets = [stopping(name, mask) for name, mask in zip("abc", masks, strict=True)]
    assert told(shut_down(*puppets, order=order)) == expected


LENGTHS: list[tuple[int, float, Profile, list[int], int, str]] = [
    (PRE, 3, Profile(), [3, 0], 0, "PRESHUTDOWN waits for a service that stops in time"),
    (PRE, 60, Profile(), [10, 20], 7043, "and for ten seconds at most; it is waited for in the main phase too"),
    (PRE, 60, Profile(preshutdown=180), [60, 0], 0, "or for three minutes, before build 15063"),
    (MAIN, 3, Profile(), [0, 3], 0, "SHUTDOWN waits for a service that stops in time"),
    (MAIN, 60, Profile(), [0, 20], 0, "and for twenty seconds at most, whatever the wait hint says"),
    (MAIN, 60, Profile(shutdown=5), [0, 5], 0, "five on current Windows"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mask", "takes", "profile", "expected", "event"), [row[:5] for row in LENGTHS], ids=[row[5] for row in LENGTHS]
)
def test_how_long_the_phases_take(mask: int, takes: float, profile: Profile, expected: list[int], event: int) -> None:
    puppet = stopping("a", mask, takes)
    run = shut_down(puppet, run=Run(installed(puppet), profile=profile))
    assert lengths(run) == expected
    assert (event in [event for _, _, event, _ in run.notes.named("log")]) == bool(event)


def test_a_service_s_own_preshutdown_limit_counts() -> None:
    puppet = stopping("a", PRE, 60)
    assert lengths(shut_down(puppet, run=Run(installed(puppet, preshutdown=25.0)))) == [25, 20]


def test_the_first_phase_does_not_wait_for_a_stop_of_its_own_accord() -> None:
    first, other = stopping("a", PRE, 2), Puppet((STOP_PENDING, 0, 0, 0, 1, 60000), name="b")
    run = Run(installed(first), installed(other))

    def scenario(console: Console) -> None:
        for name in "ab":
            console.start(name=name)
            console.sleep(1)
        console.shutdown()

    run.play(scenario)
    assert lengths(run) == [2, 20]


def test_a_handler_that_blocks_holds_the_phase_up_for_its_limit_only() -> None:
    puppet = Puppet((RUNNING, MAIN), name="a")
    puppet.on[Control.SHUTDOWN] = lambda: sleep(600)
    run = shut_down(puppet)
    assert lengths(run) == [0, 20]
    assert len(run.notes.named("handler_late")) == 1


def test_what_is_still_there_is_cut_off() -> None:
    puppets = [stopping("quick", MAIN), stopping("slow", MAIN, 60), Puppet((RUNNING, 0), name="deaf")]
    failure = FailureActions((Action(ActionType.RESTART),))
    run = shut_down(*puppets, run=Run(*(installed(puppet, failure=failure) for puppet in puppets)))
    ended = {process.number: code for _, process, code, _ in run.notes.named("process_exit")}
    assert ended == {1000: 0, 1004: 1, 1008: 1}
    assert not run.notes.named("log"), "a system that goes down logs no crash of what it cuts off"
    assert not run.notes.named("recovery")


@pytest.mark.parametrize("seed", range(6))
def test_whoever_goes_first_all_are_told_and_stop(seed: int) -> None:
    puppets = [stopping("a", PRE, 2), stopping("b", MAIN, 2), stopping("c", PRE | MAIN, 2)]
    run = Run(*(installed(puppet) for puppet in puppets), chooser=Seeded(seed))
    assert sorted(told(shut_down(*puppets, run=run))) == [("a", 15), ("b", 5), ("c", 15)]
    assert lengths(run) == [2, 2]
    assert {record.status.win32_exit for _, record, *_ in run.notes.named("status")} == {0}


def test_clients_are_refused_from_the_first_phase_on() -> None:
    puppet = stopping("a", PRE, 5)
    run = Run(installed(puppet))
    answers: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        console.client(_later(console, answers), "late")
        console.shutdown()

    run.play(scenario)
    assert answers == [1115, 1115]


def _later(console: Console, answers: list[int]) -> Callable[[], None]:
    def body() -> None:
        console.sleep(1)
        answers.extend([console.control(Control.INTERROGATE), console.start()])

    return body
