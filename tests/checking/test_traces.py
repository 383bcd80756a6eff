"""The trace driver, the steps of a path in words, and what monitors are made of."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.checking.judgement import Certainty
from svclint.checking.steps import explain
from svclint.checking.trace import check_trace
from svclint.checking.trails import Trail, spell, splice
from svclint.contract import events
from svclint.contract.events import (
    AT_ONCE,
    RAISED,
    By,
    Count,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Opaque,
    Point,
    Quit,
    Report,
    Side,
    Signal,
    Spawn,
    Took,
    Wait,
    WaitKind,
)
from svclint.contract.states import RUNNING, STOPPED
from tests.checking.combinators import Stopwatch, Tracked
from tests.checking.monitors import Joined, NoExit
from tests.checking.words import at

ENTER = Enter(at("SvcStop"), "STOP")
QUIT = Quit(at("sys.exit(0)"), "sys.exit", Side.HANDLER)
STOPPED_BY_USER = Report(at("report"), STOPPED, None, None, None, By.USER, Side.RUN)


def test_a_trace_is_judged_event_by_event() -> None:
    """Every violation comes with the events that its monitor had seen till then."""
    leave = Leave(at("SvcStop"), "STOP", None)
    first, second = check_trace(NoExit(), [QUIT, ENTER, STOPPED_BY_USER, QUIT, leave, QUIT, ENTER, QUIT])
    assert (first.code, first.at, first.certainty) == ("exit", QUIT.at, Certainty.BROKEN)
    assert first.path == (QUIT, ENTER, QUIT)
    assert second.path == (QUIT, ENTER, QUIT, leave, QUIT, ENTER, QUIT)


def test_a_doubtful_event_is_possible_in_a_trace_too() -> None:
    """A thread that is surely over soon does not convict."""
    (found,) = check_trace(Joined(), [Spawn(at("t"), "t", ends=True), STOPPED_BY_USER])
    assert found.certainty is Certainty.POSSIBLE


def a_wait(asked: float | None, took: Took) -> Wait:
    return Wait(at("w()"), WaitKind.SLEEP, "", asked, took)


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (ENTER, "SCM calls 'SvcStop' (STOP)"),
        (Leave(at("SvcStop"), "STOP", None), "the handler of STOP returns"),
        (Leave(at("return 120"), "STOP", 120), "the handler of STOP returns 120"),
        (Leave(at("return x"), "STOP", None, known=False), "the handler of STOP returns, with what is not known"),
        (Leave(at("raise E"), "STOP", RAISED), "an exception leaves the handler of STOP"),
        (Report(at("r()"), STOPPED, 0, 0, 0, By.USER, Side.RUN), "'r()' reports SERVICE_STOPPED"),
        (Report(at("SvcDoRun"), RUNNING, 0, 0, 0, By.HOST, Side.RUN), "pywin32 reports SERVICE_RUNNING"),
        (Report(at("r()"), None, 0, 0, 0, By.USER, Side.RUN), "'r()' reports a state that is not known"),
        (a_wait(math.inf, Took(0, math.inf)), "'w()' waits without a limit"),
        (a_wait(10, Took(0, 10)), "'w()' waits for up to 10 s"),
        (a_wait(2.5, Took(2.5, 2.5)), "'w()' waits for 2.5 s"),
        (a_wait(None, Took(0, math.inf)), "'w()' waits for a time that is not known"),
        (Spawn(at("self.worker"), "Service.worker"), "starts thread 'self.worker'"),
        (Spawn(at("self.worker.start()"), "Service.worker"), "starts thread 'self.worker'"),
        (Join(at("t.join()"), "t", complete=True), "'t.join()' waits until it is over"),
        (Join(at("t.join(5)"), "t", complete=False), "'t.join(5)' may give up before it is over"),
        (Known(at("t.is_alive()"), "t", alive=False), "'t.is_alive()': the thread is over"),
        (Signal(at("SetEvent(self.h)"), "h", value=True), "'SetEvent(self.h)' is called"),
        (Signal(at("self.running"), "r", value=False), "'self.running' becomes false"),
        (Signal(at("self.running"), "r", value=None), "'self.running' changes"),
        (events.Test(at("self.running"), "r", value=False), "'self.running' is false"),
        (Count(at("self.cp += 1"), "cp", "+"), "'self.cp += 1' raises the counter"),
        (Quit(at("sys.exit()"), "sys.exit", Side.RUN), "'sys.exit()' is called"),
        (Opaque(at("self.f()"), "f"), "'self.f()' is called, which cannot be followed"),
        (Point(at("here")), "a control may arrive at 'here'"),
    ],
)
def test_every_event_can_be_told(event: Event, sentence: str) -> None:
    """One short sentence per event."""
    assert explain(event) == sentence


def test_trails_are_spelt_from_their_parts() -> None:
    """A call's part is spelt where it was called; only the last events of a long trail are."""
    part = Trail(Trail(None, ENTER), QUIT)
    whole = splice(Trail(None, QUIT), splice(part, Trail(None, STOPPED_BY_USER)))
    assert spell(whole) == (QUIT, ENTER, QUIT, STOPPED_BY_USER)
    assert spell(whole, 2) == (QUIT, STOPPED_BY_USER)
    assert (spell(None), splice(None, part), splice(part, None)) == ((), part, part)


def test_a_stopwatch_adds_up_to_its_limit() -> None:
    """Beyond the limit all times are one, so that there are few."""
    watch = Stopwatch(30)
    assert watch.add(Took(5, 20), Took(5, 10)) == Took(10, 30)
    assert watch.add(Took(10, 30), Took(21, 21)) == Took(math.inf, math.inf)
    assert watch.widen(Took(0, 3)) == Took(0, math.inf)
    assert watch.widen(AT_ONCE) == AT_ONCE


def test_tracked_facts_do_not_depend_on_their_order() -> None:
    """Equal facts make equal states."""
    one, other = Tracked[int]().put("a", 1).put("b", 2), Tracked[int]().put("b", 2).put("a", 1)
    assert one == other
    assert hash(one) == hash(other)
    assert (one.get("a"), one.get("c"), one.drop("a")) == (1, None, Tracked[int]().put("b", 2))


REPEAT = """
from random import Random
from svclint.checking.driver import check
from tests.checking.monitors import MONITORS
from tests.checking.random_behaviours import Source
for seed in range(40):
    source = Source(Random(seed))
    behaviour, setting = source.behaviour(5), source.setting(3)
    for monitor in MONITORS:
        print(*check(monitor(), behaviour, setting).violations, sep="\\n")
"""


def test_findings_do_not_depend_on_hash_seeds() -> None:
    """The same violations, in the same order, with the same paths."""
    root = Path(__file__).parents[2]
    outputs = set()
    for seed in ("0", "1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", REPEAT], cwd=root, env=environment, capture_output=True, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) > 50
