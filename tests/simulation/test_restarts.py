"""How long a search goes on whose processes have to be given up."""

from __future__ import annotations

from svclint.simulation.jobs import Job
from svclint.simulation.restarts import IN_ALL, PER_SCENARIO, Restarts

JOB = Job("feed:Feed", "", count=100)


def left(*scenarios: str, begin: int | None = None) -> dict[str, object]:
    """What a process tells that has to be given up."""
    return {"scenarios": scenarios, "begin": begin}


def dropped(restarts: Restarts) -> dict[str, int]:
    """What is told in the end: how many runs of which scenario are not made."""
    return {one["scenario"]: one["runs"] for one in restarts.told()}


def test_the_rest_goes_on_where_it_was_left() -> None:
    """The first scenario from its next run on, then the others; asked twice, there is nothing more."""
    restarts = Restarts()
    restarts.leave(JOB, left("start-stop", "restart", begin=7))
    following = restarts.next()
    assert following is not None
    assert (following.scenarios, following.begin, following.count) == (("start-stop", "restart"), 7, 100)
    assert restarts.next() is None
    assert dropped(restarts) == {}


def test_a_scenario_is_given_up_and_the_next_one_begins_anew() -> None:
    """After some processes; how many of its runs were not made is told."""
    restarts = Restarts()
    for begin in range(1, PER_SCENARIO + 2):
        restarts.leave(JOB, left("start-stop", "restart", begin=begin))
    following = restarts.next()
    assert following is not None
    assert (following.scenarios, following.begin) == (("restart",), None)
    assert dropped(restarts) == {"start-stop": 99 - PER_SCENARIO}


def test_it_is_not_for_ever() -> None:
    """However many scenarios there are, it ends, and all that was left out is told."""
    restarts, names = Restarts(), [f"scenario {number}" for number in range(IN_ALL)]
    rest, processes = left(*names, begin=1), 0
    while True:
        restarts.leave(JOB, rest)
        following = restarts.next()
        if following is None:
            break
        processes += 1
        rest = left(*following.scenarios, begin=1 if following.begin is None else following.begin + 1)
    assert processes == IN_ALL
    assert set(dropped(restarts)) == set(names)
