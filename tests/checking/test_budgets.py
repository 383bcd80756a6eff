"""Budgets: a search that does not come to its end says so, and is certain of nothing."""

from __future__ import annotations

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Jump, Seq, choice, seq
from svclint.checking.driver import check
from svclint.checking.judgement import Certainty
from svclint.checking.world import Phase
from tests.checking.words import Words, at, attempt, do, handler, point, running, signal, when

DEEP = 2_000


def tangled(flags: int) -> Behaviour:
    """Branches on many flags, each of which gets a value."""
    keys = [f"k{number}" for number in range(flags)]
    return seq(*(signal(key, True) for key in keys), *(when(key, do("a"), signal(key, False)) for key in keys))


def test_bursts_are_counted() -> None:
    """With a budget for nothing the search fails with four flags, with one and with none."""
    assert check(Words(), seq(tangled(5), do("end")), budget=10).bursts == 3


def test_a_search_without_flags_is_not_repeated() -> None:
    """There is nothing to leave out."""
    assert check(Words(), seq(*[do("a")] * 20, do("end")), budget=10).bursts == 1


def test_fewer_flags_may_do() -> None:
    """A search that succeeds in the end has all findings, possible ones."""
    branches = seq(*(choice(signal(f"k{number % 4}", True), signal(f"k{number % 4}", None)) for number in range(8)))
    whole = seq(branches, *(when(f"k{number}", do("a"), do("a")) for number in range(4)), do("end"))
    judgement = check(Words(), whole, budget=100)
    assert 0 < judgement.bursts < 3
    assert {violation.certainty for violation in judgement.violations} == {Certainty.POSSIBLE}


def test_enough_is_enough() -> None:
    """Within the budget nothing is said of bursts."""
    assert check(Words(), seq(tangled(3), do("end"))).bursts == 0


def test_nothing_to_see_costs_nothing() -> None:
    """A behaviour without the events of a monitor is not searched at all."""
    assert check(Words(), seq(*(signal("k", True) for _ in range(9))), budget=0).bursts == 0


def nested(depth: int) -> Behaviour:
    """As many branches in branches."""
    node: Behaviour = do("a")
    for number in range(depth):
        node = Choice((Seq((signal(f"k{number % 3}", True), node)), do("b")))
    return node


def test_deep_behaviours_do_not_crash() -> None:
    """What is too deep for Python's stack is a burst; what slicing flattens is not deep."""
    assert check(Words(), seq(nested(DEEP), do("end"))).bursts in (0, 1, 2, 3)
    node: Behaviour = do("a")
    for _ in range(DEEP):
        node = attempt(node, do("x"))
    assert check(Words(), seq(node, do("end"))).bursts >= 1


def test_irrelevant_depth_is_no_depth() -> None:
    """Calls in calls and branches in branches that hold nothing of interest vanish."""
    node: Behaviour = Jump("return")
    for _ in range(DEEP):
        node = Choice((Seq((signal("k", True), Call(node, "f", at("f()")))), SKIP))
    judgement = check(Words(), seq(node, do("end")))
    assert (judgement.bursts, [violation.code for violation in judgement.violations]) == (0, [""])


def test_deep_handlers_do_not_crash_either() -> None:
    """A handler that is too deep ends the search, not the program."""
    setting = running(handler("STOP", nested(DEEP), {Phase.RUNNING}, Phase.STOPPING))
    assert check(Words(), seq(point(), do("end")), setting).bursts in (0, 1, 2, 3)
