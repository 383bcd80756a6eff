"""The Chrome trace keeps the rules of the Trace Event Format, which viewers rely on."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings

from svclint.simulation.tracing.chrome import Axis, rendered
from svclint.simulation.tracing.trace import Trace

from .stories import DISPATCHER, STORIES, WORKER, good_stop, late_handler, story
from .strategies import traces

BOTH = pytest.mark.parametrize("axis", Axis)
ALL = pytest.mark.parametrize("trace", STORIES.values(), ids=STORIES)


def entries(trace: Trace, axis: Axis = Axis.TIME) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rendered(trace, axis))["traceEvents"]
    return found


def well_formed(one: dict[str, Any]) -> bool:
    """What the format demands of metadata, complete events and instants."""
    numbers = all(type(one[name]) is int for name in ("pid", "tid"))
    if one["ph"] == "M":
        kind, _, what = one["name"].partition("_")
        value = one["args"]["name"] if what == "name" else one["args"]["sort_index"]
        return numbers and kind in ("process", "thread") and isinstance(value, str if what == "name" else int)
    timed = numbers and isinstance(one["ts"], float) and one["ts"] >= 0 and isinstance(one["name"], str)
    if one["ph"] == "X":
        return timed and isinstance(one["dur"], float) and one["dur"] >= 0
    return timed and one["ph"] == "i" and one["s"] in ("g", "t") and "dur" not in one


def nested(spans: list[dict[str, Any]]) -> bool:
    """Whether the spans of a thread lie in or behind each other, in nanoseconds."""
    open_: list[int] = []
    for one in spans:
        begin = round(one["ts"] * 1000)
        end = begin + round(one["dur"] * 1000)
        while open_ and open_[-1] <= begin:
            open_.pop()
        if open_ and end > open_[-1]:
            return False
        open_.append(end)
    return True


def keeps_the_format(found: list[dict[str, Any]]) -> None:
    assert all(map(well_formed, found))
    threads = defaultdict(list)
    for one in found:
        if one["ph"] != "M":
            threads[one["pid"], one["tid"]].append(one)
    for one in threads.values():
        assert [each["ts"] for each in one] == sorted(each["ts"] for each in one)
        assert nested([each for each in one if each["ph"] == "X"])
    named = {(one["pid"], one["tid"]) for one in found if one["name"] == "thread_name"}
    assert threads.keys() <= named


@BOTH
@ALL
def test_stories_keep_the_format(trace: Trace, axis: Axis) -> None:
    """Every entry is well formed, times never fall on a thread, spans nest, and every thread has a name."""
    keeps_the_format(entries(trace, axis))


@settings(max_examples=50)
@given(traces())
def test_traces_have_well_formed_entries(trace: Trace) -> None:
    """Any trace at all becomes well-formed entries on both axes, in JSON that all viewers read."""
    for axis in Axis:
        assert rendered(trace, axis).isascii()
        assert all(map(well_formed, entries(trace, axis)))


def test_the_document() -> None:
    """The frame of the format, and the facts of the run."""
    document = json.loads(rendered(good_stop()))
    assert document.keys() == {"traceEvents", "displayTimeUnit", "otherData"}
    assert document["displayTimeUnit"] == "ms"
    assert document["otherData"] == {"axis": "time", "target": "svc.py:Svc", "scenario": "start-stop"}


def named(found: list[dict[str, Any]], kind: str) -> dict[tuple[int, int], str]:
    return {(one["pid"], one["tid"]): one["args"]["name"] for one in found if one["name"] == f"{kind}_name"}


def test_processes_and_threads() -> None:
    """The SCM is a process with the track of the states; the service's threads are in theirs."""
    found = entries(good_stop())
    assert set(named(found, "process").values()) == {"Service Control Manager", "svc.py:Svc, process 1000"}
    assert named(found, "thread") == {
        (1, 4): "state of the service",
        (1, 1): "SCM (scm)",
        (1001, 0): "Svc (service)",
        (1001, 2): "MainThread (dispatcher)",
        (1001, 3): "collector (worker)",
    }


def spans(found: list[dict[str, Any]], kind: str) -> list[tuple[str, int, float, float]]:
    return [
        (one["name"], one["tid"], one["ts"], one["dur"]) for one in found if one.get("cat") == kind and "dur" in one
    ]


def test_spans_in_microseconds() -> None:
    """Waits, handlers and states of the good stop."""
    found = entries(good_stop())
    assert spans(found, "handler") == [("STOP", DISPATCHER, 3_000_000.0, 3.0)]
    assert ("self.stop.wait(5)", WORKER, 32.0, 2_999_970.0) in spans(found, "wait")
    assert spans(found, "state") == [
        ("SERVICE_START_PENDING", 4, 10.0, 2.0),
        ("SERVICE_RUNNING", 4, 12.0, 2_999_989.0),
        ("SERVICE_STOP_PENDING", 4, 3_000_001.0, 11.0),
        ("SERVICE_STOPPED", 4, 3_000_012.0, 2.0),
    ]


def test_the_axis_of_steps() -> None:
    """Every moment is a millisecond after the one before, and says its virtual time."""
    found = entries(good_stop(), Axis.STEPS)
    assert spans(found, "handler") == [("STOP", DISPATCHER, 5_000.0, 3_000.0)]
    (call,) = (one for one in found if one.get("cat") == "handler")
    assert call["args"]["at"] == "3.000000"


def test_controls_are_instants() -> None:
    """On the thread that handles them."""
    controls = [(one["name"], one["tid"], one["s"]) for one in entries(good_stop()) if one.get("cat") == "control"]
    assert controls == [("SCM calls 'SvcStop' (STOP)", DISPATCHER, "t")]


def test_violations_go_through_all_tracks() -> None:
    """A global instant with code and text, at the end of the sleep."""
    (one,) = (one for one in entries(late_handler()) if one.get("cat") == "violation")
    assert (one["ph"], one["s"], one["ts"], one["tid"]) == ("i", "g", 93_000_001.0, DISPATCHER)
    assert one["name"].startswith("SVC101 'SvcStop' waits 600 s")
    assert one["args"]["where"] == "svc.py:15"


def test_an_empty_run() -> None:
    """There is nothing but names."""
    assert {one["ph"] for one in entries(story())} == {"M"}
