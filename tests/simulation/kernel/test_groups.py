"""Tasks that belong together, as those of a process do, and end together while the run goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

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
    running,
)

from .choosers import AtRandom, First

SECOND = 10**9
SEEDS = range(20)
GROUP = "a process"


def here() -> Scheduler:
    run = active()
    assert run is not None
    return run


def member(body: Callable[[], object], name: str = "member") -> Task:
    """A first task of the group."""
    return here().spawn(body, name=name, role="process", group=GROUP)


def seconds() -> float:
    return here().now / SECOND


def played(body: Callable[[], object], seed: int = 0, *observers: Observer) -> Outcome:
    """A run that has to come to its end within an hour."""
    chooser = AtRandom(seed) if seed else First()
    return Scheduler(chooser, Limits(seconds=3600), observers).run(body)


def test_who_is_started_belongs_to_the_group_of_who_starts_it() -> None:
    groups: list[object] = []

    def body() -> None:
        member(lambda: here().spawn(lambda: groups.append(here().current.group), name="child", role="worker"))
        here().sleep(SECOND)
        groups.append(here().current.group)

    played(body)
    assert groups == [GROUP, None]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_of_the_group_goes_on_and_everybody_else_does(seed: int) -> None:
    """Whatever they do: sleep, wait, be ready, or not have begun yet."""
    seen: list[tuple[str, int]] = []

    def ticking(name: str) -> Callable[[], None]:
        def tick() -> None:
            while True:
                here().sleep(SECOND)
                seen.append((name, here().now // SECOND))

        return tick

    def many() -> None:
        here().spawn(ticking("own"), name="ticks", role="worker")
        here().spawn(lambda: WaitList().wait("nothing", None, "wait"), name="waits", role="worker")
        here().spawn(lambda: [here().point("work") for _ in range(500)], name="works", role="worker")
        WaitList().wait("nothing", None, "wait")

    def body() -> None:
        member(many)
        here().spawn(ticking("other"), name="other", role="worker")
        here().sleep(SECOND * 5 // 2)
        late = member(lambda: seen.append(("late", 0)), "late")
        here().end(GROUP)
        assert late not in here().alive
        assert [task.group for task in here().alive] == [None, None]
        here().sleep(2 * SECOND)
        here().stop(Ending.STOPPED)

    outcome = played(body, seed)
    assert (outcome.ending, outcome.dirty) == (Ending.STOPPED, False)
    assert [when for name, when in seen if name == "own"] == [1, 2]
    assert [when for name, when in seen if name == "other"] == [1, 2, 3, 4]
    assert ("late", 0) not in seen


def test_what_a_task_does_while_it_is_unwound_has_no_effect() -> None:
    """Every operation raises again, at once: no time passes, nobody is woken, nothing is started or heard of."""
    heard: list[str] = []
    waiting = WaitList()
    raised: list[str] = []

    class Ears(Observer):
        def point(self, task: Task, op: str, subject: object) -> None:
            heard.append(op)

        def ended(self, task: Task) -> None:
            heard.append(f"end of {task.name}")

    def stubborn() -> None:
        try:
            waiting.wait("nothing", None, "wait")
        finally:
            for act in (
                lambda: here().sleep(SECOND),
                lambda: here().point("farewell"),
                lambda: here().glance("look"),
                lambda: here().spawn(print, name="new", role="worker"),
                lambda: here().end(GROUP),
                lambda: here().stop(Ending.STOPPED),
            ):
                try:
                    act()
                except Abort:
                    raised.append("Abort")

    def body() -> None:
        member(stubborn)
        here().sleep(SECOND)
        before = here().now
        here().end(GROUP)
        assert here().now == before
        here().sleep(SECOND)

    outcome = played(body, 0, Ears())
    assert outcome.ending is Ending.DONE
    assert raised == ["Abort"] * 6
    assert heard == ["end of main"]


def test_what_is_not_modelled_does_not_count_while_a_task_is_unwound() -> None:
    """The process is dead: nothing that it would do proves or hides anything."""

    def body() -> None:
        def farewell() -> None:
            try:
                here().sleep(10 * SECOND)
            finally:
                raise Unmodelled("a last word")

        member(farewell)
        here().sleep(SECOND)
        here().end(GROUP)

    assert played(body).ending is Ending.DONE


def test_who_waits_for_the_end_of_a_task_goes_on() -> None:
    """The farewells of ended tasks are said, a lock that one holds is free afterwards."""
    seen: list[float] = []
    over = WaitList()

    def body() -> None:
        task = member(lambda: here().sleep(100 * SECOND))
        task.farewells.append(over.wake)
        here().spawn(lambda: (over.wait(task, None, "join"), seen.append(seconds())), name="joins", role="worker")
        here().sleep(SECOND)
        here().end(GROUP)

    played(body)
    assert [int(each) for each in seen] == [1]


def test_a_member_ends_the_others_and_then_itself() -> None:
    seen: list[str] = []

    def leaving() -> None:
        here().spawn(lambda: (here().sleep(SECOND), seen.append("other")), name="other", role="worker")
        here().end(GROUP)
        seen.append("alone")
        try:
            here().leave()
        finally:
            with suppress(Abort):
                here().sleep(SECOND)
            seen.append("unwound")

    def body() -> None:
        member(leaving)
        here().sleep(5 * SECOND)
        seen.append("the rest")

    assert played(body).ending is Ending.DONE
    assert seen == ["alone", "unwound", "the rest"]


def test_a_member_that_swallows_everything_is_given_up() -> None:
    """The others of the group are ended, the run goes on, and the process is dirty."""
    seen: list[str] = []

    def swallow() -> None:
        while True:
            with suppress(BaseException):
                here().sleep(SECOND)

    def body() -> None:
        member(swallow)
        member(lambda: (here().sleep(SECOND * 3), seen.append("never")))
        here().sleep(SECOND)
        here().end(GROUP)
        here().sleep(SECOND * 10)
        seen.append("on")

    outcome = played(body)
    assert (outcome.ending, outcome.dirty, seen) == (Ending.DONE, True, ["on"])


def test_hooks_hear_whose_turn_it_is_and_which_group_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group is told when the turn comes to it from another one; a task of no group changes nothing."""
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(running, "crossings", [lambda group: told.append(("to", group))])
    monkeypatch.setattr(running, "departures", [lambda group: told.append(("end", group))])

    def body() -> None:
        for group in ("a", "b"):
            here().spawn(lambda: here().sleep(SECOND), name=group, role="process", group=group)
        here().sleep(5 * SECOND)
        here().end("a")

    played(body)
    assert told == [("to", "a"), ("to", "b"), ("to", "a"), ("to", "b"), ("end", "a")]


