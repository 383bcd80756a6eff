"""The world: which controls can come when, and what flags rule out."""

from __future__ import annotations

import pytest

from svclint.checking.behaviour import SKIP, Behaviour, Call, Jump, Loop, choice, seq
from svclint.checking.world import Handler, Phase
from svclint.contract.events import By
from svclint.contract.states import PAUSE_PENDING, PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.linting import lint_bytes
from tests.checking.words import at, attempt, do, handler, holds, paths, point, report, running, signal, when, while_

ACTIVE = {Phase.RUNNING, Phase.PAUSED}
STOP = handler("STOP", do("stop"), ACTIVE, Phase.STOPPING)
PAUSE = handler("PAUSE", do("pause"), {Phase.RUNNING}, Phase.PAUSED)
CONTINUE = handler("CONTINUE", do("continue"), {Phase.PAUSED}, Phase.RUNNING)


def stopping(body: Behaviour) -> Handler:
    """A handler for STOP."""
    return handler("STOP", body, ACTIVE, Phase.STOPPING)


def starting(*states: State) -> set[str]:
    """The paths through a service that reports these states and then rests."""
    return paths(seq(*(report(state) for state in states), point()), running(STOP, phase=Phase.STARTING))


def test_nothing_comes_before_running() -> None:
    """While the service starts, the SCM accepts no control for it."""
    assert starting() == {""}
    assert starting(START_PENDING) == {""}
    assert starting(START_PENDING, RUNNING) == {"", "stop"}


@pytest.mark.parametrize("by", By)
def test_it_does_not_matter_who_reports(by: By) -> None:
    """The host's reports open the service as the author's do."""
    assert paths(seq(report(RUNNING, by), point()), running(STOP, phase=Phase.STARTING)) == {"", "stop"}


def test_start_pending_closes_again() -> None:
    """START_PENDING after RUNNING makes the service deaf until the next RUNNING."""
    assert starting(RUNNING, START_PENDING) == {""}
    assert starting(RUNNING, START_PENDING, RUNNING) == {"", "stop"}


@pytest.mark.parametrize(
    ("masks", "stops"),
    [
        ((0,), False),
        ((0, 1), True),
        ((1, 0), False),  # the last mask counts (ACC-03)
        ((0, None), True),  # a mask that is not known may have any bit
        ((2,), False),
    ],
)
def test_a_control_comes_when_the_last_mask_has_its_bit(masks: tuple[int | None, ...], stops: bool) -> None:
    """A service that reports RUNNING with these masks, then rests."""
    stop = handler("STOP", do("stop"), ACTIVE, Phase.STOPPING, accept=1)
    reports = (report(RUNNING, accepted=mask) for mask in masks)
    found = paths(seq(*reports, point()), running(stop, phase=Phase.STARTING))
    assert found == ({"", "stop"} if stops else {""})


def test_a_control_without_a_bit_comes_whatever_the_mask() -> None:
    """User controls need none (ACC-07)."""
    user = handler("USER", do("user"), ACTIVE, Phase.STOPPING)
    assert paths(seq(report(RUNNING, accepted=0), point()), running(user)) == {"", "user"}


@pytest.mark.parametrize("state", [None, PAUSE_PENDING, RUNNING])
def test_the_mask_counts_whatever_state_it_comes_with(state: State | None) -> None:
    """Also a report of a state that is not known, or of a pending one, takes STOP away (ACC-02)."""
    stop = handler("STOP", do("stop"), ACTIVE, Phase.STOPPING, accept=1)
    assert paths(seq(report(state, accepted=0), point()), running(stop)) == {""}
    assert paths(seq(report(state, accepted=5), point()), running(stop)) == {"", "stop"}


def test_a_handler_may_take_a_control_away() -> None:
    """After PAUSE reported a mask without STOP, the service can only be continued."""
    stop = handler("STOP", do("stop"), ACTIVE, Phase.STOPPING, accept=1)
    pause = handler("PAUSE", seq(do("pause"), report(PAUSED, accepted=2)), {Phase.RUNNING}, None, accept=2)
    assert paths(point(), running(stop, pause)) == {"", "stop", "pause"}


