"""Services of cx_Freeze's host, run from start to stop: what its own C code reports, and what `stop` owes (D.8)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from svclint.simulation.jobs import Job
from tests.simulation.searches import Searched, Wanted, searched

SCENARIOS = ("start-stop", "stop-later", "every-control", "restart", "killed")
SCHEDULES = 12

PARTS = {
    "events": "self.asked, self.over = threading.Event(), threading.Event()",
    "run": "self.asked.wait()\n        self.over.set()",
    "stop": "self.asked.set()\n        self.over.wait()",
    "session": "self.sessions.append((session_id, event_type))",
}
TEXT = """\
import threading
import time


class Handler:
    def __init__(self):
        {events}
        self.sessions = []

    def initialize(self, config_file_name):
        self.sessions.clear()

    def run(self):
        {run}

    def stop(self):
        {stop}

    def session_changed(self, session_id, event_type):
        {session}
"""
LINES = {"stop": 17, "stop, second line": 19, "session, its body": 22}


def service(**parts: str) -> str:
    """The text of a service, with other parts than usual."""
    return TEXT.format(**PARTS | parts)


RIGHT = {
    "stop waits for run": service(),
    "stop waits in turns, for less than a handler has": service(
        stop="self.asked.set()\n        while not self.over.wait(1):\n            pass",
        run="self.asked.wait()\n        time.sleep(9)\n        self.over.set()",
    ),
    "it writes into cx_Logging's log, as cx_Freeze's own sample does": service(
        run="__import__('cx_Logging').Debug('%s waits', self)\n        self.asked.wait()\n        self.over.set()"
    ),
    "stop looks around until run is over": service(
        events="self.asked = self.over = False",
        run="while not self.asked:\n            time.sleep(1)\n        self.over = True",
        stop="self.asked = True\n        while not self.over:\n            time.sleep(0.1)",
    ),
    "run ends by itself": service(run="time.sleep(2)\n        self.over.set()"),
    "the methods have the names of old": service()
    .replace("def initialize", "def Initialize")
    .replace("def run", "def Run")
    .replace("def stop", "def Stop")
    .replace("def session_changed", "def sessionChanged"),
}
WRONG = {
    "stop does not wait for run": (
        service(stop="self.asked.set()", run="self.asked.wait()\n        time.sleep(3)"),
        {("SVC201", LINES["stop"])},
    ),
    "run is still to be told": (service(stop="self.stopping = True"), {("SVC201", LINES["stop"])}),
    # The host reports STOPPED as run ends, but its process cannot end before the dispatcher comes back.
    "stop waits for something else": (
        service(stop="self.asked.set()\n        threading.Event().wait()"),
        {("SVC101", LINES["stop, second line"]), ("SVC906", LINES["stop, second line"])},
    ),
    "a session makes it fail": (service(session="self.sessions[session_id]"), {("SVC903", LINES["session, its body"])}),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Searched]]:
    """What runs say of all of them, by title."""
    folder = tmp_path_factory.mktemp("cx_freeze")
    texts = {**RIGHT, **{title: text for title, (text, _) in WRONG.items()}}
    jobs = {}
    for number, (title, text) in enumerate(texts.items()):
        path = Path(folder, f"handler{number}.py")
        path.write_text(text, "utf-8")
        jobs[title] = Job(str(path), str(folder), host="cx_Freeze", scenarios=SCENARIOS, count=SCHEDULES)
    found = searched(Wanted(job) for job in jobs.values())
    yield {title: found[job.target] for title, job in jobs.items()}


@pytest.mark.parametrize("title", RIGHT)
def test_a_right_handler_is_silent(title: str, made: dict[str, Searched]) -> None:
    """No finding, and every run is seen to its end."""
    one = made[title]
    assert (one.found, one.unclear, one.runs) == ({}, [], SCHEDULES * len(SCENARIOS))


@pytest.mark.parametrize("title", WRONG)
def test_a_wrong_one_is_convicted_where_it_is_wrong(title: str, made: dict[str, Searched]) -> None:
    """The rule and the line, and nothing else."""
    assert {(code, line) for line, code in made[title].places} == WRONG[title][1]
