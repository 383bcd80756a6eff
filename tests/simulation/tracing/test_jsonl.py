"""JSON lines: what is written is read back, and what is damaged is refused with its place."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svclint.contract.events import RAISED, Event, Leave, WaitKind
from svclint.simulation.tracing.jsonl import EVENTS, BadTrace, dumped, loaded
from svclint.simulation.tracing.trace import Trace

from .stories import STORIES, at, good_stop, late_handler, story, wait
from .strategies import CLASSES, events, traces


def alike(one: Any, other: Any) -> bool:
    """Whether two values are equal in class and content; events are compared by identity elsewhere."""
    if isinstance(one, Event):
        names = type(one).__dataclass_fields__
        return type(one) is type(other) and all(alike(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        pairs = zip(one, other, strict=False) if isinstance(other, tuple) else ()
        return type(one) is type(other) and len(one) == len(other) and all(alike(*pair) for pair in pairs)
    if isinstance(one, float) and math.isnan(one):
        return isinstance(other, float) and math.isnan(other)
    return type(one) is type(other) and one == other


def same(one: Trace, other: Trace) -> bool:
    """Whether two traces are equal, and their violations point at the same events of their runs."""
    return (
        one.facts == other.facts
        and one.tracks == other.tracks
        and alike(one.events, other.events)
        and [(each.code, each.at, each.text, each.certainty) for each in one.violations]
        == [(each.code, each.at, each.text, each.certainty) for each in other.violations]
        and all(alike(mine.path, other.violations[number].path) for number, mine in enumerate(one.violations))
        and _steps(one) == _steps(other)
    )


def _steps(trace: Trace) -> list[list[int | None]]:
    index = {id(one.event): number for number, one in enumerate(trace.events)}
    return [[index.get(id(event)) for event in one.path] for one in trace.violations]


def test_all_events_are_covered() -> None:
    """The alphabet as it is written, as it is read, and as this test makes it is the same one."""
    assert sorted(EVENTS) == CLASSES


@pytest.mark.parametrize("name", CLASSES)
@settings(max_examples=30)
@given(data=st.data())
def test_every_event_comes_back(name: str, data: st.DataObject) -> None:
    """An event with any fields is what it was."""
    trace = story((1.0, 0, data.draw(events(name))))
    assert same(trace, loaded(dumped(trace)))


@given(traces())
def test_traces_come_back(trace: Trace) -> None:
    """Any trace is what it was, in ASCII lines without line ends."""
    lines = list(dumped(trace))
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert same(trace, loaded(lines))
    assert list(dumped(loaded(lines))) == lines


@pytest.mark.parametrize("trace", STORIES.values(), ids=STORIES)
def test_stories_come_back(trace: Trace) -> None:
    """The same for the stories, through a file."""
    assert same(trace, loaded("\n".join(dumped(trace)).splitlines(keepends=True)))


def test_what_a_line_looks_like() -> None:
    """Enumerations are names, an endless limit is a word."""
    line = next(line for line in dumped(good_stop()) if "join" in line)
    assert json.loads(line) == {
        "t": 3_000_010_000,
        "task": 0,
        "event": "Wait",
        "at": {
            "path": "svc.py",
            "line": 21,
            "column": 9,
            "end_line": 21,
            "end_column": 27,
            "text": "self.worker.join()",
        },
        "kind": "JOIN",
        "subject": "self.worker.join()",
        "asked": "inf",
        "took": {"least": 2.999_980, "most": 2.999_980},
    }


def test_the_path_of_a_violation() -> None:
    """Its steps are the indexes of the events."""
    assert json.loads(list(dumped(late_handler()))[-1])["path"] == [1, 4]


class Answer:
    """An object of the service's author, who may have made it unfit to look at."""

    def __repr__(self) -> str:
        raise AssertionError("nobody asked")


RESULTS = {
    "an exception": (RAISED, {"name": "RAISED"}),
    "a number that JSON lacks": (-math.inf, {"number": "-inf"}),
    "an object is not looked at": (Answer(), {"object": f"{__name__}.Answer"}),
    "text is no name of a number": ("inf", "inf"),
}


