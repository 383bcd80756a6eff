"""Shapes of services that are found in the field: what is right is kept, and what is wrong is not.

The verdicts come from the contract, by reading each service; the sentence says why.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svclint.exploring.search import verified
from svclint.exploring.work import Supervisors
from svclint.simulation.jobs import Job
from svclint.simulation.results import Result, Verdict
from tests.doors.services import service

KEPT, BROKEN, INCONCLUSIVE = Verdict.KEPT, Verdict.BROKEN, Verdict.INCONCLUSIVE

SESSIONS = """
    def GetAcceptedControls(self):
        wanted = win32service.SERVICE_ACCEPT_SESSIONCHANGE | win32service.SERVICE_ACCEPT_POWEREVENT
        return super().GetAcceptedControls() | wanted

    def SvcOtherEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_SESSIONCHANGE:
            {body}
"""
DEAF_AT_FIRST = """
    ready = False

    def GetAcceptedControls(self):
        return win32service.SERVICE_ACCEPT_STOP if self.ready else 0
"""
LATE = "time.sleep(10)\nself.ready = True\nself.ReportServiceStatus(win32service.SERVICE_RUNNING)\n"
ALONE = """\
if win32event.WaitForSingleObject(self.stop, 30000) == win32event.WAIT_TIMEOUT:
    self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
"""

# A service, what it is told in, and the rules that speak; none: it is kept.
SHAPES: dict[str, tuple[str, str, set[str]]] = {
    "a session has a number, in a tuple": (
        service() + SESSIONS.format(body="self.last = int(data[0])"),
        "every-control",
        set(),
    ),
    "and an event of which there is one": (
        service() + SESSIONS.format(body="self.last = 'c d r R logon logoff lock unlock'.split()[event_type - 1]"),
        "every-control",
        set(),
    ),
    "which is no object with attributes": (
        service() + SESSIONS.format(body="self.last = data.session"),
        "every-control",
        {"SVC903"},
    ),
    "it accepts nothing before it is ready, and stops then": (
        service(run=LATE) + DEAF_AT_FIRST,
        "start-stop",
        set(),
    ),
    "it stops by itself, and has stopped when it said": (
        service(run=ALONE + "    time.sleep(4)\n    return"),
        "left-alone",
        set(),
    ),
    "it says that it stops by itself, and stays there": (
        service(run=ALONE + "    time.sleep(5000)\n    return"),
        "left-alone",
        {"SVC904"},
    ),
    "it accepts STOP when it is ready, and goes on for ever": (
        service(run=LATE + "while True:\n    time.sleep(5)") + DEAF_AT_FIRST,
        "start-stop",
        {"SVC904"},
    ),
}


@pytest.fixture
def seen(tmp_path: Path) -> Callable[..., Result]:
    """The result of a short search in a service."""

    def run(text: str, scenario: str = "start-stop", **more: object) -> Result:
        path = tmp_path / "feed.py"
        path.write_text(text)
        job = Job(f"{path}:Feed", str(tmp_path), scenarios=(scenario,), count=4, **more)  # type: ignore[arg-type]
        return verified(job, Supervisors(1))

    return run


@pytest.mark.parametrize("case", SHAPES)
def test_verdict(seen: Callable[..., Result], case: str) -> None:
    """The rules that speak are those of the table, and every run was seen to its end."""
    text, scenario, codes = SHAPES[case]
    result = seen(text, scenario)
    assert {one.finding.code for one in result.shown} == codes
    assert result.verdict is (BROKEN if codes else KEPT)


def test_what_is_accepted_late_is_asked_for_all_the_same(tmp_path: Path) -> None:
    """All scenarios that fit the later mask are played."""
    (tmp_path / "feed.py").write_text(service(run=LATE) + DEAF_AT_FIRST)
    result = verified(Job(f"{tmp_path}/feed.py:Feed", str(tmp_path), count=1), Supervisors(1))
    assert {"start-stop", "stop-later", "every-control", "restart"} <= result.scenarios.keys()