def test_pending_and_unknown_reports_change_nothing() -> None:
    """What is no phase of its own leaves the phase as it was."""
    assert starting(RUNNING, PAUSE_PENDING) == {"", "stop"}
    assert paths(seq(report(None), point()), running(STOP)) == {"", "stop"}


@pytest.mark.parametrize("last", [STOP_PENDING, STOPPED])
def test_stopping_is_for_good(last: State) -> None:
    """After the service said it stops, nothing comes any more, whatever it reports then."""
    assert starting(RUNNING, last) == {""}
    assert starting(RUNNING, last, RUNNING) == {""}


def test_stop_comes_once() -> None:
    """The second STOP would find a service that stops already."""
    assert paths(seq(point(), do("a"), point()), running(STOP)) == {"a", "stop a", "a stop"}


def test_pause_and_continue_come_again_and_again() -> None:
    """At one place of rest they come in turns, then perhaps STOP."""
    found = paths(point(), running(STOP, PAUSE, CONTINUE))
    assert {"", "pause", "pause continue", "pause continue pause", "pause continue stop", "pause stop"} <= found
    assert not {"continue", "pause pause", "stop pause"} & found


def test_a_handler_without_a_phase_leaves_it_to_its_reports() -> None:
    """``then`` None: the reports in the body move the phase."""
    pause = handler("PAUSE", seq(do("pause"), report(PAUSED)), {Phase.RUNNING}, None)
    interrogate = handler("INTERROGATE", do("ask"), {Phase.PAUSED}, None)
    found = paths(point(), running(pause, interrogate))
    assert {"", "pause", "pause ask", "pause ask ask"} <= found
    assert not any("pause pause" in path or path.startswith("ask") for path in found)


def test_a_stop_in_a_handler_is_for_good() -> None:
    """A handler for PAUSE that reports STOPPED stops the service, not pauses it."""
    pause = handler("PAUSE", seq(do("pause"), report(STOPPED)), {Phase.RUNNING}, Phase.PAUSED)
    assert paths(point(), running(pause, CONTINUE)) == {"", "pause"}


def test_a_handler_is_not_interrupted() -> None:
    """Points in a handler are no places where another control arrives: there is one dispatcher."""
    pause = handler("PAUSE", seq(do("pause"), report(RUNNING), point(), do("paused")), {Phase.RUNNING}, Phase.PAUSED)
    assert paths(point(), running(STOP, pause)) == {"", "stop", "pause paused", "pause paused stop"}


def test_a_handlers_exception_ends_the_handler() -> None:
    """The run side does not notice, not even its own ``try``."""
    raises = stopping(seq(do("stop"), Jump("raise"), do("dead")))
    assert paths(seq(point(), do("a")), running(raises)) == {"a", "stop a"}
    assert paths(attempt(point(), do("x")), running(raises)) == {"", "stop", "x", "stop x"}


def test_a_function_of_both_sides_is_interrupted_on_one() -> None:
    """What a function does on the run side is not what it does in a handler, though both share its body."""
    shared = Call(seq(point(), do("f")), "f", at("f()"))
    assert paths(shared, running(stopping(shared))) == {"f", "f f"}


def test_a_loop_on_a_flag_ends_when_a_handler_clears_it() -> None:
    """``while self.running`` is left after a STOP and not before."""
    loop = seq(signal("self.running", True), while_("self.running", SKIP))
    assert paths(loop, running(stopping(seq(do("stop"), signal("self.running", False))))) == {"stop"}
    assert paths(loop, running(STOP)) == set()


def test_a_wait_without_limit_ends_when_a_handler_sets_its_event() -> None:
    """``WaitForSingleObject(h, INFINITE)`` in a function of its own holds the run side up as well."""
    waits = Call(seq(signal("self.h", False), point(), holds("self.h", True)), "main", at("self.main()"))
    assert paths(seq(waits, do("over")), running(stopping(seq(do("stop"), signal("self.h", True))))) == {"stop over"}


