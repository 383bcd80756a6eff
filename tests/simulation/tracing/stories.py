"""Small runs written by hand, as the recorder would have them."""

from __future__ import annotations

import math

from svclint.checking.judgement import Certainty, Violation
from svclint.contract.events import (
    NOWHERE,
    Asked,
    At,
    By,
    Ended,
    Enter,
    Event,
    Join,
    Known,
    Late,
    Leave,
    Report,
    Side,
    Spawn,
    Took,
    Wait,
    WaitKind,
)
from svclint.contract.states import PAUSED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, State
from svclint.simulation.recording.journal import SECOND, Recorded, Track
from svclint.simulation.tracing.trace import Trace

SERVICE, SCM, DISPATCHER, WORKER = range(4)
MICROSECOND = 1000
TRACKS = (
    Track(SERVICE, "Svc", "service", 1000),
    Track(SCM, "SCM", "scm", 0),
    Track(DISPATCHER, "MainThread", "dispatcher", 1000),
    Track(WORKER, "collector", "worker", 1000),
)
FACTS = {"target": "svc.py:Svc", "scenario": "start-stop"}


def at(line: int, text: str) -> At:
    return At("svc.py", line, 9, line, 9 + len(text), text)


def report(state: State, line: int = 5, text: str = "Svc", by: By = By.HOST, side: Side = Side.RUN) -> Report:
    return Report(at(line, text), state, 0, 0, 0, by, side)


def wait(line: int, text: str, kind: WaitKind, asked: float | None, lasted: float, over: bool = True) -> Wait:
    return Wait(at(line, text), kind, text, asked, Took(lasted, lasted if over else math.inf))


def story(*events: tuple[float, int, Event], violations: tuple[Violation, ...] = ()) -> Trace:
    """A run of events, each with its time in seconds and its task."""
    recorded = (Recorded(round(time * SECOND), task, event) for time, task, event in events)
    return Trace(FACTS, TRACKS, tuple(recorded), violations)


def good_stop() -> Trace:
    """A worker is joined before STOPPED. The worker's last wait is told late, when the thread does something else."""
    return story(
        (0.000_010, SERVICE, report(START_PENDING)),
        (0.000_012, SERVICE, report(RUNNING)),
        (0.000_020, SERVICE, Spawn(at(20, "self.worker.start()"), "collector#3", False, None)),
        (3.000_000, DISPATCHER, Enter(at(14, "SvcStop"), "STOP")),
        (3.000_001, DISPATCHER, report(STOP_PENDING, 15, "self.stopping()", By.USER, Side.HANDLER)),
        (3.000_003, DISPATCHER, Leave(at(14, "SvcStop"), "STOP", None)),
        (3.000_004, SCM, Asked(NOWHERE, "STOP", 0)),
        (3.000_002, WORKER, wait(24, "self.stop.wait(5)", WaitKind.EVENT, 5.0, 2.999_970)),
        (3.000_009, WORKER, Known(NOWHERE, "collector#3", False)),
        (3.000_010, SERVICE, wait(21, "self.worker.join()", WaitKind.JOIN, math.inf, 2.999_980)),
        (3.000_010, SERVICE, Join(at(21, "self.worker.join()"), "collector#3", True)),
        (3.000_012, SERVICE, Leave(at(5, "Svc"), "SvcRun", None)),
        (3.000_012, SERVICE, report(STOPPED)),
        (3.000_014, DISPATCHER, Ended(NOWHERE, 0, ())),
    )


def late_handler() -> Trace:
    """The handler of STOP sleeps for ten minutes and is never seen to return."""
    entered = Enter(at(14, "SvcStop"), "STOP")
    slept = wait(15, "time.sleep(600)", WaitKind.SLEEP, 600.0, 90.0, over=False)
    text = "'SvcStop' waits 600 s by 'time.sleep(600)', before it returns to the SCM"
    return story(
        (0.000_010, SERVICE, report(RUNNING)),
        (3.000_000, DISPATCHER, entered),
        (33.000_000, SCM, Late(NOWHERE, "STOP")),
        (33.000_000, SCM, Asked(NOWHERE, "STOP", 1053)),
        (93.000_001, DISPATCHER, slept),
        violations=(Violation("SVC101", slept.at, text, Certainty.BROKEN, (entered, slept)),),
    )


def pause() -> Trace:
    """PAUSE, and the process is killed."""
    return story(
        (0.000_010, SERVICE, report(RUNNING)),
        (1.000_000, DISPATCHER, Enter(at(30, "SvcPause"), "PAUSE")),
        (1.000_001, DISPATCHER, report(PAUSED, 31, "self.pause()", By.USER, Side.HANDLER)),
        (1.000_002, DISPATCHER, Leave(at(30, "SvcPause"), "PAUSE", None)),
        (2.000_000, SCM, Ended(NOWHERE, 1, ("collector",))),
    )


def long_run(waits: int) -> Trace:
    """A worker that waits again and again, with one control in the middle of it, and a violation there."""
    entered, left = Enter(at(14, "SvcStop"), "STOP"), Leave(at(14, "SvcStop"), "STOP", None)
    polls = [(0.1 * number, WORKER, wait(24, "self.poll()", WaitKind.EVENT, 0.1, 0.09)) for number in range(1, waits)]
    half = len(polls) // 2
    middle = 0.1 * half + 0.05
    return story(
        (0.0, SERVICE, report(RUNNING)),
        *polls[:half],
        (middle, DISPATCHER, entered),
        (middle, DISPATCHER, left),
        *polls[half:],
        violations=(Violation("SVC501", left.at, "'SvcStop' stops nothing", Certainty.POSSIBLE, (entered, left)),),
    )


STORIES = {"good stop": good_stop(), "late handler": late_handler(), "pause": pause(), "long": long_run(300)}