@pytest.mark.parametrize("result, written", RESULTS.values(), ids=RESULTS)
def test_what_handlers_return(result: object, written: object) -> None:
    """Results are told apart; from the first reading on they are stable."""
    lines = list(dumped(story((1.0, 2, Leave(at(1, "SvcStop"), "STOP", result)))))
    assert json.loads(lines[-1])["result"] == written
    assert list(dumped(loaded(lines))) == lines


def change(number: int, **fields: Any) -> list[str]:
    """The good story with other fields in one line, counted from 1."""
    lines = list(dumped(good_stop()))
    lines[number - 1] = json.dumps({**json.loads(lines[number - 1]), **fields})
    return lines


LINES = list(dumped(good_stop()))
DAMAGED = {
    "another version of the schema": (change(1, schema="svclint.trace/2"), 1, "'svclint.trace/2'"),
    "no header": (LINES[1:], 1, "schema"),
    "nothing at all": ([], 1, "header"),
    "counts of something else": (change(1, counts={"tracks": 4}), 1, "counts"),
    "a fact that is no text": (change(1, target=3), 1, "str"),
    "half a line": ([*LINES[:6], LINES[6][:40]], 7, "not JSON"),
    "an empty line": ([*LINES[:3], "", *LINES[3:]], 4, "not JSON"),
    "a list": ([LINES[0], "[]"], 2, "object"),
    "a number that is not JSON": (["NaN"], 1, "NaN"),
    "nested without end": (["[" * 100_000], 1, "not JSON"),
    "the end is missing": (LINES[:-1], len(LINES), "events"),
    "more than was said": ([*LINES, LINES[-1]], len(LINES) + 1, "more"),
    "an event nobody knows": (change(6, event="Slept"), 6, "'Slept'"),
    "an event that is no word": (change(6, event=[1]), 6, "no event"),
    "a field too many": (change(6, colour="red"), 6, "fields of Report"),
    "a state nobody knows": (change(6, state="SERVICE_SLEEPING"), 6, "SERVICE_SLEEPING"),
    "a truth value for a number": (change(6, t=True), 6, "int"),
    "a track nobody knows": (change(6, task=77), 6, "track 77"),
    "a track without a name": (change(2, name=None), 2, "str"),
}


@pytest.mark.parametrize("lines, number, word", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_told(lines: list[str], number: int, word: str) -> None:
    """The number of the line, and what is wrong with it."""
    with pytest.raises(BadTrace) as caught:
        loaded(lines)
    assert caught.value.line == number
    assert word in caught.value.reason
    assert str(caught.value).startswith(f"line {number}: ")


@pytest.mark.parametrize("path", ["nowhere", None, [99], [-1], [True], ["1"]], ids=str)
def test_damaged_paths(path: object) -> None:
    """A path leads through events of the run."""
    lines = list(dumped(late_handler()))
    lines[-1] = json.dumps({**json.loads(lines[-1]), "path": path})
    with pytest.raises(BadTrace) as caught:
        loaded(lines)
    assert caught.value.line == len(lines)


@given(st.integers(0, len(LINES) - 1), st.integers(0, 400), st.characters())
def test_no_other_error(number: int, place: int, character: str) -> None:
    """Whatever one character of a trace becomes: it is read, or refused as a bad trace."""
    line = LINES[number]
    place %= len(line)
    lines = [*LINES[:number], line[:place] + character + line[place + 1 :], *LINES[number + 1 :]]
    try:
        trace = loaded(lines)
    except BadTrace as error:
        assert error.line >= number + 1
    else:
        assert same(trace, loaded(dumped(trace)))


def test_not_a_number() -> None:
    """A limit may be no number at all."""
    trace = story((1.0, 0, wait(1, "w()", WaitKind.EVENT, math.nan, 1.0)))
    assert same(trace, loaded(dumped(trace)))
