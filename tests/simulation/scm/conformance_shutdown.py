"""Rows about the system shutdown."""

from __future__ import annotations

from collections.abc import Callable

from svclint.contract.controls import Accept, Control
from svclint.contract.states import RUNNING, STOPPED
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.phases import Phase
from tests.simulation.scm.puppets import Puppet, installed
from tests.simulation.scm.rows import Row
from tests.simulation.scm.stage import Stage

_PHASES = {"(phase pre)": Phase.PRE, "(phase main)": Phase.MAIN}


def phase(row: Row) -> None:
    """One phase: what the service hears, and how long it is waited for when it does not stop."""
    for mask in row.masks:
        stage = Stage((*row.states[:1], mask), profile=row.profile)
        taken = _through(stage, row)
        heard = [code for code in stage.subject.heard if code != Control.PRESHUTDOWN or row.request == "(phase pre)"]
        assert heard == ([row.delivered] if row.delivered else [])
        _check_wait(row, taken, stage)


def _through(stage: Stage, row: Row) -> float:
    times: list[float] = []

    def act(console: Console) -> None:
        if "took PRESHUTDOWN" in row.given:
            console.shutdown([Phase.PRE])
        times.append(console.now)
        console.shutdown([_PHASES[row.request]])
        times.append(console.now)

    stage.play(act)
    return times[1] - times[0]


def _check_wait(row: Row, taken: float, stage: Stage) -> None:
    limit = {Phase.PRE: 10, Phase.MAIN: 20}[_PHASES[row.request]]
    if row.after != "-":
        assert limit <= taken < limit + 0.1
        assert _quick(row) < 0.1
    if not row.delivered and row.after == "-" and "took" not in row.given:
        assert taken < 0.1


def _quick(row: Row) -> float:
    """How long the phase takes for a service that stops at once."""
    stage = Stage((*row.states[:1], row.masks[0]), profile=row.profile)
    for control in (Control.PRESHUTDOWN, Control.SHUTDOWN):
        stage.subject.on[control] = stage.subject.stops()
    if row.after == "waited for":
        stage.preludes.append(lambda console: console.client(_soon(console, stage), "late"))
    return _through(stage, row) - (1 if row.after == "waited for" else 0)


def _soon(console: Console, stage: Stage) -> Callable[[], None]:
    def stop() -> None:
        console.sleep(1)
        stage.subject.say(STOPPED)

    return stop


def budget_used_up(row: Row) -> None:
    """E189: the handler takes SHUTDOWN, and nothing follows; at the end of the phase the process is cut off."""
    stage = Stage((RUNNING, Accept.SHUTDOWN), profile=row.profile)
    stage.play(lambda console: console.shutdown())
    phases = {each: at for at, each in stage.notes.named("phase")}
    ended = stage.notes.named("process_exit")[0]
    assert list(phases) == list(Phase)
    assert 20 <= ended[0] - phases[Phase.MAIN] < 20.1
    assert stage.subject.heard == [Control.SHUTDOWN]
    assert ended[-1], "its threads were still there"


def dependency_gone(row: Row) -> None:
    """E190."""
    needed = Puppet((RUNNING, 0), name="needed")
    stage = Stage(
        (RUNNING, Accept.SHUTDOWN), profile=row.profile, others=(installed(needed),), dependencies=("needed",)
    )

    def act(console: Console) -> None:
        needed.say(STOPPED)
        console.shutdown([Phase.MAIN])

    stage.play(act)
    assert stage.subject.heard == [row.delivered]


SITUATIONS: dict[str, Callable[[Row], None]] = {
    "the budget is used up": budget_used_up,
    "it depends on a service that has stopped": dependency_gone,
}
