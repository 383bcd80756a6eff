"""Services and clients on the machine, written directly against it: what happens, in which order, and when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from svclint.contract.controls import Accept, Control
from svclint.contract.states import (
    CONTINUE_PENDING,
    PAUSE_PENDING,
    PAUSED,
    RUNNING,
    START_PENDING,
    STOP_PENDING,
    STOPPED,
)
from svclint.simulation.kernel import Ending, Unmodelled, WaitList
from svclint.simulation.scm import hosts
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.machine import current
from svclint.simulation.scm.profile import Profile, Returns
from svclint.simulation.scm.records import Configuration
from tests.simulation.scm.puppets import First, Puppet, Run, Seeded, dispatching_for, in_turn, installed, sleep
from tests.simulation.scm.stage import error_of

CHOOSERS = [First, *(partial(Seeded, seed) for seed in range(8))]
every_chooser = pytest.mark.parametrize("chooser", CHOOSERS, ids=["first", *(f"seed {seed}" for seed in range(8))])


def good() -> Puppet:
    """A service that stops in two steps: the handler says STOP_PENDING, the main thread STOPPED."""
    puppet = Puppet((START_PENDING, 0, 0, 0, 1, 5000), (RUNNING, Accept.STOP))
    wait = puppet.work

    def work() -> None:
        wait()
        sleep(2)
        puppet.say(STOPPED)

    puppet.work = work
    puppet.on[Control.STOP] = in_turn(lambda: puppet.say(STOP_PENDING, 0, 0, 0, 1, 5000), puppet.let_go)
    return puppet


def states(run: Run) -> list[int]:
    """The states that were reported."""
    return [report.state for _, _, report, *_ in run.notes.named("status")]


@every_chooser
def test_a_service_starts_and_stops_whoever_goes_first(chooser: Callable[[], First]) -> None:
    run = Run(installed(good()), chooser=chooser())
    answers: list[object] = []

    def scenario(console: Console) -> None:
        answers.append(console.start("an argument"))
        answers.append(console.until(RUNNING))
        answers.append(console.control(Control.STOP))
        answers.append(console.until(STOPPED))
        answers.append(console.settle(60))

    outcome = run.play(scenario)
    assert answers == [0, True, 0, True, True]
    assert states(run) == [START_PENDING, RUNNING, STOP_PENDING, STOPPED]
    assert outcome.ending is Ending.STOPPED
    assert [entered for _, _, entered, _ in run.notes.named("dispatcher")] == [True, False]
    assert [code for _, _, code, _ in run.notes.named("process_exit")] == [0]


def test_a_control_is_handled_on_the_thread_that_dispatches() -> None:
    run = Run(installed(good()))
    run.play(lambda console: (console.start(), console.until(RUNNING), console.control(Control.STOP)))
    (_, _, _, dispatching), *_ = run.notes.named("dispatcher")
    assert [facts[-1] for facts in run.notes.named("enter")] == [dispatching]
    (_, _, _, _, working), *_ = run.notes.named("main")
    assert (working.role, working is dispatching) == ("service", False)


def test_the_dispatcher_waits_for_stopped_and_not_for_the_main_function() -> None:
    puppet = Puppet((RUNNING, 0))
    puppet.work = in_turn(lambda: puppet.say(STOPPED), lambda: sleep(3))
    run = Run(installed(puppet))
    run.play(lambda console: (console.start(), console.settle(60)))
    at_exit = run.notes.named("dispatcher")[-1][0]
    left = next(at for at, _, entered, *_ in run.notes.named("main") if not entered)
    assert at_exit < 0.1
    assert left >= 3


def pausing() -> Puppet:
    """A service that pauses and resumes."""
    puppet = Puppet((RUNNING, Accept.STOP | Accept.PAUSE_CONTINUE))
    mask = Accept.STOP | Accept.PAUSE_CONTINUE
    puppet.on[Control.PAUSE] = in_turn(
        lambda: puppet.say(PAUSE_PENDING, mask, point=1, hint=1000), lambda: puppet.say(PAUSED, mask)
    )
    puppet.on[Control.CONTINUE] = in_turn(
        lambda: puppet.say(CONTINUE_PENDING, mask, point=1, hint=1000), lambda: puppet.say(RUNNING, mask)
    )
    puppet.on[Control.STOP] = puppet.stops()
    return puppet


@every_chooser
def test_pause_continue_stop(chooser: Callable[[], First]) -> None:
    run = Run(installed(pausing()), chooser=chooser())
    answers: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        for control, state in ((Control.PAUSE, PAUSED), (Control.CONTINUE, RUNNING), (Control.STOP, STOPPED)):
            answers.extend([console.control(control), console.record().status.state == state])

    run.play(scenario)
    assert answers == [0, True] * 3
    assert states(run) == [RUNNING, PAUSE_PENDING, PAUSED, CONTINUE_PENDING, RUNNING, STOPPED]


def test_stop_while_starting_reaches_a_service_that_takes_it() -> None:
    puppet = Puppet((START_PENDING, Accept.STOP, 0, 0, 1, 60000))
    puppet.on[Control.STOP] = puppet.stops()
    run = Run(installed(puppet))
    answers: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(START_PENDING)
        console.sleep(1)
        answers.extend([console.control(Control.PAUSE), console.control(Control.STOP)])

    run.play(scenario)
    assert answers == [1061, 0]
    assert puppet.heard == [Control.STOP]


def test_the_first_clients_may_come_at_the_very_report() -> None:
    """With the right dice a STOP is delivered before the service does anything after reporting RUNNING."""
    early = 0
    for seed in range(40):
        puppet = Puppet((RUNNING, Accept.STOP))
        log: list[str] = []
        puppet.on[Control.STOP] = in_turn(partial(log.append, "stop"), puppet.stops())
        puppet.work = partial(log.append, "work")
        run = Run(installed(puppet), chooser=Seeded(seed))
        run.play(lambda console: (console.start(), console.until(RUNNING), console.control(Control.STOP)))
        early += log[:1] == ["stop"]
    assert 0 < early < 40


def test_a_late_handler_costs_its_client_1053_and_goes_on() -> None:
    puppet = Puppet((RUNNING, Accept.STOP))
    puppet.on[Control.STOP] = in_turn(lambda: sleep(600), puppet.stops())
    run = Run(installed(puppet))
    answers: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        answers.append(console.control(Control.STOP))
        answers.append(round(console.now))
        answers.append(console.control(Control.INTERROGATE))
        answers.append(console.until(STOPPED, 1000))
        answers.append(round(console.now))

    run.play(scenario)
    assert answers == [1053, 30, 1061, True, 600]
    assert len(run.notes.named("handler_late")) == 1


@every_chooser
def test_of_two_clients_that_stop_one_is_too_late(chooser: Callable[[], First]) -> None:
    puppet = good()
    run = Run(installed(puppet), chooser=chooser())
    answers: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        for name in ("one", "two"):
            console.client(lambda: answers.append(console.control(Control.STOP)), name)
        console.settle(60)

    run.play(scenario)
    assert answers[0] in (0, 1061, 1062)
    assert sorted(answers)[0] == 0
    assert sorted(answers)[1] in (1061, 1062)
    assert puppet.heard == [Control.STOP]


def test_a_handler_that_controls_its_own_service_waits_for_itself() -> None:
    """HND-19: delivery is serialised, so the request inside the handler fails after the limit."""
    puppet = Puppet((RUNNING, 0))
    inner: list[int] = []
    puppet.on[128] = lambda: inner.append(error_of(lambda: current().control("subject", 129)))
    run = Run(installed(puppet))
    outer: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        outer.append(console.control(128))
        console.sleep(5)

    run.play(scenario)
    assert (inner, outer) == ([1053], [1053])
    assert puppet.heard == [128, 129]


def test_killing_the_process_books_1067_and_wakes_who_waits() -> None:
    puppet = Puppet((RUNNING, 0))
    puppet.on[128] = lambda: sleep(600)
    run = Run(installed(puppet))
    found: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        console.client(lambda: found.append((console.control(128), round(console.now))), "waits")
        console.sleep(1)
        found.append(console.kill())
        console.sleep(1)
        found.append((console.record().status.state, console.record().status.win32_exit, console.record().process))
        found.append(console.kill())

    run.play(scenario)
    assert found == [True, (1053, 1), (STOPPED, 1067, 0), False]


def test_a_service_starts_again_at_stopped() -> None:
    puppet = good()
    run = Run(installed(puppet))
    answers: list[object] = []

    def scenario(console: Console) -> None:
        for word in ("one", "two"):
            answers.append(console.start(word))
            answers.append(console.until(RUNNING))
            answers.append(console.control(Control.STOP))
            answers.append(console.until(STOPPED))

    run.play(scenario)
    assert answers == [0, True, 0, True] * 2
    assert puppet.lives == [("subject", "one"), ("subject", "two")]
    assert [process.number for _, _, process in run.notes.named("started")] == [1000, 1004]


def test_a_report_through_the_handle_of_an_earlier_process_is_refused() -> None:
    """Whether that process is over or, as here first, still has something to do."""
    puppet = good()
    dispatching = dispatching_for(puppet)
    lingering = hosts.script(in_turn(dispatching, lambda: sleep(60)))
    run = Run(Installed(Configuration("subject"), lingering))
    errors: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        old = puppet.handle
        console.control(Control.STOP)
        console.until(STOPPED)
        console.start()
        console.until(RUNNING)
        errors.append(error_of(lambda: current().set_status(old, (0x10, STOPPED, 0, 0, 0, 0, 0))))
        console.sleep(100)
        errors.append(error_of(lambda: current().set_status(old, (0x10, STOPPED, 0, 0, 0, 0, 0))))
        errors.append(console.control(Control.STOP))

    run.play(scenario)
    assert errors == [6, 6, 0]
    assert [error for *_, error, _ in run.notes.named("status")].count(6) == 2


def test_start_returns_at_the_first_report_if_the_profile_says_so() -> None:
    """Conflict 11."""
    times: dict[Returns, float] = {}
    for returns in Returns:
        puppet = Puppet()
        puppet.work = in_turn(partial(sleep, 5), partial(puppet.say, RUNNING))
        run = Run(installed(puppet), profile=Profile(start_returns=returns))
        run.play(lambda console: console.start())
        times[returns] = run.notes.named("start_over")[0][0]
    assert times[Returns.THREAD] < 0.1
    assert round(times[Returns.REPORT]) == 5


def test_reports_keep_a_slow_start_from_being_given_up() -> None:
    """MAI-11: eighty seconds and the hint count from the last report."""
    puppet = Puppet()

    def work() -> None:
        for point in range(1, 5):
            puppet.say(START_PENDING, point=point, hint=10000)
            sleep(85)
        puppet.say(RUNNING)

    puppet.work = work
    run = Run(installed(puppet))
    answers: list[object] = []
    run.play(lambda console: answers.extend([console.start(), console.until(RUNNING), round(console.now)]))
    assert answers == [0, True, 340]
    assert not run.notes.named("gave_up")


def test_the_console_gives_a_stop_up_after_125_seconds() -> None:
    puppet = Puppet((RUNNING, Accept.STOP))
    puppet.on[Control.STOP] = lambda: puppet.say(STOP_PENDING, point=1, hint=1000)
    run = Run(installed(puppet))
    answers: list[object] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        console.control(Control.STOP)
        answers.extend([console.until(STOPPED), round(console.now)])

    run.play(scenario)
    assert answers == [False, 125]
    assert [fact[-1] for fact in run.notes.named("gave_up")] == [STOPPED]


def test_a_plain_handler_hears_no_extended_control() -> None:
    """HND-18."""
    for extended in (True, False):
        puppet = Puppet((RUNNING, Accept.SESSIONCHANGE | Accept.SHUTDOWN))
        puppet.extended = extended
        run = Run(installed(puppet))
        run.play(
            lambda console: (
                console.start(), console.until(RUNNING),
                console.signal(Control.SESSIONCHANGE, 5, (1,)), console.signal(Control.SHUTDOWN),
            )
        )  # fmt: skip
        assert puppet.heard == [Control.SESSIONCHANGE, Control.SHUTDOWN][not extended :]


def test_a_report_by_the_host_is_told_as_such() -> None:
    puppet = Puppet((RUNNING, 0))
    puppet.work = in_turn(
        puppet.stops(),
        lambda: current().set_status(puppet.handle, (0x10, STOPPED, 0, 0, 0, 0, 0), by_host=True),
    )
    run = Run(installed(puppet))
    run.play(lambda console: (console.start(), console.settle(60)))
    assert [(report.state, by_host) for _, _, report, by_host, *_ in run.notes.named("status")] == [
        (RUNNING, False), (STOPPED, False), (STOPPED, True),
    ]  # fmt: skip


def test_nothing_is_told_while_the_run_is_unwound() -> None:
    """A service that reports from a finally clause, as the run ends around it."""
    puppet = Puppet((RUNNING, 0))

    def work() -> None:
        try:
            WaitList().wait(puppet, None, "for ever")
        finally:
            puppet.say(STOPPED)

    puppet.work = work
    run = Run(installed(puppet))
    assert run.play(lambda console: (console.start(), console.until(RUNNING))).ending is Ending.STOPPED
    assert states(run) == [RUNNING]


def test_outside_a_run_there_is_no_machine() -> None:
    with pytest.raises(Unmodelled):
        current()
