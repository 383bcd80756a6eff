"""Relevance: what a monitor could ever say of some events, whatever their order."""

from __future__ import annotations

import pytest

from svclint.checking.behaviour import SKIP, Behaviour, Call, Emit, Jump, Leaves, Loop, events, seq
from svclint.checking.driver import check
from svclint.checking.monitor import Monitor
from svclint.checking.relevance import STATES, Region, stirred
from svclint.checking.world import Phase, Setting
from svclint.contract.events import Count, Enter, Event, Join, Quit, Report, Side, Spawn
from svclint.contract.states import RUNNING, STOPPED
from tests.checking.monitors import Interrogated, Joined, NoExit, Rising, Transitions
from tests.checking.words import at, do, handler, point, report, running

SPAWN, JOIN = Emit(Spawn(at("start"), "t")), Emit(Join(at("join"), "t", complete=True))
COUNT = Emit(Count(at("count"), "cp", "+"))
QUIT, ENTER = Emit(Quit(at("exit"), "sys.exit", Side.RUN)), Emit(Enter(at("SvcStop"), "STOP"))


def stirring(monitor: Monitor[object], behaviour: Behaviour) -> set[type[Event]]:
    """The classes of the events that matter, none if nothing can be broken."""
    region = Region([event for event in events(behaviour) if isinstance(event, monitor.sees)])
    broken = stirred(monitor, [region])
    assert broken is not None
    return {type(event) for event in region.stirring if broken}


@pytest.mark.parametrize(
    ("monitor", "behaviour", "classes"),
    [
        (Joined(), seq(JOIN, report(STOPPED)), set()),
        (Joined(), seq(report(STOPPED), JOIN, SPAWN), {Spawn, Join, Report}),
        (Transitions(), seq(report(RUNNING), report(RUNNING)), set()),
        (Transitions(), seq(report(RUNNING), report(STOPPED)), {Report}),
        (NoExit(), seq(ENTER, do("x")), set()),
        (NoExit(), seq(QUIT, ENTER), {Enter, Quit}),
        (Rising(), seq(COUNT, report(RUNNING)), set()),
    ],
)
def test_what_matters_does_not_depend_on_order(
    monitor: Monitor[object], behaviour: Behaviour, classes: set[type[Event]]
) -> None:
    """Whatever some order of the events could make of it."""
    assert stirring(monitor, behaviour) == classes


def test_what_cannot_be_broken_is_not_searched() -> None:
    """Not even one step is needed."""
    assert check(Joined(), seq(JOIN, report(STOPPED)), budget=0).bursts == 0
    assert check(Joined(), Loop(SKIP, SKIP, seq(SPAWN, JOIN, report(STOPPED))), budget=0).bursts == 1


def test_the_ways_out_of_a_handler_are_events() -> None:
    """The Leave of a way out matters like any other."""
    handler = Leaves(seq(Emit(Enter(at("ask"), "INTERROGATE")), Jump("return", 1, at=at("return 1"))), "x", at("ask"))
    assert [found.code for found in check(Interrogated(), handler).violations] == ["answer"]
    good = Leaves(seq(Emit(Enter(at("ask"), "INTERROGATE")), Jump("return", 0, at=at("return 0"))), "x", at("ask"))
    assert check(Interrogated(), good, budget=0).bursts == 0


def test_too_many_states_are_not_all_tried() -> None:
    """Threads that may all be alive or not have a state for each subset."""
    many = [Spawn(at("start"), f"t{number}") for number in range(STATES)]
    assert stirred(Joined(), [Region([*many])]) is None


class Counting(Monitor[int]):
    """Has a state for each number."""

    sees = (Enter,)

    def start(self) -> int:
        return 0

    def step(self, state: int, event: Event) -> tuple[int, tuple[()]]:
        return state + 1, ()


def test_a_handler_that_always_leads_to_another_state_comes_to_an_end() -> None:
    """Nothing happens in it but that it begins, and nobody knows where it is left."""
    enters = handler("STOP", seq(ENTER, do("x")), {Phase.RUNNING}, None)
    assert check(Counting(), point(), running(enters)).violations == []


def stop(body: Behaviour, *, leaves: bool = True) -> Setting:
    """A service that runs, whose handler does this and ends, or not for all that is known."""
    inner = seq(ENTER, Leaves(body, "STOP", at("SvcStop")) if leaves else body)
    return running(handler("STOP", inner, {Phase.RUNNING}, Phase.STOPPING))


@pytest.mark.parametrize(
    ("run", "setting", "searched"),
    [(QUIT, stop(SKIP), False), (SKIP, stop(QUIT), True), (QUIT, stop(SKIP, leaves=False), True)],
    ids=["beside the handler", "in the handler", "behind a handler that nothing is known to leave"],
)
def test_what_a_handler_does_happens_in_it(run: Behaviour, setting: Setting, searched: bool) -> None:
    """The run side meets no state in which a handler is at work, if that is known to end."""
    assert check(NoExit(), seq(point(), run), setting, budget=0).bursts == searched


def test_what_a_behaviour_begins_with_comes_first() -> None:
    """No order but their own is tried of the events in front of the first choice, loop or call."""
    assert check(NoExit(), seq(QUIT, ENTER, Loop(SKIP, SKIP, do("x"))), budget=0).bursts == 0
    assert check(NoExit(), Loop(SKIP, SKIP, seq(QUIT, ENTER)), budget=0).bursts == 1


def test_what_begins_a_behaviour_may_come_again() -> None:
    """The same node, once in front and once behind."""
    judgement = check(NoExit(), seq(QUIT, Loop(SKIP, SKIP, seq(ENTER, QUIT))))
    assert [found.code for found in judgement.violations] == ["exit"]


def test_what_is_shared_matters_where_it_matters() -> None:
    """A function that a handler calls, and the run side too."""
    shared = Call(QUIT, "finish", at("self.finish()"))
    judgement = check(NoExit(), seq(shared, point(), shared), stop(shared))
    assert [found.code for found in judgement.violations] == ["exit"]
