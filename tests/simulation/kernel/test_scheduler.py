"""The scheduler by itself, without any replaced primitive: whose turn, what time, and how it ends."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Sequence

import pytest

from svclint.simulation.kernel import (
    Abort,
    Ending,
    Limits,
    Observer,
    Outcome,
    Scheduler,
    Task,
    Unmodelled,
    WaitList,
    active,
    blame,
)

from .choosers import AtRandom, First

SECOND = 10**9
USUAL = Limits()


def here() -> Scheduler:
    """The scheduler of the run that the calling code is in."""
    run = active()
    assert run is not None
    return run


def spawn(body: Callable[[], object], name: str = "other", daemon: bool = False) -> Task:
    return here().spawn(body, name=name, role="worker", daemon=daemon)


def played(body: Callable[[], object], limits: Limits = USUAL, chooser: First | None = None) -> Outcome:
    return Scheduler(chooser or First(), limits).run(body)


class Last(First):
    """Always somebody else, the youngest; time passes whenever that is offered."""

    def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
        return len(ready) - 1 + scheduler.offers_clock


# ---- turns --------------------------------------------------------------------------------------------------


def test_by_default_whoever_runs_goes_on() -> None:
    """A new task waits until its creator blocks or ends."""
    seen: list[str] = []

    def body() -> None:
        spawn(lambda: seen.append("other"))
        here().point("work")
        seen.append("main")

    assert played(body).ending is Ending.DONE
    assert seen == ["main", "other"]


def test_a_chooser_may_preempt_at_every_point() -> None:
    seen: list[str] = []

    def body() -> None:
        spawn(lambda: seen.append("other"))
        here().point("work")
        seen.append("main")

    played(body, chooser=Last())
    assert seen == ["other", "main"]


def test_the_chooser_sees_who_runs_first_and_the_rest_by_age() -> None:
    asked: list[tuple[list[str], bool]] = []

    class Asked(First):
        def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
            asked.append(([task.name for task in ready], continues))
            return 0

    def body() -> None:
        spawn(lambda: None, "b")
        spawn(lambda: here().point("work"), "c")
        here().point("work")
        here().sleep(SECOND)

    played(body, chooser=Asked())
    assert asked == [(["main", "b", "c"], True), (["b", "c"], False)]


def test_everybody_who_waits_is_woken_and_the_chooser_decides() -> None:
    """Not first come first served: with the last chosen, the last one to wait gets it first."""
    seen: list[str] = []

    def body() -> None:
        waiting = WaitList()
        for name in "abc":
            spawn(lambda name=name: (waiting.wait(waiting, None, "wait"), seen.append(name)), name)  # type: ignore[misc]
        here().sleep(SECOND)
        waiting.wake()

    played(body, chooser=Last())
    assert seen == ["c", "b", "a"]


def test_tasks_know_where_they_come_from() -> None:
    tasks: list[Task] = []

    def body() -> None:
        tasks.append(here().current)
        tasks.append(spawn(lambda: tasks.append(spawn(lambda: None, "grandchild", daemon=True)), "child"))

    played(body)
    assert [(t.number, t.name, t.role, t.daemon) for t in tasks] == [
        (0, "main", "process", False),
        (1, "child", "worker", False),
        (2, "grandchild", "worker", True),
    ]
    assert [t.creator for t in tasks] == [None, tasks[0], tasks[1]]


# ---- time ---------------------------------------------------------------------------------------------------


def test_time_jumps_when_everybody_sleeps() -> None:
    """125 s of virtual time; a microsecond for each operation."""
    assert played(lambda: here().sleep(125 * SECOND)).now == 125 * SECOND + 1000


def test_a_wait_ends_by_being_woken_or_by_its_time() -> None:
    results: list[tuple[bool, int]] = []

    def body() -> None:
        first, second = WaitList(), WaitList()
        spawn(lambda: (here().sleep(3 * SECOND), first.wake()))
        results.append((first.wait(first, 5 * SECOND, "wait"), here().now // SECOND))
        results.append((second.wait(second, 5 * SECOND, "wait"), here().now // SECOND))

    played(body)
    assert results == [(True, 3), (False, 8)]


def test_timers_of_one_moment_fire_in_the_order_they_were_set() -> None:
    seen: list[str] = []

    def body() -> None:
        for name in "abc":
            spawn(lambda name=name: (here().sleep(SECOND - here().now), seen.append(name)), name)  # type: ignore[misc]

    played(body)
    assert seen == ["a", "b", "c"]


def test_no_timer_fires_while_somebody_can_run() -> None:
    """Without slack, a timeout means that nobody had anything else to do."""
    assert _race(Limits()) is True


def test_with_slack_a_near_timer_may_fire_first() -> None:
    """The worker needs more than the 0.5 s that it is given."""
    assert _race(Limits(slack=1.0)) is False


def test_slack_does_not_reach_timers_beyond_it() -> None:
    assert _race(Limits(slack=0.4)) is True


def _race(limits: Limits) -> bool:
    """Whether a waiter with 0.5 s of patience is woken by a task that is ready, if the chooser loves the clock."""
    result: list[bool] = []

    def body() -> None:
        done = WaitList()
        spawn(done.wake)
        result.append(done.wait(done, SECOND // 2, "join"))

    played(body, limits, Last())
    return result[0]


def test_slack_is_a_budget() -> None:
    """Two timers of 0.4 s cannot both be fired with 0.5 s of slack."""

    class Clocked(First):
        def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
            return len(ready) if scheduler.offers_clock else 0

    scheduler = Scheduler(Clocked(), Limits(slack=0.5))
    results: list[bool] = []

    def body() -> None:
        for _ in range(2):
            done = WaitList()
            spawn(done.wake)
            results.append(done.wait(done, 4 * SECOND // 10, "join"))

    scheduler.run(body)
    assert results == [False, True]
    assert 0 < scheduler.slack_spent <= SECOND // 2


# ---- loops --------------------------------------------------------------------------------------------------


def test_who_only_looks_stands_aside_for_others() -> None:
    flag: list[bool] = []

    def body() -> None:
        spawn(lambda: flag.append(True))
        while not flag:
            here().glance("look")

    outcome = played(body)
    assert outcome.ending is Ending.DONE
    assert outcome.now < SECOND // 1000


def test_who_only_looks_alone_waits() -> None:
    flag: list[bool] = []

    def body() -> None:
        spawn(lambda: (here().sleep(100 * SECOND), flag.append(True)))
        while not flag:
            here().glance("look")

    outcome = played(body)
    assert outcome.ending is Ending.DONE
    assert outcome.steps < 5_000


def test_two_who_look_at_each_other_let_time_pass() -> None:
    flag: list[bool] = []

    def look() -> None:
        while not flag:
            here().glance("look")

    def body() -> None:
        spawn(look)
        spawn(lambda: (here().sleep(30 * SECOND), flag.append(True)))
        look()

    assert played(body).ending is Ending.DONE


def test_honest_work_is_not_taken_for_waiting() -> None:
    """Who counts, walks over something or collects is never twice in the same state; the timer does not fire."""
    times: list[int] = []

    def count() -> None:
        for _ in range(3_000):
            here().point("work")

    def look_at_many() -> None:
        for row in [[number] for number in range(3_000)]:
            here().glance(str(row))

    def collect() -> None:
        found: list[int] = []
        while len(found) < 3_000:
            here().glance("look")
            found.append(1)

    def body() -> None:
        spawn(lambda: here().sleep(600 * SECOND), daemon=True)
        for work in (count, look_at_many, collect):
            work()
        times.append(here().now)

    assert played(body).ending is Ending.DONE
    assert times == [9_001 * 1000]  # one operation is the sleep of the other


# ---- endings ------------------------------------------------------------------------------------------------


def test_a_deadlock_is_exact_and_says_who_waits_for_whom() -> None:
    class Held:
        owner: Task | None = None

    def body() -> None:
        first, second = Held(), Held()
        first.owner = here().current
        other = spawn(lambda: here().block(first, None, "acquire"), "other")
        second.owner = other
        here().block(second, None, "acquire")

    outcome = played(body)
    assert outcome.ending is Ending.DEADLOCK
    assert outcome.detail is not None
    assert [line.split(" at ")[0] for line in outcome.detail.splitlines()] == [
        "T0 'main' waits (acquire Held) held by T1 'other'",
        "T1 'other' waits (acquire Held) held by T0 'main'",
    ]
    assert "test_scheduler.py" in outcome.detail


def test_a_circle_is_found_while_others_still_run() -> None:
    """A lock-order deadlock of two tasks, seen by a third; who waits for what it holds itself is in no circle."""
    found: list[list[str]] = []

    class Held:
        owner: Task | None = None

    def body() -> None:
        first, second, own = Held(), Held(), Held()
        a = spawn(lambda: here().block(second, None, "acquire"), "a")
        b = spawn(lambda: here().block(first, None, "acquire"), "b")
        c = spawn(lambda: here().block(own, None, "acquire"), "c")
        first.owner, second.owner, own.owner = a, b, c
        here().sleep(SECOND)
        found.append([task.name for task in blame.circle(here().tasks)])
        here().stop(Ending.STOPPED)

    played(body)
    assert found == [["a", "b"]]


def test_the_end_of_the_last_runner_may_be_a_deadlock() -> None:
    """The main task ends, another waits for ever."""

    def body() -> None:
        waiting = WaitList()
        spawn(lambda: waiting.wait(waiting, None, "wait"))

    assert played(body).ending is Ending.DEADLOCK


ENDINGS: dict[str, tuple[Callable[[], object], Limits, Ending]] = {
    "nothing is left to do": (lambda: None, Limits(), Ending.DONE),
    "stopped": (lambda: here().stop(Ending.STOPPED, "enough"), Limits(), Ending.STOPPED),
    "too many operations": (lambda: [here().point("x") for _ in range(11)], Limits(steps=10), Ending.STEPS),
    "too much virtual time asleep": (lambda: here().sleep(11 * SECOND), Limits(seconds=10), Ending.TIME),
    "no model": (lambda: _raise(Unmodelled("win32x.Call")), Limits(), Ending.UNMODELLED),
    "no model, in another task": (
        lambda: spawn(lambda: _raise(Unmodelled("win32x.Call"))),
        Limits(),
        Ending.UNMODELLED,
    ),
}


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(("body", "limits", "ending"), ENDINGS.values(), ids=ENDINGS)
def test_a_run_says_why_it_ended(body: Callable[[], object], limits: Limits, ending: Ending) -> None:
    outcome = played(body, limits)
    assert (outcome.ending, outcome.dirty) == (ending, False)


def test_an_error_of_a_task_is_kept_and_ends_only_the_task() -> None:
    tasks: list[Task] = []

    def body() -> None:
        tasks.append(spawn(lambda: _raise(KeyError("lost"))))
        here().sleep(SECOND)

    assert played(body).ending is Ending.DONE
    assert isinstance(tasks[0].error, KeyError)


def test_a_thread_that_never_comes_back_is_given_up() -> None:
    """The only test that takes real time: the watchdog has a twentieth of a second."""
    gate = threading.Event()

    def never() -> None:
        gate.wait()

    outcome = played(never, Limits(watchdog=0.05))
    gate.set()
    assert (outcome.ending, outcome.dirty) == (Ending.STUCK, True)
    assert outcome.detail is not None
    assert "test_scheduler.py" in outcome.detail


# ---- unwinding ----------------------------------------------------------------------------------------------


def test_every_task_is_unwound_in_order() -> None:
    """Also those that never began; `finally` is executed, and may not do anything visible any more."""
    seen: list[str] = []

    def waiter(name: str) -> None:
        waiting = WaitList()
        try:
            waiting.wait(waiting, None, "wait")
        finally:
            seen.append(name)
            here().point("after the end")
            seen.append("not reached")

    def body() -> None:
        spawn(lambda: waiter("a"))
        spawn(lambda: waiter("b"))
        here().sleep(SECOND)
        spawn(lambda: seen.append("never began"))
        here().stop(Ending.STOPPED)

    outcome = played(body)
    assert (seen, outcome.dirty) == (["a", "b"], False)


def test_a_task_that_swallows_everything_is_given_up() -> None:
    """Its thread stays, so the process is dirty; the others are unwound nevertheless."""
    seen: list[str] = []

    def stubborn() -> None:
        while True:
            try:
                here().sleep(SECOND)
            except BaseException:
                continue

    def polite() -> None:
        try:
            here().sleep(100 * SECOND)
        except Abort:
            seen.append("unwound")
            raise

    def body() -> None:
        spawn(stubborn)
        spawn(polite)
        here().sleep(SECOND)
        here().stop(Ending.STOPPED)

    outcome = played(body)
    assert (outcome.ending, outcome.dirty, seen) == (Ending.STOPPED, True, ["unwound"])


def test_threads_do_not_pile_up() -> None:
    """A hundred runs that each leave three tasks waiting."""

    def body() -> None:
        waiting = WaitList()
        for _ in range(3):
            spawn(lambda: waiting.wait(waiting, None, "wait"))

    played(body)
    before = _real_threads()
    for _ in range(100):
        assert not played(body).dirty
    assert _real_threads() <= before + 1  # the last one may still be on its way out


def _real_threads() -> int:
    import sys

    return len(sys._current_frames())


def test_the_collector_is_as_it_was() -> None:
    states: list[bool] = []
    played(lambda: states.append(gc.isenabled()))
    assert (states, gc.isenabled()) == ([False], True)


# ---- the harness --------------------------------------------------------------------------------------------


class Diary(Observer):
    """All that observers are told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def started(self, task: Task) -> None:
        self.lines.append(f"{task.name} started")

    def ended(self, task: Task) -> None:
        self.lines.append(f"{task.name} ended")

    def point(self, task: Task, op: str, subject: object) -> None:
        self.lines.append(f"{task.name} {op} {subject}")

    def blocked(self, task: Task, op: str, subject: object, timeout: int | None) -> None:
        self.lines.append(f"{task.name} waits to {op} {subject} {timeout}")

    def resumed(self, task: Task, op: str, subject: object, woken: bool) -> None:
        self.lines.append(f"{task.name} goes on {woken}")


