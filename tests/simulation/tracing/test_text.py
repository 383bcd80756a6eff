"""The timeline as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svclint.checking.judgement import Certainty, Violation
from svclint.checking.steps import explain
from svclint.contract.events import (
    NOWHERE,
    RAISED,
    Asked,
    By,
    Connected,
    Ended,
    Enter,
    Escaped,
    Event,
    Known,
    Leave,
    Refused,
    WaitKind,
)
from svclint.contract.states import RUNNING
from svclint.simulation.recording.journal import Track
from svclint.simulation.tracing.text import timeline
from svclint.simulation.tracing.times import clock, duration
from svclint.simulation.tracing.trace import Trace
from svclint.simulation.tracing.values import Foreign
from svclint.simulation.tracing.words import told

from .stories import SERVICE, at, late_handler, long_run, report, story, wait
from .strategies import CLASSES, events, traces


def test_the_late_handler() -> None:
    """Time, thread, what happened, where; the violation below its event."""
    assert list(timeline(late_handler())) == [
        " 0.000010  Svc         pywin32 reports SERVICE_RUNNING  (svc.py:5)",
        " 3.000000  MainThread  SCM calls 'SvcStop' (STOP)  (svc.py:14)",
        "33.000000  SCM         the SCM no longer waits for the handler of STOP",
        "33.000000  SCM         the request STOP is answered with ERROR_SERVICE_REQUEST_TIMEOUT (1053)",
        "93.000001  MainThread  'time.sleep(600)' still waits, after 1 min 30 s of at most 10 min  (svc.py:15)",
        "                       ^ SVC101 'SvcStop' waits 600 s by 'time.sleep(600)', before it returns to the SCM"
        "  (svc.py:15)",
    ]


def test_long_runs_are_folded() -> None:
    """A line says what was left out; doubtful violations say so."""
    lines = list(timeline(long_run(300), 40))
    assert len(lines) < 45
    assert sum("events left out (" in line for line in lines) == 2
    assert sum("^ SVC501 (possible) 'SvcStop' stops nothing" in line for line in lines) == 1


def test_what_nobody_sees_stands_at_the_end() -> None:
    """A violation without an event of the run."""
    violation = Violation("SVC501", at(3, "SvcStop"), "it stops nothing", Certainty.BROKEN, ())
    lines = list(timeline(story((1.0, SERVICE, report(RUNNING)), violations=(violation,))))
    assert lines[-1].strip() == "^ SVC501 it stops nothing  (svc.py:3)"


def test_a_call_on_several_lines_is_one_line() -> None:
    """And what would act on a terminal is shown."""
    event = wait(3, "self.queue.get(\n    timeout=5,\n    title='\x1b[31m')", WaitKind.QUEUE, 5.0, 2.0)
    trace = story((3.0, 0, event))._replace(tracks=(Track(0, "a\nb\x1b", "service", 1),))
    assert list(timeline(trace)) == [
        r"3.000000  a\nb\x1b  'self.queue.get( timeout=5, title='\x1b[31m')' waited 2 s of at most 5 s  (svc.py:3)"
    ]


@settings(max_examples=50)
@given(traces())
def test_any_trace_is_safe(trace: Trace) -> None:
    """Whatever was recorded, every line is printable, and at most one belongs to each event and violation."""
    lines = list(timeline(trace))
    assert all(map(str.isprintable, lines))
    assert len(lines) <= len(trace.events) + len(trace.violations)


def test_an_empty_run() -> None:
    """Nothing happened: nothing is told."""
    assert list(timeline(story())) == []


SENTENCES = {
    "a control that nobody's code handles": (Enter(NOWHERE, "STOP"), "SCM calls the handler (STOP)"),
    "the end of the service's main method": (Leave(at(5, "Svc"), "SvcRun", None), "SvcRun returns"),
    "an exception ends it": (Leave(at(5, "Svc"), "SvcRun", RAISED), "an exception leaves SvcRun"),
    "a number": (Leave(at(5, "h"), "STOP", 120), "the handler of STOP returns 120"),
    "no number": (Leave(at(5, "h"), "STOP", Foreign("a.B")), "the handler of STOP returns an object that is no number"),
    "why a handler is left": (Escaped(at(5, "h"), "STOP", "OSError"), "OSError leaves the handler of STOP"),
    "an error by its name": (
        Asked(NOWHERE, "STOP", 1052),
        "the request STOP is answered with ERROR_INVALID_SERVICE_CONTROL (1052)",
    ),
    "an error without a name": (Asked(NOWHERE, "STOP", 31), "the request STOP is answered with error 31"),
    "a thread that is over": (Known(NOWHERE, "w#3", False), "the thread w#3 is over"),
    "cut off": (Ended(NOWHERE, 0, ("a", "b")), "the process ends with code 0, and with it a, b"),
    "no dispatcher": (
        Connected(NOWHERE, 31.0, 1053),
        "the process calls the dispatcher, which answers ERROR_SERVICE_REQUEST_TIMEOUT (1053)",
    ),
    "a report of no state": (
        Refused(at(1, "r()"), 13, 9, 16, 0, By.USER),
        "the SCM refuses the report of state 9 with ERROR_INVALID_DATA (13)",
    ),
    "without a limit": (wait(1, "w()", WaitKind.LOCK, float("inf"), 0.000_02), "'w()' waited 20 µs without a limit"),
    "no end": (wait(1, "w()", WaitKind.LOCK, 5.0, 2.0, over=False), "'w()' still waits, after 2 s of at most 5 s"),
    "an unknown limit": (wait(1, "w()", WaitKind.LOCK, None, 0.5), "'w()' waited 500 ms"),
    "no number as a limit": (wait(1, "w()", WaitKind.LOCK, float("nan"), 0.5), "'w()' waited 500 ms"),
}


@pytest.mark.parametrize("event, sentence", SENTENCES.values(), ids=SENTENCES)
def test_sentences(event: Event, sentence: str) -> None:
    """What only runs tell."""
    assert told(event) == sentence


# Nothing is known of these but that their place is reached.
WORDLESS = {"Unread"}


@pytest.mark.parametrize("name", sorted(set(CLASSES) - WORDLESS))
@settings(max_examples=10)
@given(data=st.data())
def test_every_event_has_words(name: str, data: st.DataObject) -> None:
    """No event is told as a mere call."""
    event = data.draw(events(name))
    assert told(event) != explain(Event(event.at))


@pytest.mark.parametrize(
    "time, said",
    [
        (0, "0 ns"),
        (999, "999 ns"),
        (20_000, "20 µs"),
        (999_999, "1 ms"),
        (2_999_980_000, "3 s"),
        (59_999_999_999, "1 min"),
        (600_000_000_000, "10 min"),
        (3_661_000_000_000, "1 h 1 min 1 s"),
    ],
)
def test_lengths_of_time(time: int, said: str) -> None:
    """Four digits, in the unit that people would use."""
    assert duration(time) == said


def test_clock() -> None:
    """Seconds, to the microsecond, never rounded up into the next one."""
    assert (clock(93_000_026_999), clock(5_000)) == ("93.000026", "0.000005")
