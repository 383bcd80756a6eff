"""Rows about StartService."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from svclint.contract.installation import ServiceType, StartType
from svclint.contract.states import RUNNING, START_PENDING, STOPPED
from svclint.simulation.kernel import active
from svclint.simulation.scm import hosts
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.machine import current
from svclint.simulation.scm.processes import Entry
from svclint.simulation.scm.records import Configuration
from svclint.simulation.scm.status import Status
from tests.simulation.scm.puppets import OWN, Puppet, Run, in_turn, installed, sleep
from tests.simulation.scm.rows import Row
from tests.simulation.scm.stage import Seen, Stage, brought_to

_RECORD = Status(OWN, START_PENDING, wait_hint=2000)


def refused(row: Row) -> None:
    """The state, or the handle, is what stands in the way."""
    for state in row.states:
        stage = brought_to(state, 0, row.given, row.profile)
        stage.play(partial(_refused, row, stage, ()))


def _refused(row: Row, stage: Stage, arguments: Sequence[str], console: Console) -> None:
    times = 2 if row.request == "start twice" else 1
    handle = stage.handle()
    for _ in range(times):
        seen = stage.note(lambda: stage.machine.start_service(handle, arguments))
        assert (seen.error, seen.delivered) == (row.result, row.delivered)
        assert (seen.status, seen.process) == seen.before


def configured(row: Row) -> None:
    """How the subject, or what it depends on, is installed stands in the way."""
    for fields, others in _INSTALLATIONS[row.given]:
        stage = Stage(profile=row.profile, others=others, **fields)
        if row.given == "a dependency is missing or marked":
            stage.preludes.append(partial(_mark_dependency, stage))
        if row.given == "marked for deletion":
            stage = brought_to(STOPPED, 0, row.given, row.profile)
        stage.play(partial(_refused, row, stage, ()))
    if "change the configuration" in row.request:
        _circle_made(row)


def _other(**fields: object) -> tuple[Installed, ...]:
    return (installed(Puppet((RUNNING, 0), name="other"), **fields),)


_INSTALLATIONS: dict[str, list[tuple[dict[str, object], tuple[Installed, ...]]]] = {
    "disabled": [({"start_type": StartType.DISABLED}, ())],
    "marked for deletion": [({}, ())],
    "a dependency is missing or marked": [({"dependencies": ("other",)}, ()), ({"dependencies": ("other",)}, _other())],
    "a dependency may not start": [({"dependencies": ("other",)}, _other(start_type=StartType.DISABLED))],
    "dependencies in a circle": [
        ({"dependencies": ("other",)}, _other(dependencies=("subject",))),
        ({"dependencies": ("SUBJECT",)}, ()),
    ],
}


def _mark_dependency(stage: Stage, console: Console) -> None:
    if "other" in stage.machine.requests.database.records:
        stage.machine.requests.delete(stage.open("other"))


def _circle_made(row: Row) -> None:
    stage = Stage(profile=row.profile, others=_other(dependencies=("subject",)))
    change = partial(stage.machine.requests.change, dependencies=("other",))
    stage.play(lambda console: stage.note(lambda: change(stage.handle())))
    assert stage.seen[0].error == row.result


def arguments(row: Row) -> None:
    """Too many arguments, or none where one should be."""
    given: list[Any] = [None] if row.given == "an argument is NULL" else ["x"] * 1025
    stage = Stage(profile=row.profile)
    stage.play(partial(_refused, row, stage, given))


def fresh(row: Row) -> None:
    """E081, E114: the start record, whatever the run before left."""
    stage = brought_to(STOPPED, 0, row.given, row.profile)
    records: list[tuple[Status, bool]] = []

    def act(console: Console) -> None:
        stage.subject.work = in_turn()
        stage.subject.reports = ()
        seen = stage.note(lambda: stage.machine.start("subject"))
        console.sleep(1)
        assert seen.error == row.result
        assert len(stage.subject.lives) == 1 + (row.id == "E081")
        records.append((stage.record.status, stage.record.latched))

    stage.play(act)
    assert records == [(_RECORD, False)]


def with_argument(row: Row) -> None:
    """E129."""
    stage = Stage(profile=row.profile)
    seen = _started(row, stage, ["hello"])
    assert seen.error == row.result
    assert stage.subject.lives == [("subject", "hello")]


def _started(row: Row, stage: Stage, words: Sequence[str] = ()) -> Seen:
    def act(console: Console) -> None:
        stage.note(lambda: stage.machine.start("subject", words))
        console.sleep(1)

    stage.play(act)
    return stage.seen[0]


def dependency_first(row: Row) -> None:
    """E119: what it needs is started, and runs, before it is begun."""
    stage = Stage(profile=row.profile, others=_other(), dependencies=("other",))
    seen = _started(row, stage)
    assert (seen.error, len(stage.subject.lives)) == (row.result, 1)
    begun = [record.name for _, record, _ in stage.notes.named("started")]
    assert begun == ["other", "subject"]
    up = next(
        at
        for at, record, status, *_ in stage.notes.named("status")
        if record.name == "other" and status.state == RUNNING
    )
    assert up <= stage.notes.named("started")[1][0]


def never_connecting(row: Row) -> None:
    """E123 and E124: the process sleeps for longer than the limit, or is over at once."""
    late = row.given == "the process never connects"
    body = in_turn(lambda: sleep(100)) if late else in_turn()
    run = Run(Installed(Configuration("subject"), hosts.script(body)), profile=row.profile)
    taken: list[float] = []

    def scenario(console: Console) -> None:
        assert console.start() == row.result
        assert (console.record().status.state, console.record().process) == (STOPPED, 0)
        taken.append(console.now)

    run.play(scenario)
    assert (taken[0] >= 30, taken[0] < 31) == (late, True)
    assert [event for _, _, event, _ in run.notes.named("log") if event == 7009] == [7009] * late


def not_in_table(row: Row) -> None:
    """E125: the process announces another service than the one that is started."""
    table = [Entry("another", lambda arguments: None)]
    shared = Configuration("subject", type=ServiceType.WIN32_SHARE_PROCESS)
    run = Run(Installed(shared, hosts.script(lambda: current().dispatch(table))), profile=row.profile)

    def scenario(console: Console) -> None:
        assert console.start() == row.result
        assert console.record().status.state == STOPPED

    run.play(scenario)


def beside_the_old_process(row: Row) -> None:
    """E130: a thread keeps the first process from ending; the second start does not wait for it."""
    stage = Stage((RUNNING, 0), profile=row.profile)
    subject = stage.subject

    def linger(arguments: tuple[str, ...]) -> None:
        scheduler = active()
        assert scheduler is not None
        scheduler.spawn(lambda: sleep(50), name="left", role="worker")
        subject.main(arguments)

    subject.live = linger

    def act(console: Console) -> None:
        first = stage.record.process
        subject.say(STOPPED)
        subject.let_go()
        seen = stage.note(lambda: stage.machine.start("subject"))
        console.sleep(1)
        assert (seen.error, stage.record.status.state) == (row.result, RUNNING)
        assert stage.record.process not in (0, first)
        assert not any(process.number == first for _, process, *_ in stage.notes.named("process_exit"))

    stage.play(act)


def hanging(row: Row) -> None:
    """E131: 80 seconds and the hint of the only report, then whoever waits gives up."""
    stage = Stage((START_PENDING, 0, 0, 0, 1, 7000), profile=row.profile)
    stage.play(lambda console: console.until(RUNNING))
    at, record, awaited = stage.notes.named("gave_up")[0]
    assert (record.name, awaited) == ("subject", RUNNING)
    assert 87 <= at < 89
    assert record.status.state == START_PENDING
    assert [event for _, _, event, _ in stage.notes.named("log")] == [7022]


def stopping_with_an_error(row: Row) -> None:
    """E132."""
    stage = Stage(profile=row.profile)
    stage.subject.reports = ((STOPPED, 0, 1066, 17),)
    seen = _started(row, stage)
    assert seen.error == row.result
    assert stage.record.status[3:5] == (1066, 17)
    assert [event for _, _, event, _ in stage.notes.named("log")] == [7024]


def while_another_starts(row: Row) -> None:
    """E133: it takes the other one ten seconds to run."""
    other = Puppet((START_PENDING, 0, 0, 0, 1, 60000), name="other")
    stage = Stage(profile=row.profile, others=(installed(other),))
    other.work = in_turn(lambda: sleep(10), lambda: other.say(RUNNING))
    begun: list[float] = []

    def act(console: Console) -> None:
        console.start(name="other")
        seen = stage.note(lambda: stage.machine.start("subject"))
        assert (seen.error, seen.status) == (0, _RECORD)
        begun.append(console.now)

    stage.play(act)
    assert row.result == "waits"
    assert 10 <= begun[0] < 11


SITUATIONS: dict[str, Callable[[Row], None]] = {
    **dict.fromkeys(_INSTALLATIONS, configured),
    "an argument is NULL": arguments,
    "1025 arguments": arguments,
    "STOP was delivered, then it stopped": fresh,
    "never started": fresh,
    "the argument hello": with_argument,
    "a dependency is stopped": dependency_first,
    "the process never connects": never_connecting,
    "the process exits at once": never_connecting,
    "a shared process without this name in its table": not_in_table,
    "the process of the run before is still there": beside_the_old_process,
    "it reports nothing for 80 s and the hint": hanging,
    "it reports STOPPED 1066/17": stopping_with_an_error,
    "another service is starting": while_another_starts,
}
