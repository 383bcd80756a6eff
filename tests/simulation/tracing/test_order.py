"""What a picture goes by: the order of moments, what lasts, and what is left out of long runs."""

from __future__ import annotations

import pytest

from svclint.checking.judgement import Certainty, Violation
from svclint.contract.events import NOWHERE, By, Elapsed, Ended, Enter, Handles, Leave, Reporting, WaitKind
from svclint.contract.states import PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.tracing.folding import Fold, folded
from svclint.simulation.tracing.moments import moments
from svclint.simulation.tracing.spans import handlers, states, waits
from svclint.simulation.tracing.trace import Trace, marks

from .stories import (
    DISPATCHER,
    SERVICE,
    STORIES,
    WORKER,
    at,
    good_stop,
    late_handler,
    long_run,
    pause,
    report,
    story,
    wait,
)


def told(trace: Trace) -> list[str]:
    """The moments as the class of their event, with "begins" for the beginning of a wait."""
    kinds = ((type(trace.events[one.number].event).__name__, one.begins) for one in moments(trace))
    return [f"{name} begins" if begins else name for name, begins in kinds]


def test_waits_stand_where_they_were() -> None:
    """The worker's wait was told after the answer to the client, but was over before."""
    assert told(good_stop()) == [
        "Report",
        "Report",
        "Spawn",
        "Wait begins",  # the service's join, at 30 µs
        "Wait begins",  # the worker's, at 32 µs
        "Enter",
        "Report",
        "Wait",
        "Leave",
        "Asked",
        "Known",
        "Wait",
        "Join",
        "Leave",
        "Report",
        "Ended",
    ]


