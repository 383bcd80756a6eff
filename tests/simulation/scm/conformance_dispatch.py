"""Rows about the way of a control to the handler, and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from svclint.contract.controls import Accept, Control
from svclint.contract.installation import ServiceType
from svclint.contract.states import RUNNING, STOPPED
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.machine import current
from svclint.simulation.scm.profile import Serial
from svclint.simulation.scm.records import Configuration
from tests.simulation.scm.puppets import Puppet, Run, in_turn, installed, program, sleep
from tests.simulation.scm.rows import Row
from tests.simulation.scm.stage import Stage, error_of


def _running(row: Row, mask: int = Accept.STOP) -> Stage:
    return Stage((RUNNING, mask), profile=row.profile)


def _sleeping(duration: int) -> Callable[[], None]:
    return lambda: sleep(duration)


def slow(row: Row) -> None:
    """E102: the client gives up at the limit; the handler ends when it ends."""
    stage = _running(row)
    stage.subject.on[128] = _sleeping(31)
    ends: list[float] = []

    def act(console: Console) -> None:
        begun = console.now
        seen = stage.note(lambda: stage.machine.control("subject", 128))
        assert (seen.error, seen.delivered, (seen.status, seen.process)) == (row.result, row.delivered, seen.before)
        assert 30 <= console.now - begun < 30.1
        console.sleep(5)
        ends.extend(at - begun for at, *_ in stage.notes.named("leave"))

    stage.play(act)
    assert 31 <= ends[0] < 31.1
    assert [fact[1:] for fact in stage.notes.named("handler_late")] == [(stage.record, 128)]


def queued(row: Row) -> None:
    """E103 and E104: a second client's control waits behind the first one's handler."""
    duration = 5 if row.id == "E103" else 200
    stage = _running(row)
    stage.subject.on[128] = _sleeping(duration)
    found: dict[int, tuple[int, float]] = {}

    def client(console: Console, code: int) -> None:
        begun = console.now
        found[code] = error_of(lambda: stage.machine.control("subject", code)), console.now - begun

    def act(console: Console) -> None:
        console.client(partial(client, console, 128), "first")
        console.sleep(1)
        client(console, 129)
        console.sleep(duration)

    stage.play(act)
    error, waited = found[129]
    assert error == row.result
    assert round(waited, 2) == (4 if row.id == "E103" else 30)
    assert stage.subject.heard == [128, 129]
    first_left, second_entered = stage.notes.named("leave")[0][0], stage.notes.named("enter")[1][0]
    assert second_entered >= first_left


def unrelated(row: Row) -> None:
    """E105: another process's handler is busy for 20 s; a control and a start of others."""
    others = [Puppet((RUNNING, 0), name=name) for name in ("other", "third")]
    stage = Stage((RUNNING, 0), profile=row.profile, others=tuple(installed(each) for each in others))
    stage.subject.on[128] = _sleeping(20)
    taken: list[float] = []

    def act(console: Console) -> None:
        console.start(name="other")
        console.client(lambda: stage.machine.control("subject", 128), "stuck")
        console.sleep(1)
        for request in (lambda: stage.machine.control("other", 129), lambda: stage.machine.start("third")):
            assert error_of(request) == row.result
            taken.append(console.now)

    stage.play(act)
    waited = taken[0] > 20
    assert waited == (row.after == "waits") == (row.profile.serial is Serial.MACHINE)


def answering(row: Row) -> None:
    """E106 and E107: what the handler returns, and what the client gets."""
    for answer in (0,) if row.given == "the handler returns 0" else (120, 0xDEADBEEF):
        for code in row.codes:
            stage = _running(row)
            stage.subject.on[code] = partial(int, answer)
            stage.play(partial(_control, stage, code))
            seen = stage.seen[0]
            expected = answer if row.result == "what the handler returned" else row.result
            assert (seen.error, seen.delivered, (seen.status, seen.process)) == (expected, True, seen.before)


def _control(stage: Stage, code: int, console: Console) -> None:
    stage.control(code)


def stopping_elsewhere(row: Row) -> None:
    """E108: the handler refuses in words, and the main thread stops nevertheless."""
    stage = _running(row)

    def refuse() -> int:
        stage.subject.let_go()
        return 120

    stage.subject.on[Control.STOP] = refuse
    stage.subject.work = in_turn(stage.subject.wait, lambda: stage.subject.say(STOPPED))
    stage.play(lambda console: (stage.control(Control.STOP), console.until(STOPPED, 5)))
    assert (stage.seen[0].error, stage.seen[0].delivered) == (row.result, row.delivered)
    assert stage.record.status.state == STOPPED


def dying(row: Row) -> None:
    """E110: the process ends itself while the handler runs."""
    stage = _running(row)
    stage.subject.on[128] = lambda: current().leave(1)
    stage.play(lambda console: stage.control(128))
    seen = stage.seen[0]
    assert seen.error in row.result
    assert (seen.status.state, seen.status.win32_exit, seen.process) == (STOPPED, 1067, 0)


def stopping_inside(row: Row) -> None:
    """E111: the client sees STOPPED when its call returns."""
    stage = _running(row)
    stage.subject.on[Control.STOP] = stage.subject.stops()
    stage.play(lambda console: stage.control(Control.STOP))
    seen = stage.seen[0]
    assert (seen.error, seen.delivered) == (row.result, row.delivered)
    assert (seen.status.state, seen.process) == (STOPPED, 0)


def main_returned(row: Row) -> None:
    """E112: the service goes on without its main thread."""
    stage = _running(row)
    stage.subject.work = in_turn()

    def act(console: Console) -> None:
        for code in row.codes:
            seen = stage.control(code)
            assert (seen.error, seen.delivered, seen.status.state) == (row.result, row.delivered, RUNNING)

    stage.play(act)
    assert not stage.notes.named("process_exit")


def two_services(row: Row) -> None:
    """E113: one dispatcher serves both, one control after another."""
    puppets = [Puppet((RUNNING, 0), name=name) for name in ("one", "two")]
    shared = program(*puppets)
    kind = ServiceType.WIN32_SHARE_PROCESS
    run = Run(*(Installed(Configuration(each.name, type=kind), shared) for each in puppets), profile=row.profile)
    for each in puppets:
        each.on[128] = _sleeping(3)

    def scenario(console: Console) -> None:
        for each in puppets:
            assert console.start(name=each.name) == 0
        console.sleep(1)
        for each in reversed(puppets):
            console.client(partial(console.control, 128, each.name), each.name)
            console.sleep(0.5)
        console.sleep(10)

    run.play(scenario)
    assert len({process for _, process, *_ in run.notes.named("dispatcher")}) == 1
    entered = [(record.name, at) for at, record, *_ in run.notes.named("enter")]
    left = [at for at, *_ in run.notes.named("leave")]
    assert [name for name, _ in entered] == ["two", "one"]
    assert entered[1][1] >= left[0]
    assert [fact[-1] for fact in run.notes.named("requested")] == [row.result] * 2


SITUATIONS: dict[str, Callable[[Row], None]] = {
    "the handler takes 31 s": slow,
    "the handler takes 5 s": queued,
    "the handler takes 200 s": queued,
    "another process is stuck in its handler": unrelated,
    "the handler returns 0": answering,
    "the handler returns 120 or 0xdeadbeef": answering,
    "the STOP handler returns 120, the main thread stops": stopping_elsewhere,
    "the process dies in the handler": dying,
    "the STOP handler reports STOPPED": stopping_inside,
    "the main function returned after RUNNING": main_returned,
    "two services in one process": two_services,
}
