"""Loops: how many turns, widened states, and paths that prove."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from svclint.checking.behaviour import NEVER, SKIP, Behaviour, Call, Choice, Emit, Jump, Leaves, Loop, choice, seq
from svclint.checking.driver import check
from svclint.checking.judgement import Certainty, Judgement
from svclint.checking.monitor import Broken, Monitor, Verdict
from svclint.checking.trace import check_trace
from svclint.checking.world import Phase
from svclint.contract.events import Enter, Event, Opaque, Took, Wait, WaitKind
from tests.checking.monitors import HandlerTime
from tests.checking.words import at, do, handler, paths, point, running


def sleep(seconds: float) -> Behaviour:
    return Emit(Wait(at(f"sleep({seconds})"), WaitKind.SLEEP, "", seconds, Took(seconds, seconds)))


def handled(*parts: Behaviour) -> Behaviour:
    return Leaves(seq(Emit(Enter(at("SvcStop"), "STOP")), *parts), "STOP", at("SvcStop"))


def times(count: int | None, *body: Behaviour) -> Loop:
    return Loop(SKIP, SKIP, seq(*body), 0, count)


def judged(*parts: Behaviour) -> list[Certainty]:
    """What the time of a handler is, and that paths of broken ones prove it."""
    judgement = check(HandlerTime(), handled(*parts))
    assert judgement.bursts == 0
    for violation in judgement.violations:
        if violation.certainty is Certainty.BROKEN:
            assert [again.at for again in check_trace(HandlerTime(), violation.path)] == [violation.at]
    return [violation.certainty for violation in judgement.violations]


@pytest.mark.parametrize(
    ("count", "seconds", "expected"),
    [(30, 1, []), (31, 1, [Certainty.BROKEN]), (3600, 1, [Certainty.BROKEN]), (10**9, 1, [Certainty.BROKEN])],
)
def test_known_counts_add_up_exactly(count: int, seconds: float, expected: list[Certainty]) -> None:
    """Thirty sleeps of a second are thirty seconds; a thousand million are found out as quickly."""
    assert judged(times(count, sleep(seconds))) == expected


def test_many_short_waits_add_up() -> None:
    """``range(600)`` with a tenth of a second each: the real path is looked for, and found."""
    assert judged(times(600, sleep(0.1))) == [Certainty.BROKEN]


def test_any_number_of_turns_adds_up() -> None:
    """Some run of ``while x: sleep(1)`` takes longer than 30 s, and one such run is shown."""
    assert judged(times(None, sleep(1))) == [Certainty.BROKEN]


def test_a_widened_state_alone_convicts_nobody() -> None:
    """No run short enough to be tried shows that it takes too long."""
    assert judged(times(None, sleep(0.001))) == [Certainty.POSSIBLE]


def test_a_loop_that_does_not_wait_costs_no_time() -> None:
    """Widening what other loops added is told apart from the truth by its path."""
    assert Certainty.BROKEN not in judged(sleep(20), times(None, Choice((sleep(0), SKIP))))


def test_loops_in_loops_end() -> None:
    """Five deep, each any number of times."""
    body: Behaviour = sleep(7)
    for _ in range(5):
        body = times(None, Choice((body, sleep(0.5))))
    assert set(judged(body)) == {Certainty.BROKEN}


class Parity(Monitor["bool"]):
    """Whether something happened an odd number of times."""

    sees = (Opaque,)

    def start(self) -> bool:
        return False

    def step(self, state: bool, event: Event) -> tuple[bool, Sequence[Verdict]]:
        assert isinstance(event, Opaque)
        if event.name == "end":
            return state, [Broken("odd" if state else "even", event.at, "")]
        return not state, ()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 1000, 1001, 10**12 + 1])
def test_counts_are_exact_when_states_go_in_circles(count: int) -> None:
    """Turns that come back to a state are counted, not run."""
    judgement = check(Parity(), seq(times(count, do("turn")), do("end")))
    assert [violation.code for violation in judgement.violations] == ["odd" if count % 2 else "even"]


def test_no_control_arrives_where_nothing_happens() -> None:
    """A loop of no turns, and what never goes on, look like a place of rest only to who does not look closely."""
    setting = running(handler("STOP", do("stop"), {Phase.RUNNING}, Phase.STOPPING))
    assert paths(Loop(SKIP, SKIP, point(), 0, 0), setting) == {""}
    assert paths(choice(SKIP, seq(point(), NEVER)), setting) == {""}
    assert paths(Loop(SKIP, SKIP, seq(point(), NEVER)), setting) == {""}
    assert paths(Loop(SKIP, seq(point(), NEVER), Jump("break")), setting) == {""}


def test_a_loop_that_must_turn_but_cannot_never_ends() -> None:
    """Though nothing that matters is in it."""
    assert paths(Loop(point(), SKIP, NEVER, 1)) == set()
    assert paths(Loop(point(), SKIP, NEVER, 0, 2)) == set()
    assert paths(Loop(point(), SKIP, NEVER, 0)) == {""}


def test_large_counts_cost_no_more() -> None:
    """A million turns take hardly more steps than a hundred."""
    assert cost(10**6) <= 2 * cost(100)


def cost(count: int) -> int:
    """The steps that judging takes: a loop of so many turns in a function called ten times."""
    steps = 0

    class Counted(HandlerTime):
        def step(self, state: Any, event: Event) -> Any:
            nonlocal steps
            steps += 1
            return super().step(state, event)

    called = Call(times(count, sleep(1), sleep(0)), "f", at("f()"))
    check(Counted(), handled(*[called] * 10))
    return steps


def test_a_monitor_without_widening_ends_by_its_budget() -> None:
    """A state that grows without end is a burst, not an endless search."""

    class Endless(Monitor["int"]):
        sees = (Opaque,)

        def start(self) -> int:
            return 0

        def step(self, state: int, event: Event) -> tuple[int, Sequence[Verdict]]:
            return state + 1, ()

    judgement: Judgement = check(Endless(), times(None, do("turn")), budget=1000)
    assert judgement.bursts == 1