def test_observers_are_told_everything_in_order() -> None:
    diary = Diary()

    def body() -> None:
        spawn(lambda: here().point("look", "door"), "b")
        here().block("bell", 7, "hear")

    Scheduler(First(), observers=[diary]).run(body)
    assert diary.lines == [
        "main started",
        "main waits to hear bell 7",
        "b started",
        "b look door",
        "b ended",
        "main goes on False",
        "main ended",
    ]


def test_nobody_is_told_of_the_unwinding() -> None:
    """What happens after the end of a run is no event."""
    diary = Diary()
    Scheduler(First(), observers=[diary]).run(lambda: here().stop(Ending.STOPPED))
    assert diary.lines == ["main started"]


def test_harness_code_is_not_in_the_run() -> None:
    """On the thread of a task, a chooser and an observer see no run: their locks and clocks are real."""
    seen: list[object] = []

    class Nosy(Last):
        def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
            seen.append(active())
            return 0

    class Watching(Observer):
        def point(self, task: Task, op: str, subject: object) -> None:
            seen.append(active())

    def body() -> None:
        spawn(lambda: None)
        here().point("work")

    Scheduler(Nosy(), observers=[Watching()]).run(body)
    assert seen == [None, None]


def test_an_observer_may_stop_the_run() -> None:
    scheduler: Scheduler

    class Judge(Observer):
        def point(self, task: Task, op: str, subject: object) -> None:
            scheduler.stop(Ending.STOPPED, "seen enough")

    reached: list[str] = []
    scheduler = Scheduler(First(), observers=[Judge()])
    outcome = scheduler.run(lambda: (here().point("work"), reached.append("after")))
    assert (outcome.ending, outcome.detail, reached) == (Ending.STOPPED, "seen enough", [])


