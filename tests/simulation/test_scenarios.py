"""Scenarios in worker processes: what is right stays silent whatever the schedule, and what is wrong still shows."""

from __future__ import annotations

import pytest

from svclint.simulation.jobs import Job
from tests.simulation.searches import Searched, Wanted, searched
from tests.simulation.test_corpus import CORPUS, marked

NEW = ("stop-after-reports", "handler-delayed")
SCHEDULES = 40

RIGHT = {
    "which reports its start step by step": "start_pending_fix.py",
    "which stops a worker": "queue_consumer_fix.py",
}

# A bug, the scenario, and the rule that speaks.
WRONG = {
    "the handler raises when STOP comes early": ("handler_raises_bug.py", NEW[0]),
    "STOP is never looked at, however late it comes": ("ignored_stop_bug.py", NEW[1]),
}


def search(file: str, scenarios: tuple[str, ...], codes: tuple[str, ...] = ()) -> Searched:
    """What some scenarios show of a service of the corpus; with codes, until all of them were found."""
    job = Job(str(CORPUS / file), str(CORPUS), scenarios=scenarios, count=SCHEDULES)
    return searched([Wanted(job, codes)])[job.target]


@pytest.mark.parametrize("file", RIGHT.values(), ids=RIGHT)
def test_a_right_service_is_silent(file: str) -> None:
    """No finding, and no run that proves nothing."""
    made = search(file, NEW)
    assert (made.found, made.unclear, made.runs) == ({}, [], SCHEDULES * len(NEW))


@pytest.mark.parametrize("file, scenario", WRONG.values(), ids=WRONG)
def test_a_bug_shows(file: str, scenario: str) -> None:
    """The rule that the file expects is among those that speak."""
    expected = marked(CORPUS / file, "expect")
    assert set(expected) <= set(search(file, (scenario,), expected).found)