def test_branches_agree() -> None:
    """What a test taught is still so at the next test of the same key."""
    twice = seq(when("k", do("a"), do("b")), when("k", do("c"), do("d")))
    assert paths(seq(signal("k", None), choice(SKIP, signal("k", True)), twice)) == {"a c", "b d"}


def test_an_unknown_value_makes_forget() -> None:
    """After an assignment nobody understands, everything may be so again."""
    both = seq(when("k", do("a")), signal("k", None), when("k", do("b")))
    assert paths(seq(signal("k", True), both)) == {"a b", "a"}


def test_what_another_thread_writes_rules_nothing_out() -> None:
    """A foreign key may have changed since it was looked at."""
    loop = seq(signal("k", True), while_("k", SKIP))
    assert paths(loop, running(STOP)) == set()
    assert paths(loop, running(STOP, foreign="k")) == {"", "stop"}


def test_keys_that_never_get_a_known_value_rule_nothing_out() -> None:
    """Who sets them, and when, is out of sight."""
    assert paths(Loop(holds("k", True), holds("k", False), do("a"), least=1)) >= {"a", "a a"}


TWICE = seq(when("k", do("a"), do("b"), "one"), when("k", do("c"), do("d"), "two"))
AGREED, ANY = {"a c", "b d"}, {"a c", "a d", "b c", "b d"}


def test_branches_agree_on_what_nobody_knows() -> None:
    """``k`` is given a value that cannot be read; whichever it is, it is the same at the second test."""
    assert paths(seq(signal("k", None), TWICE)) == AGREED
    assert paths(seq(signal("k", None), TWICE, when("k", do("e"), spot="three"))) == {"a c e", "b d"}


def test_not_all_unknown_keys_are_followed() -> None:
    """Not those of other threads, those that are never given a value in sight, and those that somebody waits for."""
    loop = seq(signal("k", None), while_("k", TWICE))
    assert paths(seq(signal("k", None), TWICE), running(foreign="k")) == ANY
    assert paths(TWICE) == ANY
    assert paths(loop) > ANY


def test_known_flags_leave_no_room_for_unknown_ones() -> None:
    """Four are followed, and those with known values first."""

    def all_twice(keys: str, value: bool | None) -> Behaviour:
        return seq(*(seq(signal(key, value), *(when(key, do(key), SKIP, spot) for spot in "12")) for key in keys))

    assert paths(seq(all_twice("e", None), all_twice("abc", True))) == {"e e a a b b c c", "a a b b c c"}
    assert paths(seq(all_twice("e", None), all_twice("abcd", True))) > {"e a a b b c c d", "a a b b c c d d"}


SERVICE = """\
import threading
import win32service, win32serviceutil

class Service(win32serviceutil.ServiceFramework):
    def __init__(self, args):
        super().__init__(args)
        self.stop = threading.Event()
        self.settings = load()
        self.thread = threading.Thread(target=self.work)
    def work(self):
        self.stop.wait()
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        self.stop.set()
    def SvcDoRun(self):
        if self.settings:
            self.thread.start()
        self.stop.wait()
        if {again}:
            self.thread.join()
"""


@pytest.mark.parametrize(("again", "codes"), [("self.settings", []), ("not self.settings", ["SVC202"])])
def test_a_thread_is_joined_if_it_was_started(again: str, codes: list[str]) -> None:
    """Both ask for the same setting, which nobody can read: what was started is joined, or the other way round."""
    report = lint_bytes(SERVICE.format(again=again).encode(), "service.py")
    assert [finding.code for finding in report.findings] == codes


def test_the_flag_of_the_stop_is_followed_first() -> None:
    """Many other flags do not crowd out the one that the handler sets."""
    others = [f"k{number}" for number in range(6)]
    signals = seq(*(signal(key, True) for key in others))
    branches = seq(*(when(key, do("x"), Jump("return")) for key in others * 2))
    loop = seq(signal("self.running", True), while_("self.running", Call(branches, "f", at("f()"))))
    stop = stopping(seq(do("stop"), signal("self.running", False)))
    assert all("stop" in path or path.count("x") == 8 for path in paths(seq(signals, loop), running(stop)))