# ---- held for a while -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_held_does_not_go_on_until_it_is_freed(seed: int) -> None:
    """Time passes for it all the same: it wakes late, and others run meanwhile."""
    seen: list[tuple[str, int]] = []

    def ticking(name: str) -> Callable[[], None]:
        def tick() -> None:
            for _ in range(4):
                here().sleep(2 * SECOND)
                seen.append((name, here().now // SECOND))

        return tick

    def body() -> None:
        held = here().spawn(ticking("held"), name="held", role="worker")
        here().spawn(ticking("other"), name="other", role="worker")
        here().sleep(3 * SECOND)
        here().hold([held])
        here().sleep(4 * SECOND)
        here().free()

    assert played(body, seed).ending is Ending.DONE
    assert [when for name, when in seen if name == "other"] == [2, 4, 6, 8]
    assert [when for name, when in seen if name == "held"] == [2, 7, 9, 11]


@pytest.mark.parametrize("way", ["the run is stopped", "its group is ended", "nobody can go on"])
def test_who_is_held_is_unwound_as_all_others(way: str) -> None:
    seen: list[str] = []

    def wait() -> None:
        try:
            WaitList().wait("nothing", None, "wait")
        finally:
            seen.append("unwound")

    def body() -> None:
        task = member(wait)
        here().sleep(SECOND)
        here().hold([task])
        here().sleep(SECOND)
        match way:
            case "the run is stopped":
                here().stop(Ending.STOPPED)
            case "its group is ended":
                here().end(GROUP)
            case _:
                WaitList().wait("nothing", None, "wait")

    outcome = played(body)
    endings = {"the run is stopped": Ending.STOPPED, "its group is ended": Ending.DONE}
    assert (outcome.ending, outcome.dirty, seen) == (endings.get(way, Ending.DEADLOCK), False, ["unwound"])
