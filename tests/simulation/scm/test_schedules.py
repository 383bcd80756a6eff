"""What scenarios need of the machine: the moment after a report, and a machine that holds a control up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from svclint.contract.controls import Accept, Control
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.scm.console import Console
from tests.simulation.scm.puppets import First, Puppet, Run, Seeded, in_turn, installed, sleep

CHOOSERS = [First, *(partial(Seeded, seed) for seed in range(8))]
every_chooser = pytest.mark.parametrize("chooser", CHOOSERS, ids=["first", *(f"seed {seed}" for seed in range(8))])


def stepwise(*reports: tuple[int, ...]) -> Puppet:
    """A service that takes five seconds for what lies between two reports of its start."""
    puppet = Puppet(*reports)
    say = puppet.say

    def slowly(*fields: int) -> None:
        say(*fields)
        sleep(5)

    puppet.say = slowly  # type: ignore[method-assign,assignment]
    return puppet


def pending(point: int) -> tuple[int, ...]:
    return START_PENDING, 0, 0, 0, point, 20_000


# Which report is waited for, whether it comes, and the second in which the wait is over.
REPORTS = {
    "the first comes at once": (1, True, 0),
    "the second": (2, True, 5),
    "the third ends the start": (3, True, 10),
    "there is no fourth: the start is over with the third": (4, False, 10),
}


@pytest.mark.parametrize("count, comes, second", REPORTS.values(), ids=REPORTS)
def test_a_report_of_a_start_can_be_waited_for(count: int, comes: bool, second: int) -> None:
    run = Run(installed(stepwise(pending(1), pending(2), (RUNNING, Accept.STOP))))
    seen: list[object] = []
    run.play(lambda console: (console.start(), seen.append(console.reported(count)), seen.append(round(console.now))))
    assert seen == [comes, second]


@every_chooser
def test_a_report_is_not_missed_when_others_follow_at_once(chooser: Callable[[], First]) -> None:
    run = Run(installed(Puppet(pending(1), pending(2), pending(3))), chooser=chooser())
    seen: list[bool] = []
    run.play(lambda console: (console.start(), seen.append(console.reported(2))))
    assert seen == [True]
    assert run.notes.named("gave_up") == []


def test_reports_are_counted_from_the_last_start() -> None:
    """The second run says nothing for so long that the SCM gives it up."""
    puppet = Puppet((STOPPED, 0))
    puppet.work = puppet.let_go
    run = Run(installed(puppet))
    seen: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.settle(60)
        seen.append(console.record().reports)
        puppet.reports, puppet.work = (), puppet.wait
        console.start()
        seen.append(console.reported(1))

    run.play(scenario)
    assert seen == [1, False]
    assert [state for _, _, state in run.notes.named("gave_up")] == [RUNNING]


def stoppable() -> Puppet:
    """A service whose handler stops it in order."""
    puppet = Puppet((RUNNING, Accept.STOP))
    puppet.on[Control.STOP] = in_turn(lambda: puppet.say(STOP_PENDING), puppet.stops())
    return puppet


@every_chooser
def test_a_control_that_is_held_up_comes_late_and_nobody_blames_the_handler(chooser: Callable[[], First]) -> None:
    run = Run(installed(stoppable()), chooser=chooser())
    answers: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        console.hold_up(31)
        answers.append((console.control(Control.STOP), round(console.now)))
        answers.append((console.until(STOPPED), round(console.now)))

    run.play(scenario)
    assert answers == [(1053, 30), (True, 31)]
    assert [round(at) for at, *_ in run.notes.named("enter")] == [31]
    assert run.notes.named("handler_late") == []


def test_only_the_next_control_is_held_up() -> None:
    run = Run(installed(stoppable()))
    answers: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        console.hold_up(3)
        for control in (Control.INTERROGATE, Control.STOP):
            answers.append((console.control(control), round(console.now)))

    run.play(scenario)
    assert answers == [(0, 3), (0, 3)]


def test_a_process_that_ends_meanwhile_never_gets_the_control() -> None:
    puppet = stoppable()
    run = Run(installed(puppet))
    answers: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        console.hold_up(31)
        console.client(lambda: answers.append(console.control(Control.STOP)), "client")
        console.sleep(10)
        console.kill()
        console.sleep(60)

    run.play(scenario)
    assert answers == [1053]
    assert puppet.heard == []