def test_a_wait_begins_behind_what_its_thread_did_before() -> None:
    """Even when it is said to have lasted longer than there was time, or since ages."""
    trace = story(
        (1.0, SERVICE, report(RUNNING)),
        (2.0, SERVICE, wait(1, "w()", WaitKind.EVENT, None, 5.0)),
        (3.0, SERVICE, wait(2, "v()", WaitKind.EVENT, None, 1e300)),
    )
    assert [(one.time // 10**9, one.begins) for one in moments(trace)] == [
        (1, False),
        (1, True),
        (2, False),
        (2, True),
        (3, False),
    ]


@pytest.mark.parametrize("trace", STORIES.values(), ids=STORIES)
def test_order_is_that_of_time_and_of_each_thread(trace: Trace) -> None:
    """Time never falls, and what a thread did stays in its order."""
    order = moments(trace)
    assert [one.time for one in order] == sorted(one.time for one in order)
    for task in {one.task for one in trace.events}:
        numbers = [one.number for one in order if trace.events[one.number].task == task and not one.begins]
        assert numbers == sorted(numbers)


def test_what_only_rules_need_is_silent() -> None:
    """Unless a rule was broken just there."""
    begun = Reporting(at(3, "self.report()"), By.USER)
    events = (
        (1.0, SERVICE, Handles(at(1, "Svc"), ("STOP",))),
        (1.0, SERVICE, Elapsed(NOWHERE, 3.0)),
        (1.0, SERVICE, begun),
        (1.0, SERVICE, report(RUNNING)),
    )
    assert told(story(*events)) == ["Report"]
    violation = Violation("SVC101", at(3, "self.report()"), "it is late", Certainty.BROKEN, (begun,))
    assert told(story(*events, violations=(violation,))) == ["Reporting", "Report"]


def spans(trace: Trace) -> dict[str, list[tuple[int, int]]]:
    """All spans by their kind, as the microseconds of their ends."""
    order = moments(trace)

    def ends(first: int, last: int) -> tuple[int, int]:
        return order[first].time // 1000, order[last].time // 1000

    return {
        "waits": [ends(one.first, one.last) for one in waits(trace.events, order)],
        "handlers": [ends(one.first, one.last) for one in handlers(trace.events, order)],
        "states": [ends(one.first, one.last) for one in states(trace.events, order)],
    }


def test_spans_of_a_good_stop() -> None:
    """START_PENDING, RUNNING, STOP_PENDING, STOPPED; two waits; one handler. Refreshes do not end a state."""
    assert spans(good_stop()) == {
        "waits": [(30, 3_000_010), (32, 3_000_002)],
        "handlers": [(3_000_000, 3_000_003)],
        "states": [(10, 12), (12, 3_000_001), (3_000_001, 3_000_012), (3_000_012, 3_000_014)],
    }
    order = moments(good_stop())
    names = [one.state for one in states(good_stop().events, order)]
    assert names == [START_PENDING, RUNNING, STOP_PENDING, STOPPED]


def test_a_handler_that_does_not_return() -> None:
    """Its end was not seen: it lasts to the end of the run."""
    (call,) = handlers(late_handler().events, moments(late_handler()))
    assert (call.over, call.event.control) == (False, "STOP")
    assert spans(late_handler())["handlers"] == [(3_000_000, 93_000_001)]


def test_a_handler_that_is_cut_off() -> None:
    """It ends with its process, though the run goes on."""
    trace = story(
        (1.0, DISPATCHER, Enter(at(1, "SvcStop"), "STOP")),
        (2.0, DISPATCHER, Ended(NOWHERE, 1, ())),
        (3.0, WORKER, report(RUNNING)),
    )
    assert spans(trace)["handlers"] == [(1_000_000, 2_000_000)]


def test_a_return_without_a_call() -> None:
    """SvcRun is left, but nobody records how it was entered: no span."""
    trace = story((1.0, SERVICE, Leave(at(5, "Svc"), "SvcRun", None)))
    assert list(handlers(trace.events, moments(trace))) == []


def test_a_process_that_dies() -> None:
    """The SCM itself makes the service STOPPED."""
    order = moments(pause())
    assert [one.state for one in states(pause().events, order)] == [RUNNING, PAUSED, STOPPED]


def test_no_state_without_a_report() -> None:
    """A process that never reported has no state that could end."""
    trace = story((1.0, DISPATCHER, Ended(NOWHERE, 1, ())))
    assert list(states(trace.events, moments(trace))) == []


def test_short_runs_are_whole() -> None:
    """Nothing is left out of a run that has room."""
    order = moments(good_stop())
    assert folded(good_stop(), order, len(order)) == [Fold(step, step + 1, True) for step in range(len(order))]


def test_long_runs_are_folded() -> None:
    """Both ends, the control and the violation stay; between them something is left out, and counted."""
    trace = long_run(300)
    order = moments(trace)
    folds = folded(trace, order, 40)
    shown = {type(trace.events[order[one.first].number].event).__name__ for one in folds if one.shown}
    assert [one.first for one in folds[1:]] == [one.stop for one in folds[:-1]]
    assert (folds[0].first, folds[-1].stop) == (0, len(order))
    assert {"Report", "Enter", "Leave", "Wait"} == shown
    assert [one.shown for one in (folds[0], folds[-1])] == [True, True]
    assert sum(one.shown for one in folds) <= 40 + 2
    assert sum(not one.shown for one in folds) == 2
    assert all(one.stop - one.first > 1 for one in folds if not one.shown)


def test_alike_violations_are_one_mark() -> None:
    """Four threads that one line starts break a rule four times, at one event."""
    stopped = report(STOPPED)
    alike = Violation("SVC202", at(20, "one.start()"), "it is not joined", Certainty.BROKEN, (stopped,))
    trace = story((1.0, SERVICE, stopped), violations=(alike,) * 4)
    assert [(one.event, one.times) for one in marks(trace)] == [(0, 4)]


def test_a_violation_that_came_out_later() -> None:
    """What only the rule was told is none of the run's events: the last one before it is marked, if there is one."""
    running, later = report(RUNNING), report(STOPPED)
    seen = Violation("SVC501", at(1, "SvcStop"), "it stops nothing", Certainty.BROKEN, (running, later))
    unseen = Violation("SVC502", at(1, "SvcStop"), "it stops nothing", Certainty.BROKEN, (later,))
    trace = story((1.0, SERVICE, running), violations=(unseen, seen))
    assert [(one.violation.code, one.event) for one in marks(trace)] == [("SVC501", 0), ("SVC502", None)]
