"""Budgets: a search that does not come to its end says so, and is certain of nothing."""

from __future__ import annotations

from svclint.checking.behaviour import SKIP, Behaviour, Call, Choice, Jump, Seq, choice, seq
from svclint.checking.census import Census
from svclint.checking.driver import check, examine
from svclint.checking.judgement import Certainty
from svclint.checking.purse import LEAST, Purse, purse
from svclint.checking.world import Phase
from tests.checking.words import LONGEST, Words, at, attempt, do, handler, point, running, signal, when

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


def forked(often: int) -> Behaviour:
    """Twice as many words at each fork."""
    return seq(*(choice(do(f"a{number}"), do(f"b{number}")) for number in range(often)), do("end"))


class Counted(Purse):
    """A purse that knows what each search took."""

    def __init__(self, each: int, left: int) -> None:
        super().__init__(each, left)
        self.paid: list[int] = []

    def pay(self, steps: int) -> None:
        self.paid.append(steps)
        super().pay(steps)


def test_all_searches_of_a_behaviour_take_from_one_purse() -> None:
    """Forty searches that want ten thousand steps each take little more than what there is for all; each says so."""
    census = Census(forked(60))
    census.purse = counted = Counted(10_000, 40_000)
    bursts = [examine(Words(), census).bursts for _ in range(40)]
    assert bursts == [1] * 40
    most = 2 ** (LONGEST + 1)  # what one event can cost: the words there are
    assert counted.paid[0] >= 10_000 > 2 * counted.paid[-1]
    assert all(LEAST <= steps <= 10_000 + most for steps in counted.paid)
    assert sum(counted.paid) <= 40_000 + 40 * (LEAST + most)


def test_what_comes_to_its_end_takes_no_more_than_it_needs() -> None:
    """A hundred small searches leave the purse as good as full."""
    census = Census(forked(3))
    full = census.purse.left
    assert sum(examine(Words(), census).bursts for _ in range(100)) == 0
    assert census.purse.left > full * 9 // 10


def test_the_purse_is_the_same_for_all_behaviours() -> None:
    """A large behaviour has larger searches, but not more of them."""
    small, large = purse(100), purse(20_000)
    assert small.each < large.each
    assert small.left == large.left