def test_an_error_of_the_harness_is_raised_where_the_run_was_asked_for() -> None:
    class Broken(First):
        def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
            raise ZeroDivisionError

    def body() -> None:
        spawn(lambda: None)
        here().point("work")

    with pytest.raises(ZeroDivisionError):
        Scheduler(Broken()).run(body)
    assert played(lambda: None).ending is Ending.DONE


@pytest.mark.parametrize("index", [-1, 2])
def test_a_choice_that_was_not_offered_is_an_error(index: int) -> None:
    class Wrong(First):
        def choose(self, ready: Sequence[Task], continues: bool, scheduler: Scheduler) -> int:
            return index

    def body() -> None:
        spawn(lambda: None)
        here().point("work")

    with pytest.raises(IndexError):
        Scheduler(Wrong()).run(body)


def test_there_is_one_run_at_a_time() -> None:
    errors: list[BaseException] = []

    def body() -> None:
        try:
            Scheduler(First()).run(lambda: None)
        except RuntimeError as error:
            errors.append(error)

    played(body)
    assert len(errors) == 1


def test_outside_a_run_nothing_is_active() -> None:
    assert active() is None
    with pytest.raises(RuntimeError):
        WaitList().wait(None, None, "wait")


def test_a_swallowed_gap_of_the_model_still_decides() -> None:
    def body() -> None:
        try:
            raise Unmodelled("win32x.Call")
        except BaseException:
            return

    outcome = played(body)
    assert (outcome.ending, outcome.detail) == (Ending.UNMODELLED, "win32x.Call")


def test_a_seed_is_a_schedule() -> None:
    """Fifty seeds twice: the same operations at the same times; and not all seeds are alike."""

    def told(seed: int) -> list[str]:
        diary = Diary()

        def body() -> None:
            waiting = WaitList()
            for name in "abc":
                spawn(lambda: (here().point("work"), waiting.wait("bell", SECOND, "wait"), waiting.wake()), name)

        Scheduler(AtRandom(seed), Limits(slack=2.0), [diary]).run(body)
        return diary.lines

    first = [told(seed) for seed in range(50)]
    assert first == [told(seed) for seed in range(50)]
    assert len(set(map(tuple, first))) > 10
