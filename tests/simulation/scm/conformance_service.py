"""Rows about what a service process calls, and about its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from svclint.contract.controls import Accept, Control
from svclint.contract.installation import ServiceType
from svclint.contract.states import RUNNING, STOP_PENDING, STOPPED, State
from svclint.simulation.kernel import active
from svclint.simulation.scm import hosts
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.machine import current
from svclint.simulation.scm.processes import Entry
from svclint.simulation.scm.records import Configuration
from svclint.simulation.scm.recovery import Action, ActionType, FailureActions
from tests.simulation.scm.puppets import OWN, Puppet, Run, in_turn, program, sleep
from tests.simulation.scm.rows import Row
from tests.simulation.scm.stage import Stage, error_of, report

_SHARE = ServiceType.WIN32_SHARE_PROCESS
_NOTHING = Entry("subject", lambda arguments: None)


def dispatching(row: Row) -> None:
    """E135 to E137: StartServiceCtrlDispatcher at the wrong time, or with the wrong table."""
    errors: list[int] = []
    tables = [[_NOTHING]]
    if row.id == "E137":
        tables = [[], [Entry(None, _NOTHING.main)], [Entry("subject", None)]]

    def body() -> None:
        if row.id == "E136":
            scheduler = active()
            assert scheduler is not None
            scheduler.spawn(second, name="second", role="worker")
            current().dispatch([Entry("subject", lambda arguments: sleep(9))])
        else:
            errors.extend(error_of(partial(current().dispatch, table)) for table in tables)

    def second() -> None:
        sleep(1)
        errors.append(error_of(lambda: current().dispatch([_NOTHING])))

    script = hosts.script(body)
    run = Run(Installed(Configuration("subject"), script), profile=row.profile)

    def scenario(console: Console) -> None:
        if row.given == "a console process":
            console.execute(script)
        else:
            console.start()
        console.sleep(5)

    run.play(scenario)
    expected = [row.result] * len(tables)
    if row.option:  # it speaks of the empty table alone
        expected[1:] = [13, 13]
    assert errors == expected


def registering(row: Row) -> None:
    """E138 and E139: the name a handler is registered under."""
    shared = row.id == "E138"
    got: list[int] = []

    def main(arguments: tuple[str, ...]) -> None:
        name = "unknown" if shared else ""
        got.append(error_of(lambda: got.append(current().register(name, int, True))))

    table = [Entry("subject" if shared else "", main)]
    configuration = Configuration("subject", type=_SHARE if shared else OWN)
    run = Run(Installed(configuration, hosts.script(lambda: current().dispatch(table))), profile=row.profile)
    run.play(lambda console: in_turn(console.start, lambda: console.sleep(1))())
    assert got[-1] == (row.result if shared else 0)
    assert (len(got) == 2 and got[0] > 0) == (row.result == "a handle")


_REPORTS: dict[str, list[tuple[int, ...]]] = {
    "state 0, 8 and 99": [report(state=state) for state in (0, 8, 99)],
    "type 0, 0x11, 0x101 and 0x102": [report(type=kind) for kind in (0, 0x11, 0x101, 0x102)],
    "type 0x30, installed 0x10": [report(type=0x30)],
    "type 0x10, installed 0x20": [report(type=0x10)],
    "a mask bit that was never defined": [report(accepted=bit) for bit in (0x1000, 0x8000, 1 << 31)],
    "a handle that is none": [report()],
    "RUNNING": [report()],
    "check points 3, 2 and 0": [report(state=STOP_PENDING, check_point=point, wait_hint=500) for point in (3, 2, 0)],
    "STOPPED, mask 1, check point 7, hint 5000": [report(state=STOPPED, accepted=1, check_point=7, wait_hint=5000)],
    "a service's status handle is needed, a client's is given": [report()],
}


def reporting(row: Row) -> None:
    """SetServiceStatus with everything the row says."""
    for state in row.states:
        for sent in _REPORTS[row.given]:
            fields: dict[str, Any] = {"type": _SHARE} if "installed 0x20" in row.given else {}
            stage = Stage((RUNNING, Accept.STOP), profile=row.profile, **fields)
            stage.play(partial(_report, row, stage, state, sent))


def _report(row: Row, stage: Stage, state: State, sent: tuple[int, ...], console: Console) -> None:
    if state is not RUNNING:
        stage.subject.say(state, hint=1)
    handle = stage.handle() if "a client's" in row.given else stage.subject.handle
    handle = handle if row.given != "a handle that is none" else 12345
    seen = stage.note(lambda: stage.machine.set_status(handle, sent))
    assert seen.error == row.result
    assert _STORED[row.after](seen, sent), (seen, sent)
    if "no process" in row.after:
        assert [stage.control(code).error for code in (Control.STOP, Control.INTERROGATE, 128)] == [1061] * 3


_STORED: dict[str, Callable[[Any, tuple[int, ...]], bool]] = {
    "unchanged": lambda seen, sent: (seen.status, seen.process) == seen.before,
    "type 0x10": lambda seen, sent: seen.status.type == 0x10 and seen.status[1:] == sent[1:],
    "type 0x20": lambda seen, sent: seen.status.type == 0x20 and seen.status[1:] == sent[1:],
    "RUNNING": lambda seen, sent: seen.status.state == RUNNING and seen.process > 0,
    "RUNNING, no process": lambda seen, sent: (seen.status.state, seen.process) == (RUNNING, 0),
    "as sent": lambda seen, sent: seen.status == sent,
    "zeroes": lambda seen, sent: seen.status == report(state=STOPPED),
}


def last_stopping(row: Row) -> None:
    """E150: the dispatcher is told to return, and the process may end."""
    stage = Stage((RUNNING, 0), profile=row.profile)
    stage.play(lambda console: in_turn(stage.subject.stops(), lambda: console.settle(60))())
    assert (stage.record.status.state, stage.record.process) == (STOPPED, 0)
    assert [entered for _, _, entered, _ in stage.notes.named("dispatcher")] == [True, False]


_RESTART = FailureActions((Action(ActionType.RESTART, 60),))
_ON_ERRORS = FailureActions((Action(ActionType.RESTART, 60),), on_errors=True)


def ending(row: Row) -> None:
    """E152 to E157: how a run can end, and whether that counts as a failure."""
    failure = _ON_ERRORS if "flag" in row.given else _RESTART
    subject = Puppet((RUNNING, 0))
    subject.work = _ENDS[row.given](row, subject)
    wanted = hosts.script(lambda: None) if row.state == "START_PENDING" else program(subject)
    run = Run(Installed(Configuration("subject", failure=failure), wanted), profile=row.profile)
    found: list[Any] = []

    def scenario(console: Console) -> None:
        error = console.start()
        console.sleep(1)
        if row.given == "the process is killed":
            console.kill()
        console.settle(60)
        record = console.record()
        found.extend([error, record.status.state, record.status.win32_exit, record.process])

    run.play(scenario)
    assert found[0] == (row.result or 0)
    assert (found[1], found[3]) == (STOPPED, 0)
    _check_end(row, found[2], run)


def _check_end(row: Row, exit: int, run: Run) -> None:
    acted = bool(run.notes.named("recovery"))
    logged = [event for _, _, event, _ in run.notes.named("log")]
    if "1067" in row.after:
        assert exit == 1067
    if "7031" in row.after:
        assert {7031, 7034} & set(logged)
    if "recovery" in row.after:
        assert acted == ("no recovery" not in row.after)


def _stops(row: Row, subject: Puppet, exit: int = 0) -> Callable[[], None]:
    return lambda: subject.say(STOPPED, 0, exit)


def _leaves(row: Row, subject: Puppet) -> Callable[[], None]:
    def leave() -> None:
        if row.state != "RUNNING":
            subject.say(State[f"SERVICE_{row.state}"])
        current().leave(3)

    return leave


_ENDS: dict[str, Callable[[Row, Puppet], Callable[[], object]]] = {
    "the process is killed": lambda row, subject: subject.work,
    "the process exits before a report": lambda row, subject: subject.work,
    "the process exits without STOPPED": _leaves,
    "the process exits": _leaves,
    "it reports STOPPED with 0": _stops,
    "it reports STOPPED with an error, the failure-actions flag is set": lambda row, subject: _stops(row, subject, 5),
}

SITUATIONS: dict[str, Callable[[Row], None]] = {
    "a console process": dispatching,
    "it dispatches already": dispatching,
    "an empty table, an entry without name, one without function": dispatching,
    "a shared process, a name not in its table": registering,
    "an own process, no name in table and call": registering,
    **dict.fromkeys(_REPORTS, reporting),
    "the last service of its process": last_stopping,
    **dict.fromkeys(_ENDS, ending),
}
