"""The page for people: complete, safe, bounded, and without anything from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from svclint.checking.judgement import Certainty, Violation
from svclint.contract.events import WaitKind
from svclint.contract.states import RUNNING
from svclint.simulation.recording.journal import Track
from svclint.simulation.tracing.axis import written
from svclint.simulation.tracing.layout import fitting
from svclint.simulation.tracing.page import rendered
from svclint.simulation.tracing.trace import Trace

from .stories import SERVICE, STORIES, good_stop, late_handler, long_run, pause, report, story, wait
from .strategies import traces

VOID = {"meta"}


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed in order, and what it needs from elsewhere is noted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action", "xlink:href"):
                self.links.append(value or "")
            self.texts.setdefault(f"@{name}", []).append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


def read(trace: Trace, limit: int = 160) -> Reader:
    return Reader(rendered(trace, limit))


@pytest.mark.parametrize("trace", STORIES.values(), ids=STORIES)
def test_it_is_self_contained(trace: Trace) -> None:
    """No script, no network: links lead to the page's own rows, and there is one of each name."""
    page = read(trace)
    assert page.names.isdisjoint({"script", "link", "img", "iframe", "object", "use", "image"})
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    assert not re.search(r"url\(|@import|https?:", rendered(trace))


def test_it_tells_everything() -> None:
    """Each event has a row with its number; the texts of the picture are there."""
    page = read(late_handler())
    assert [one for one in page.ids if one.startswith("e")] == ["e1", "e2", "e3", "e4", "e5"]
    cells = page.texts["td"]
    assert "33.000000" in cells
    assert "the SCM no longer waits for the handler of STOP" in cells
    drawn = page.texts["text"]
    assert {"RUNNING", "STOP", "STOP, never returns", "late", "1053", "state", "SCM", "Svc", "MainThread"} <= set(drawn)
    assert "time.sleep(600) · 1 min 30 s and on" in drawn or "sleep · 1 min 30 s and on" in drawn


def test_violations_are_marked() -> None:
    """In the list with a link to the event, in the picture in red, and below the row."""
    page = read(late_handler())
    message = "SVC101 'SvcStop' waits 600 s by 'time.sleep(600)', before it returns to the SCM"
    assert message in page.texts["strong"]
    assert any(message.startswith(one.rstrip("…")) and len(one) > 30 for one in page.texts["text"])
    assert any(one.startswith(message) for one in page.texts["td"])
    assert page.links == ["#e5"]
    assert {"ring", "guilt"} <= set(page.texts["@class"])


def test_no_violation_no_red() -> None:
    """A good run has no list of what is wrong, and nothing is ringed but in the legend."""
    page = read(good_stop())
    assert "What is wrong" not in page.texts["h2"]
    assert page.texts["@class"].count("ring") == 1
    assert page.texts["p"] == ["14 events on 3 threads in 3 s of virtual time; no violation."]


def test_it_can_be_read_aloud() -> None:
    """Every picture has a role, a title and a description; the table has heads."""
    page = read(pause())
    assert page.texts["@role"] == ["img"]
    assert page.texts["@aria-labelledby"] == ["strip1-title strip1-desc"]
    assert {"strip1-title", "strip1-desc"} <= set(page.ids)
    assert page.texts["th"] == ["No.", "Time (s)", "Thread", "What happens", "Where"]
    assert page.texts["@lang"] == ["en"]


def test_times_of_every_size_are_written() -> None:
    """The axis writes a leap in full and what is added to it."""
    drawn = read(late_handler()).texts["text"]
    assert {"0 s", "3 s", "33 s", "1:33", "+10 µs", "+1 µs"} <= set(drawn)


def test_long_runs_are_bounded() -> None:
    """Ten times as much happens: the page says what it leaves out and is not much larger."""
    short, long = rendered(long_run(400)), rendered(long_run(4000))
    assert len(long) < 1.2 * len(short)
    page = Reader(long)
    assert sum(one.endswith("events left out") for one in page.texts["text"]) == 2
    assert "of little weight left out" in page.texts["p"][0]
    assert sum(one.endswith("-title") for one in page.ids) == 7  # strips, for 160 moments and two gaps


