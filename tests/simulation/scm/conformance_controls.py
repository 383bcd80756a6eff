"""Rows that send controls, and queries of what the SCM keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from svclint.contract.states import RUNNING, STOPPED, State
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.profile import Profile
from tests.simulation.scm.puppets import Puppet, installed
from tests.simulation.scm.rows import Row
from tests.simulation.scm.stage import PENDING, Seen, Stage, brought_to


def controls(row: Row) -> None:
    """Every state, mask and code of the row: the error, whether the handler gets it, and the status afterwards."""
    for state in row.states:
        for mask in row.masks:
            for code in row.codes:
                _control(row, brought_to(state, mask, row.given, profile_of(row)), code)


def profile_of(row: Row) -> Profile:
    """The row's profile, or the one its words ask for."""
    return Profile(stop_latch=False) if row.given.endswith("before the latch existed") else row.profile


def _control(row: Row, stage: Stage, code: int) -> None:
    stage.play(lambda console: _AFTER[row.after](stage, stage.control(code)))
    seen = stage.seen[-1]
    assert (seen.error, seen.delivered) == (row.result, row.delivered), code


def _unchanged(stage: Stage, seen: Seen) -> None:
    assert (seen.status, seen.process) == seen.before


def _shown(stage: Stage, seen: Seen) -> None:
    _unchanged(stage, seen)
    assert seen.shown == seen.status


def _not_shown(stage: Stage, seen: Seen) -> None:
    _unchanged(stage, seen)
    assert seen.shown is None


def _as_reported(stage: Stage, seen: Seen) -> None:
    _unchanged(stage, seen)
    stage.subject.say(*PENDING)
    state, mask, exit, own, point, hint = PENDING
    assert stage.record.status[1:] == (state, mask, exit, own, point, hint)


def _latched(stage: Stage, seen: Seen) -> None:
    assert seen.latched
    _as_reported(stage, seen)


_AFTER: dict[str, Callable[[Stage, Seen], None]] = {
    "unchanged": _unchanged,
    "unchanged, shown": _shown,
    "unchanged, not shown": _not_shown,
    "unchanged until it reports": _as_reported,
    "as it reports": _as_reported,
    "as it reports, latched": _latched,
}

_QUERIED: dict[str, Callable[[Stage], bool]] = {
    "unchanged": lambda stage: True,
    "exit 1077, no process": lambda stage: (stage.record.status.win32_exit, stage.record.process) == (1077, 0),
    "exit 1066/42, no process": lambda stage: (*stage.record.status[3:5], stage.record.process) == (1066, 42, 0),
    "wait hint 0": lambda stage: stage.record.status.wait_hint == 0,
    "wait hint 10000": lambda stage: stage.record.status.wait_hint == 10000,
    "check point 0": lambda stage: stage.record.status.check_point == 0,
    "check point 77": lambda stage: stage.record.status.check_point == 77,
    "a process": lambda stage: stage.record.process > 0,
    "no process": lambda stage: stage.record.process == 0,
}

_REPORTED = {
    "it stopped with 1066/42": (STOPPED, 0, 1066, 42),
    "it reported a wait hint of 10000": (RUNNING, 0, 0, 0, 0, 10000),
    "it reported check point 77": (RUNNING, 0, 0, 0, 77, 0),
}


def queries(row: Row) -> None:
    """What QueryServiceStatusEx answers and shows."""
    for state in row.states:
        stage = brought_to(state, 0, row.given, row.profile)
        if row.given in _REPORTED:
            stage = Stage(_REPORTED[row.given], profile=row.profile)
        stage.play(partial(_query, row, stage))


def _query(row: Row, stage: Stage, console: Console) -> None:
    handle = stage.handle()
    seen = stage.note(lambda: stage.machine.requests.query(handle))
    assert seen.error == row.result
    assert _QUERIED[row.after](stage)
    if not seen.error:
        assert stage.machine.requests.query(handle) == (stage.record.status, stage.record.process)


def dependents(row: Row) -> None:
    """E100: two services that need the subject."""
    others = [Puppet((RUNNING, 0), name=name) for name in ("early", "late")]
    services = tuple(installed(other, dependencies=("subject",)) for other in others)
    stage = Stage((RUNNING, 0), profile=row.profile, others=services)

    def act(console: object) -> None:
        for name in ("early", "late"):
            stage.machine.start(name)
        found = stage.machine.requests.dependents(stage.handle())
        assert [each.name for each in found] == ["late", "early"]

    stage.play(act)


def handles(row: Row) -> None:
    """E091: what is no handle of a service, in every call that wants one."""
    stage = Stage(profile=row.profile)

    def act(console: object) -> None:
        closed = stage.handle()
        stage.machine.requests.close(closed)
        for handle in (closed, stage.manager(), 0):
            calls = _calls(stage, handle)
            assert [stage.note(call).error for call in calls] == [row.result] * len(calls)

    stage.play(act)


def _calls(stage: Stage, handle: int) -> list[Callable[[], object]]:
    requests = stage.machine.requests
    return [
        lambda: requests.query(handle),
        lambda: requests.configuration(handle),
        lambda: requests.change(handle, display_name="x"),
        lambda: requests.delete(handle),
        lambda: requests.dependents(handle),
        lambda: stage.machine.control_service(handle, 4),
        lambda: stage.machine.start_service(handle),
    ]


def configuration(row: Row) -> None:
    """E090: neither asking for the configuration nor changing it."""
    stage = brought_to(State.SERVICE_STOPPED, 0, row.given, row.profile)
    requests = stage.machine.requests

    def act(console: object) -> None:
        handle = stage.handle()
        assert stage.note(lambda: requests.configuration(handle)).error == row.result
        assert stage.note(lambda: requests.change(handle, display_name="x")).error == row.result

    stage.play(act)


def every_request_during_shutdown(row: Row) -> None:
    """E188: the system goes down, but the service is still there."""
    stage = Stage((RUNNING, 0), profile=row.profile)
    requests = stage.machine.requests

    def act(console: Console) -> None:
        handle, manager = stage.handle(), stage.manager()
        console.shutdown(phases=())
        before = stage.record.status
        wanted = stage.record.configuration._replace(name="another")
        asked: list[Callable[[], object]] = [
            lambda: stage.machine.control_service(handle, 4),
            lambda: stage.machine.start_service(handle),
            lambda: requests.create(manager, wanted),
            lambda: requests.delete(handle),
        ]
        assert [stage.note(each).error for each in asked] == [row.result] * 4
        assert stage.record.status == before
        assert stage.subject.heard == []

    stage.play(act)
