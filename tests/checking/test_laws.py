"""What the engine promises, on random behaviours and random runs of them.

Every law speaks of all eight sample monitors. A search that a budget ended early promises nothing; such
searches must stay rare. Of monitors that ask about EVERY path only runs without surprises are spoken of: what
takes an exception that nobody raised is not held against them.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svclint.checking import scene
from svclint.checking.behaviour import Behaviour, Choice, Emit, choice, nodes, seq
from svclint.checking.census import Census
from svclint.checking.driver import check
from svclint.checking.judgement import Certainty, Judgement
from svclint.checking.monitor import Monitor, Quantifier
from svclint.checking.slicing import Slice
from svclint.checking.trace import check_trace
from svclint.checking.world import ALONE, Setting
from svclint.contract.events import At, Signal
from tests.checking import runs
from tests.checking.every_run import TooMany, every_run
from tests.checking.monitors import MONITORS
from tests.checking.random_behaviours import KEYS, Source
from tests.checking.runs import Run

RANDOMS = st.randoms(use_true_random=False)
RUNS = 12
SWEEP = 1_500


def places(judgement: Judgement) -> set[tuple[str, At]]:
    """What is broken where, certain or not."""
    return {(violation.code, violation.at) for violation in judgement.violations}


def surprises(monitor: Monitor[object]) -> bool:
    """Whether runs are held against it in which an exception comes that nobody raised."""
    return monitor.quantifier is not Quantifier.EVERY


def traced(monitor: Monitor[object], behaviour: Behaviour, setting: Setting, random: Random) -> set[tuple[str, At]]:
    """What is broken where in some runs of a behaviour."""
    traces = (Run(random, setting, surprises(monitor)).trace(behaviour) for _ in range(RUNS))
    return {(violation.code, violation.at) for trace in traces for violation in check_trace(monitor, trace)}


def proofs(monitor: Monitor[object], judgement: Judgement) -> list[bool]:
    """For each broken violation whether its path, played as a trace, breaks the rule at the same place."""
    return [
        any((again.code, again.at) == (violation.code, violation.at) for again in check_trace(monitor, violation.path))
        for violation in judgement.violations
        if violation.certainty is Certainty.BROKEN
    ]


def drawn(random: Random, life: bool) -> tuple[Behaviour, Setting, Source]:
    """A behaviour, in the life of a service or alone."""
    source = Source(random)
    behaviour = source.behaviour(5)
    return behaviour, source.setting(3) if life else ALONE, source


@pytest.mark.parametrize("life", [False, True], ids=["alone", "life"])
@settings(max_examples=200, deadline=None)
@given(random=RANDOMS)
def test_what_a_run_shows_is_known_of_the_source(random: Random, life: bool) -> None:
    """Whatever a monitor says of a run, the behaviour driver says of the behaviour; and what is certain is proven."""
    behaviour, setting, _ = drawn(random, life)
    for monitor in MONITORS:
        judgement = check(monitor(), behaviour, setting)
        assert all(proofs(monitor(), judgement))
        if not judgement.bursts:
            assert traced(monitor(), behaviour, setting, Random(0)) <= places(judgement)


@pytest.mark.parametrize("life", [False, True], ids=["alone", "life"])
def test_the_same_for_many_seeds(life: bool) -> None:
    """Fifteen hundred behaviours alone, as many in the life of a service: no exception, and next to no bursts."""
    seen: Counter[str] = Counter()
    for seed in range(SWEEP):
        behaviour, setting, _ = drawn(Random(seed), life)
        for monitor in MONITORS:
            judgement = check(monitor(), behaviour, setting)
            found = traced(monitor(), behaviour, setting, Random(seed))
            proven = proofs(monitor(), judgement)
            seen.update(searches=1, bursts=judgement.bursts > 0, traced=len(found), broken=len(proven))
            seen.update(unknown=0 if judgement.bursts else len(found - places(judgement)), unproven=proven.count(False))
    assert (seen["unknown"], seen["unproven"]) == (0, 0)
    assert seen["bursts"] <= seen["searches"] / 1_000
    assert min(seen["traced"], seen["broken"]) > 200


def test_paths_prove_without_being_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Certain paths of monitors that do not widen replay as they are: the check at the end is for widened states."""
    monkeypatch.setattr("svclint.checking.driver.unproven", lambda *_: False)
    for seed in range(300):
        behaviour, setting, _ = drawn(Random(seed), life=True)
        for monitor in MONITORS:
            if monitor.widen is Monitor.widen:
                assert all(proofs(monitor(), check(monitor(), behaviour, setting)))


def grown(random: Random, behaviour: Behaviour, other: Behaviour) -> Behaviour:
    """The behaviour with one of its nodes turned into a choice between itself and ``other``."""
    chosen = random.choice(list(nodes(behaviour)))
    return Regrown(chosen, Choice((chosen, other))).of(behaviour)


class Regrown(Slice):
    """A copy of a behaviour in which one node is another one."""

    def __init__(self, old: Behaviour, new: Behaviour) -> None:
        self.kept = {id(old): new}

    def of(self, node: Behaviour) -> Behaviour:
        found = self.kept.get(id(node))
        if found is None:
            found = self.kept[id(node)] = self.smaller(node)
        return found


@pytest.mark.parametrize("life", [False, True], ids=["alone", "life"])
@settings(max_examples=200, deadline=None)
@given(random=RANDOMS)
def test_more_choice_removes_no_finding(random: Random, life: bool) -> None:
    """What can go wrong can still go wrong when the code could do something else as well.

    Provided that the same flags are followed: a flag that matters only now rules out what was impossible before.
    """
    behaviour, setting, source = drawn(random, life)
    source.truths = False
    larger = grown(random, behaviour, source.behaviour(2))
    for monitor in MONITORS:
        before, after = check(monitor(), behaviour, setting), check(monitor(), larger, setting)
        followed = [scene.Scene(monitor(), Census(one, setting)).flags() for one in (behaviour, larger)]
        if not before.bursts + after.bursts and sorted(followed[0][:4]) == sorted(followed[1][:4]):
            assert places(before) <= places(after)


@pytest.mark.parametrize("life", [False, True], ids=["alone", "life"])
def test_nothing_is_invented(life: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all runs can be tried and all flags are followed, whatever is broken is broken in one of them."""
    monkeypatch.setattr(runs, "TURNS", (0, 1, 2, 3))
    monkeypatch.setattr(scene, "candidates", lambda *asked: [key for key in KEYS if key not in asked[2].foreign])
    broken = 0
    for seed in range(400):
        source = Source(Random(seed))
        known = seq(*(Emit(Signal(source.at(), key, True)) for key in KEYS))
        behaviour = seq(choice(seq(), known), source.behaviour(3))
        given_ = source.setting(1) if life else ALONE
        setting = Setting(given_.handlers[:1], given_.phase, given_.foreign)
        try:
            traces = {told: list(every_run(behaviour, setting, told, most=1_000)) for told in (True, False)}
        except TooMany:
            continue
        for monitor in MONITORS:
            judgement = check(monitor(), behaviour, setting)
            found = {(one.code, one.at) for one in judgement.violations if one.certainty is Certainty.BROKEN}
            real = {
                (one.code, one.at) for trace in traces[surprises(monitor())] for one in check_trace(monitor(), trace)
            }
            broken += len(found)
            assert found <= real <= places(judgement)
    assert broken > 50
