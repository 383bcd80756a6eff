"""One road from bytes to findings: what it promises beside the findings themselves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from svclint.checking.monitor import Monitor, Verdict
from svclint.contract.events import Event, Report
from svclint.linting import lint_bytes
from svclint.rules.svc505_illegal_transition import Transitions
from tests.expectations import FIXTURES, expected, reported


def test_one_broken_rule_does_not_silence_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A monitor that fails is reported as SVC000; what the other monitors found is still there."""

    def fails(self: Monitor[object], state: object, event: Event) -> tuple[object, Sequence[Verdict]]:
        raise ZeroDivisionError("a defect of ours")

    monkeypatch.setattr(Transitions, "step", fails)
    path = FIXTURES / "SVC203" / "bad_timed_join_in_handler.py"
    found = reported(lint_bytes(path.read_bytes(), path.name))
    assert found == expected(path) | {(1, "SVC000")}


def test_files_without_markers_are_not_even_parsed() -> None:
    """What cannot hold a service cannot be wrong for us, whatever it is."""
    assert lint_bytes(b"this is no Python (", "x.py").problems == ()


def test_what_cannot_be_followed_is_counted() -> None:
    """Calls out of sight are no findings, and no secret."""
    source = (
        b"import win32serviceutil\nfrom elsewhere import work\n"
        b"class A(win32serviceutil.ServiceFramework):\n    def SvcDoRun(self):\n        work()\n        work()\n"
    )
    assert [one.at.line for one in lint_bytes(source, "x.py").unknown] == [5, 6]


def test_the_path_says_each_thing_once() -> None:
    """A loop of ten turns is no list of ten lines."""
    path = FIXTURES / "SVC101" / "bad_range_loop_of_forty_seconds.py"
    (finding,) = lint_bytes(path.read_bytes(), path.name).findings
    told = [(step.at, step.text) for step in finding.steps]
    assert all(one != other for one, other in pairwise(told))


def test_events_know_who_reports() -> None:
    """Every report of the event alphabet names its author: the rules blame people, not pywin32."""
    assert {"by", "side"} <= set(Report.__match_args__)