def test_foreign_text_is_only_text() -> None:
    """Names and source cannot become markup, and control characters are shown."""
    hostile = "</title></style><script>alert(1)</script>\x1b[31m\x00\u202e\"'&"
    event = wait(3, hostile, WaitKind.QUEUE, 5.0, 2.0)
    trace = Trace(
        {"target": hostile, hostile: hostile}, (Track(0, hostile, hostile, 1),), story((3.0, 0, event)).events, ()
    )
    page = rendered(trace)
    assert "<script" not in page
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", page)
    assert any("\\x1b[31m\\x00\\u202e" in one for one in Reader(page).texts["td"])


@settings(max_examples=30)
@given(traces())
def test_any_trace_becomes_a_page(trace: Trace) -> None:
    """Whatever was recorded."""
    page = rendered(trace)
    Reader(page)
    assert all(line.isprintable() for line in page.splitlines())


def test_an_empty_run() -> None:
    """A page that says so."""
    assert read(story()).texts["p"] == ["0 events on 0 threads in no time of virtual time; no violation."]


@pytest.mark.parametrize(
    "time, said",
    [
        (0, "0 s"),
        (2_250_000_000, "2.25 s"),
        (59_999_000_000, "59.999 s"),
        (78_500_000_000, "1:18.5"),
        (3_723_000_000_000, "1:02:03"),
    ],
)
def test_times_in_full(time: int, said: str) -> None:
    """To the millisecond."""
    assert written(time) == said


def test_labels_that_fit() -> None:
    """The first that has room, else a piece of the last; nothing where nothing could be read."""
    labels = ("time.sleep(600) · 10 min", "sleep · 10 min", "10 min")
    assert [fitting(labels, room) for room in (160, 100, 50, 30, 12)] == [*labels, "10 …", ""]


def test_two_processes_are_told_apart() -> None:
    """After a restart there are two threads of the same name."""
    events = story((1.0, 0, report(RUNNING)), (2.0, 3, report(RUNNING))).events
    tracks = (Track(0, "Svc", "service", 1000), Track(3, "Svc", "service", 1004))
    drawn = read(Trace({}, tracks, events, ())).texts["text"]
    assert {"service, pid 1000", "service, pid 1004"} <= set(drawn)


def test_many_threads_are_bounded() -> None:
    """Of a hundred threads those that only wait go first, and a line says so; the table has them all."""
    workers = [Track(number, f"worker-{number}", "worker", 1000) for number in range(100)]
    polls = [(5.0, number, wait(24, "self.poll()", WaitKind.EVENT, 5.0, 4.0)) for number in range(100)]
    page = read(story(*polls)._replace(tracks=tuple(workers)), 400)
    assert any(re.fullmatch(r"and \d+ more threads, which the table has", one) for one in page.texts["text"])
    assert max(float(one.split()[3]) for one in page.texts["@viewbox"]) < 700
    assert {f"worker-{number}" for number in range(100)} <= set(page.texts["td"])


def test_many_violations_are_bounded() -> None:
    """Forty are listed, of the others how many."""
    running = report(RUNNING)
    wrong = tuple(Violation(f"SVC{n:03}", running.at, "it is wrong", Certainty.BROKEN, (running,)) for n in range(60))
    page = read(story((1.0, SERVICE, running), violations=wrong))
    assert len(page.texts["strong"]) == 40
    assert "and 20 more" in page.texts["li"]
    assert "and 35 more, listed above" in page.texts["text"]
    assert page.texts["p"] == ["1 event on 1 thread in 1 s of virtual time; 60 violations."]


def test_what_is_cut_off_looks_cut_off() -> None:
    """The bars of a wait and of a handler whose ends were not seen; all bars of the good run are whole."""
    assert [kind for kind in ("wait open", "handler open") if f'class="{kind}"' in rendered(late_handler())] == [
        "wait open",
        "handler open",
    ]
    assert ' open"' not in rendered(good_stop())
