"""The freeze probe: whose reports go on while the work is held (P46; MAI-08)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from svclint.contract.states import RUNNING, START_PENDING
from svclint.simulation.kernel import Task, WaitList, active
from tests.simulation.scm.puppets import Puppet, Run, Seeded, installed, sleep

SEEDS = range(5)
HOLD, LIMIT = 10, 100


def spawn(body: Callable[[], object], name: str) -> Task:
    scheduler = active()
    assert scheduler is not None
    return scheduler.spawn(body, name=name, role="worker")


class Starting(Puppet):
    """Reports START_PENDING, does its ``work`` and reports RUNNING; ``done`` are the seconds at which steps ended."""

    def __init__(self, prepare: Callable[[Starting], object]) -> None:
        super().__init__((START_PENDING, 0, 0, 0, 1, 60_000))
        self.prepare = prepare
        self.point = 1
        self.done: list[int] = []
        self.work = self.start

    def start(self) -> None:
        self.prepare(self)
        self.say(RUNNING)

    def step(self) -> None:
        sleep(2)
        scheduler = active()
        assert scheduler is not None
        self.done.append(scheduler.now // 10**9)

    def beat(self) -> None:
        sleep(3)
        self.point += 1
        self.say(START_PENDING, 0, 0, 0, self.point, 60_000)


def beside(service: Starting) -> None:
    """A thread reports while the service's own works."""
    spawn(lambda: [service.beat() for _ in range(4)], "reporter")
    for _ in range(4):
        service.step()


def one_by_one(service: Starting) -> None:
    """A timer reports and starts the next."""

    def ring(left: int) -> None:
        service.beat()
        if left:
            spawn(lambda: ring(left - 1), f"timer {left}")

    spawn(lambda: ring(3), "timer 4")
    for _ in range(4):
        service.step()


def both(service: Starting) -> None:
    """One thread reports, another works, and the service's own waits for both."""
    over = [WaitList(), WaitList()]
    for wait, act in zip(over, (service.beat, service.step), strict=True):
        spawn(lambda act=act: [act() for _ in range(4)], act.__name__).farewells.append(wait.wake)  # type: ignore[misc]
    for wait in over:
        wait.wait(wait, None, "join")


class Owned:
    """What is waited for when a thread is joined."""

    def __init__(self, owner: Task) -> None:
        self.owner = owner


def itself(service: Starting) -> None:
    """The thread that works reports, and the service's own only waits for it."""
    over = WaitList()
    task = spawn(lambda: [service.beat() for _ in range(4)], "worker")
    task.farewells.append(over.wake)
    over.wait(Owned(task), None, "join")


def alone(service: Starting) -> None:
    """The service's own thread works and reports."""
    for _ in range(4):
        service.step()
        service.beat()


HELD = {"a thread beside the work": beside, "a timer that starts the next": one_by_one, "two threads": both}
LEFT_ALONE = {"the thread that works": itself, "the service's own thread": alone, "nobody": lambda service: sleep(5)}


def probed(prepare: Callable[[Starting], object], seed: int) -> tuple[Starting, Run, bool]:
    """The service, its run, and whether its work was held."""
    service, found = Starting(prepare), []
    run = Run(installed(service), chooser=Seeded(seed))

    def scenario(console) -> None:  # type: ignore[no-untyped-def]
        console.start()
        found.append(console.hold_work(HOLD, LIMIT))
        assert console.until(RUNNING)

    run.play(scenario)
    return service, run, found[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("prepare", HELD.values(), ids=HELD)
def test_the_work_is_held_while_others_report(prepare: Callable[[Starting], object], seed: int) -> None:
    """From the first report on, at 3 s: the reports go on, the steps of the work come ten seconds later."""
    service, run, held = probed(prepare, seed)
    assert held
    assert [(round(when), on) for when, _, on in run.notes.named("held")] == [(3, True), (13, False)]
    reports = [round(when) for when, _, report, *_ in run.notes.named("status") if report.check_point > 1]
    assert reports == [3, 6, 9, 12]
    assert service.done == [2, 13, 15, 17]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("prepare", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_nothing_is_held_where_the_work_itself_reports(prepare: Callable[[Starting], object], seed: int) -> None:
    _, run, held = probed(prepare, seed)
    assert not held
    assert run.notes.named("held") == []
