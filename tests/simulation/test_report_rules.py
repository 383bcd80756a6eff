"""What rules say of reports, controls, shutdowns and threads in runs: traces by hand.

What is expected is part C.2 of the contract: its limits, and who is exempt. The examples of the rules' pages are run
by ``test_run_rules``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pytest

from svclint.checking.monitor import Monitor
from svclint.checking.trace import check_trace
from svclint.contract.errors import Win32Error
from svclint.contract.events import (
    NOWHERE,
    RAISED,
    At,
    AtWork,
    By,
    Crashed,
    Elapsed,
    Ended,
    Enter,
    Event,
    GaveUp,
    Handles,
    Late,
    Leave,
    OutOfTime,
    Refused,
    Registered,
    Report,
    Reporting,
    Requested,
    Side,
    Signal,
    Spawn,
    Took,
    Turn,
    Wait,
    WaitKind,
)
from svclint.contract.states import (
    CONTINUE_PENDING,
    PAUSE_PENDING,
    PAUSED,
    RUNNING,
    START_PENDING,
    STOP_PENDING,
    STOPPED,
    State,
)
from svclint.rules import rule
from tests.checking.words import at

CODES = (
    *("SVC103", "SVC104", "SVC204", "SVC205", "SVC206", "SVC302", "SVC303", "SVC304", "SVC403", "SVC405", "SVC406"),
    *("SVC407", "SVC408", "SVC506", "SVC508", "SVC601", "SVC602", "SVC604", "SVC701", "SVC702", "SVC703", "SVC908"),
)
MONITORS = {rule(code).monitor for code in CODES}

RUN_SIDE, DISPATCHER, WORKER = Turn(NOWHERE, 1), Turn(NOWHERE, 2), Turn(NOWHERE, 3)
OWN, STOP, PARAMCHANGE = 0x10, 0x1, 0x8


def user(state: State, text: str = "report", hint: int = 5000, **fields: int) -> Report:
    """A report that the author's code chooses and the framework puts together."""
    return report(state, By.USER, text, hint, NOWHERE, **fields)


def raw(state: State, hint: int = 0, **fields: int) -> Report:
    """A report that the author's code puts together itself."""
    return report(state, By.USER, "tuple", hint, at("tuple"), **fields)


def host(state: State, hint: int = 5000, **fields: int) -> Report:
    """A report that the host or the framework makes by itself."""
    return report(state, By.HOST, "Service", hint, NOWHERE, **fields)


def report(state: State, by: By, text: str, hint: int, built: At, **fields: int) -> Report:
    point, code, own = (fields.get(name, 0) for name in ("point", "code", "own"))
    mask, kind = fields.get("mask", 0), fields.get("kind", OWN)
    return Report(at(text), state, point, hint, code, by, Side.RUN, mask, own, kind, built)


def refused(
    error: int = Win32Error.ERROR_INVALID_DATA, by: By = By.USER, built: At = NOWHERE, **fields: int
) -> Refused:
    state, kind, mask = fields.get("state", 4), fields.get("kind", OWN), fields.get("mask", 0)
    return Refused(at("report" if by is By.USER else "Service"), error, state, kind, mask, by, built)


def enter(control: str, text: str = "handler") -> Enter:
    return Enter(at(text), control)


def leave(control: str, result: object = None) -> Leave:
    return Leave(at("handler"), control, result)


def handled(control: str, *inside: Event) -> tuple[Event, ...]:
    """A handler on the dispatcher's thread, from its call to its return."""
    return DISPATCHER, enter(control), *inside, leave(control)


def after(seconds: float) -> Elapsed:
    return Elapsed(NOWHERE, seconds)


def wait(took: float, kind: WaitKind = WaitKind.EVENT, text: str = "wait", asked: float | None = math.inf) -> Wait:
    return Wait(at(text), kind, text, asked, Took(took, took))


def handles(*controls: str) -> Handles:
    return Handles(at("GetAcceptedControls"), controls)


SIGNAL = Signal(at("set()"), "handle 256", True)
CRASH = Crashed(at("pop()"), "worker", "KeyError")
BUSY = AtWork(at("submit()"), "pool_0")
ON_ITS_WAY, ANOTHER = Reporting(at("first"), By.USER), Reporting(at("second"), By.USER)
ENDED = Ended(NOWHERE, 0, ())


class Case(NamedTuple):
    """What happens, in a sentence and as events, and what is said of it: code and spelling of the place."""

    sentence: str
    events: tuple[Event, ...]
    said: tuple[str, ...] = ()


HANDLERS = [
    Case("a handler waits 5 s for a lock", handled("STOP", wait(5, WaitKind.LOCK)), ("SVC103 wait",)),
    Case("a lock wait of 1 s may be the clock's, which may run 2 s ahead", handled("STOP", wait(1, WaitKind.LOCK))),
    Case("waits for events are judged by other rules", handled("STOP", wait(40))),
    Case(
        "a worker waits for a lock while a handler is at work",
        (DISPATCHER, enter("STOP"), WORKER, wait(9, WaitKind.LOCK), DISPATCHER, leave("STOP")),
    ),
    Case("the dispatcher waits for a lock between two controls", (*handled("PAUSE"), wait(9, WaitKind.LOCK))),
    Case(
        "a handler that never returns is held by a lock to the end",
        (DISPATCHER, enter("STOP"), RUN_SIDE, DISPATCHER, wait(60, WaitKind.LOCK)),
        ("SVC103 wait",),
    ),
    Case(
        "a handler asks the SCM to start a service",
        handled("PARAMCHANGE", Requested(at("StartService()"))),
        ("SVC104 StartService()",),
    ),
    Case("SvcDoRun may ask", (RUN_SIDE, Requested(at("StartService()")))),
    Case(
        "and so may a worker, while a handler is at work",
        (DISPATCHER, enter("PAUSE"), WORKER, Requested(at("StopService()")), DISPATCHER, leave("PAUSE")),
    ),
    Case("a handler answers STOP with True", (enter("STOP"), leave("STOP", True)), ("SVC408 handler",)),
    Case("STOP has to be answered with 0", (enter("STOP"), leave("STOP", 5)), ("SVC408 handler",)),
    Case("a text becomes error 1066", (enter("PAUSE"), leave("PAUSE", "done")), ("SVC408 handler",)),
    Case("None and 0 are right", (enter("STOP"), leave("STOP"), enter("SHUTDOWN"), leave("SHUTDOWN", 0))),
    Case("a pause may be refused", (enter("PAUSE"), leave("PAUSE", 1061))),
    Case("the answer to a power event is a vote", (enter("POWEREVENT"), leave("POWEREVENT", True))),
    Case("INTERROGATE has a rule of its own", (enter("INTERROGATE"), leave("INTERROGATE", 1))),
    Case("an exception is no answer", (enter("STOP"), leave("STOP", RAISED))),
]

CONTROLS = [
    Case(
        "PARAMCHANGE is accepted and has no method",
        (handles("STOP"), enter("PARAMCHANGE", "Service"), leave("PARAMCHANGE")),
        ("SVC403 GetAcceptedControls",),
    ),
    Case(
        "PAUSE and CONTINUE are one bit: the one without a method is named",
        (handles("STOP", "PAUSE"), enter("PAUSE"), leave("PAUSE"), enter("CONTINUE"), leave("CONTINUE", RAISED)),
        ("SVC403 GetAcceptedControls",),
    ),
    Case(
        "an own handler answers an accepted control with 120",
        (enter("PRESHUTDOWN"), leave("PRESHUTDOWN", 120)),
        ("SVC403 handler",),
    ),
    Case("a control that has its method", (handles("STOP", "PARAMCHANGE"), enter("PARAMCHANGE"), leave("PARAMCHANGE"))),
    Case("user-defined controls need no bit and may be unknown", (enter("SvcOtherEx"), leave("SvcOtherEx", 120))),
    Case("device events come without a bit", (handles("STOP"), enter("DEVICEEVENT"), leave("DEVICEEVENT", 120))),
    Case("of a handler without the framework nobody knows what it takes", (enter("PAUSE"), leave("PAUSE"))),
    Case(
        "a service with SvcStop runs without accepting STOP until everybody gives up",
        (handles("STOP"), host(RUNNING), after(125), GaveUp(NOWHERE, STOPPED)),
        ("SVC407 GetAcceptedControls",),
    ),
    Case("without SvcStop it is not meant to be stopped", (handles(), host(RUNNING), GaveUp(NOWHERE, STOPPED))),
    Case(
        "STOP may be accepted later, when initialisation is done",
        (handles("STOP"), host(RUNNING), after(60), user(RUNNING, mask=STOP), GaveUp(NOWHERE, STOPPED)),
    ),
    Case("a service made by hand may be unstoppable", (raw(RUNNING), after(125), GaveUp(NOWHERE, STOPPED))),
    Case(
        "a mask with an unknown bit is refused, and GetAcceptedControls makes it",
        (handles("STOP"), refused(by=By.HOST, mask=0x1001)),
        ("SVC405 GetAcceptedControls",),
    ),
    Case("the same mask in a tuple", (refused(built=at("tuple"), mask=0x8000),), ("SVC405 tuple",)),
    Case("all documented bits at once are taken", (raw(RUNNING, mask=0x6FFF),)),
    Case("a handle that is not valid any more says nothing of the mask", (refused(6, mask=0x1000),)),
]

FIELDS = [
    Case("RUNNING with check point 5", (raw(RUNNING, point=5),), ("SVC302 tuple",)),
    Case("STOPPED with check point 1", (raw(STOPPED, point=1),), ("SVC302 tuple",)),
    Case("PAUSED of pywin32 counts on: the framework's way", (user(PAUSED, point=3),)),
    Case("a pending state has a check point", (raw(PAUSE_PENDING, 3000, point=1), raw(PAUSED))),
    Case("START_PENDING that accepts STOP", (raw(START_PENDING, 3000, mask=STOP),), ("SVC406 tuple",)),
    Case("START_PENDING that accepts nothing", (raw(START_PENDING, 3000),)),
    Case("other pending states may keep the mask", (raw(STOP_PENDING, 3000, mask=STOP),)),
    Case("an own code without 1066", (user(STOPPED, own=3),), ("SVC702 report",)),
    Case("1066 without an own code", (user(STOP_PENDING, code=1066),), ("SVC702 report",)),
    Case("RUNNING with an exit code", (user(RUNNING, code=5),), ("SVC702 report",)),
    Case("both codes fit", (user(STOPPED, code=1066, own=3),)),
    Case("a Win32 error alone", (user(STOPPED, code=5),)),
    Case("what the host says of an exception is its own affair", (host(STOP_PENDING, code=1066),)),
    Case("8 is no state", (refused(state=8),), ("SVC701 report",)),
    Case("0x99 is no type", (refused(kind=0x99, built=at("tuple")),), ("SVC701 tuple",)),
    Case("the SCM takes the type of a driver, and it is wrong", (raw(RUNNING, kind=2),), ("SVC701 tuple",)),
    Case("an interactive service", (raw(RUNNING, kind=0x110), raw(RUNNING, kind=0x20))),
    Case("a report that comes too late is refused for its handle", (refused(6, state=8),)),
]

PACE = [
    Case("a hint of 0, and the same state again", (user(STOP_PENDING, hint=0), host(STOP_PENDING)), ("SVC303 report",)),
    Case("a hint of 0, and the state lasts", (raw(PAUSE_PENDING), after(2), after(2)), ("SVC303 tuple",)),
    Case("a single pending report that is completed within a second", (raw(PAUSE_PENDING), after(0.9), raw(PAUSED))),
    Case("cx_Freeze reports without hint by itself", (host(STOP_PENDING, hint=0), after(20), host(STOPPED))),
    Case(
        "20 s of sleep, and 5 s were promised",
        (user(STOP_PENDING), RUN_SIDE, after(20), wait(20), host(STOP_PENDING), host(STOPPED)),
        ("SVC304 wait",),
    ),
    Case(
        "several waits without a report in between: the longest is named",
        (user(STOP_PENDING), RUN_SIDE, after(4), wait(4, text="a"), after(6), wait(6, text="b"), host(STOP_PENDING)),
        ("SVC304 b",),
    ),
    Case(
        "what another thread waited for is not why the report is late",
        (user(STOP_PENDING), WORKER, after(20), wait(20), RUN_SIDE, host(STOP_PENDING)),
        ("SVC304 report",),
    ),
    Case(
        "nor is the wait that the stop ended",
        (after(600), user(STOP_PENDING), RUN_SIDE, wait(600), after(9), wait(9, text="join"), host(STOP_PENDING)),
        ("SVC304 join",),
    ),
    Case("a tenth more, and 2 s of the clock's, are tolerated", (user(STOP_PENDING), after(7.4), host(STOP_PENDING))),
    Case(
        "turns shorter than the hint, with a report in each",
        (*(event for point in range(1, 9) for event in (user(STOP_PENDING, point=point), after(4))), host(STOPPED)),
    ),
    Case("time in RUNNING is free", (host(RUNNING), after(600), user(STOP_PENDING), after(1), host(STOPPED))),
    Case(
        "a slow SvcRun after the host's START_PENDING",
        (handles("STOP"), host(START_PENDING), RUN_SIDE, after(30), wait(30), host(RUNNING)),
        ("SVC304 wait",),
    ),
]

COMPLETION = [
    Case(
        "PAUSE_PENDING is never completed",
        (host(RUNNING), *handled("PAUSE", user(PAUSE_PENDING)), after(125), GaveUp(NOWHERE, PAUSED)),
        ("SVC506 report",),
    ),
    Case(
        "SvcContinue reports nothing",
        (user(PAUSED), *handled("CONTINUE"), after(125), GaveUp(NOWHERE, RUNNING)),
        ("SVC506 handler",),
    ),
    Case(
        "an own START_PENDING that RUNNING never follows",
        (handles("STOP"), host(START_PENDING), user(START_PENDING), after(85), GaveUp(NOWHERE, RUNNING)),
        ("SVC506 report",),
    ),
    Case(
        "another thread completes it",
        (*handled("CONTINUE", user(CONTINUE_PENDING)), after(3), WORKER, user(RUNNING), GaveUp(NOWHERE, PAUSED)),
    ),
    Case(
        "a pause that is refused",
        (host(RUNNING), enter("PAUSE"), leave("PAUSE", 1061), after(125), GaveUp(NOWHERE, PAUSED)),
    ),
    Case(
        "a long pause that still makes progress",
        (
            *handled("PAUSE", user(PAUSE_PENDING)),
            *(event for point in range(2, 33) for event in (after(4), user(PAUSE_PENDING, point=point))),
            GaveUp(NOWHERE, PAUSED),
        ),
    ),
    Case(
        "a stop that does not end has rules of its own",
        (*handled("STOP", user(STOP_PENDING)), after(125), GaveUp(NOWHERE, STOPPED)),
    ),
    Case(
        "an own SvcRun that never reports RUNNING",
        (handles(), host(START_PENDING), after(85), GaveUp(NOWHERE, RUNNING), after(85), GaveUp(NOWHERE, STOPPED)),
        ("SVC508 Service",),
    ),
    Case(
        "one that ends without it, and well",
        (handles(), host(START_PENDING), after(3), user(STOP_PENDING), host(STOPPED)),
        ("SVC508 Service",),
    ),
    Case("a start that fails says so", (handles(), host(START_PENDING), host(STOPPED, code=1066, own=1))),
    Case(
        "a start that takes long has not skipped anything",
        (handles(), host(START_PENDING), after(85), GaveUp(NOWHERE, RUNNING), after(3), user(STOPPED, code=5)),
    ),
    Case(
        "a stop that came while the service was starting",
        (handles("STOP"), host(START_PENDING), *handled("STOP", user(STOP_PENDING)), host(STOPPED)),
    ),
    Case("cx_Freeze hides why a start failed", (host(START_PENDING, hint=0), host(STOPPED))),
]

SHUTDOWN = [
    Case(
        "SvcShutdown does nothing",
        (*handled("SHUTDOWN"), after(20), OutOfTime(NOWHERE, "SHUTDOWN"), after(60)),
        ("SVC601 handler",),
    ),
    Case(
        "the stop begins and lasts longer than the shutdown waits",
        (*handled("SHUTDOWN", SIGNAL), after(20), OutOfTime(NOWHERE, "SHUTDOWN"), after(60)),
        ("SVC604 handler",),
    ),
    Case(
        "so it does when STOP_PENDING is reported again and again",
        (*handled("SHUTDOWN", user(STOP_PENDING, hint=90000)), OutOfTime(NOWHERE, "SHUTDOWN"), after(60)),
        ("SVC604 handler",),
    ),
    Case(
        "PRESHUTDOWN is taken, and the service goes on",
        (*handled("PRESHUTDOWN"), after(10), OutOfTime(NOWHERE, "PRESHUTDOWN"), after(20)),
        ("SVC602 handler",),
    ),
    Case(
        "PRESHUTDOWN begins a stop that takes too long",
        (*handled("PRESHUTDOWN", user(STOP_PENDING)), OutOfTime(NOWHERE, "PRESHUTDOWN"), after(20)),
        ("SVC602 handler",),
    ),
    Case("stopped in time", (*handled("SHUTDOWN", user(STOP_PENDING)), after(5), host(STOPPED), after(60))),
    Case(
        "stopped within the 2 s by which the clock may be ahead",
        (*handled("SHUTDOWN", SIGNAL), OutOfTime(NOWHERE, "SHUTDOWN"), after(1.5), host(STOPPED), after(60)),
    ),
    Case(
        "a handler that waits for more than 30 s is judged for that",
        (enter("SHUTDOWN"), OutOfTime(NOWHERE, "SHUTDOWN"), after(10), Late(NOWHERE, "SHUTDOWN"), leave("SHUTDOWN")),
    ),
    Case("the process is gone", (*handled("SHUTDOWN"), OutOfTime(NOWHERE, "SHUTDOWN"), ENDED, after(60))),
    Case("a stop by hand may take as long as it likes", (*handled("STOP", SIGNAL), after(100), host(STOPPED))),
    Case("a service that is not told of the shutdown", (OutOfTime(NOWHERE, "SHUTDOWN"), after(60))),
]

THREADS = [
    Case("a job of an executor goes on at STOPPED", (BUSY, host(STOPPED)), ("SVC204 submit()",)),
    Case(
        "two threads of one pool are one finding",
        (BUSY, AtWork(at("submit()"), "pool_1"), user(STOPPED)),
        ("SVC204 submit()",),
    ),
    Case("no pool is at work", (host(STOPPED),)),
    Case("a pool that was at work at another report", (BUSY, host(RUNNING), host(STOPPED))),
    Case(
        "the signal comes after STOPPED",
        handled("STOP", user(STOPPED), SIGNAL),
        ("SVC205 set()",),
    ),
    Case(
        "SvcDoRun sleeps after STOPPED",
        (RUN_SIDE, user(STOPPED), wait(2, WaitKind.SLEEP, "sleep(2)", 2.0)),
        ("SVC205 sleep(2)",),
    ),
    Case("a thread is started after STOPPED", (user(STOPPED), Spawn(at("start()"), "late")), ("SVC205 start()",)),
    Case("a tenth of a second is grace", (user(STOPPED), wait(0.1, WaitKind.SLEEP, asked=0.1))),
    Case("a log entry may wait for a lock", (user(STOPPED), wait(1.9, WaitKind.LOCK, asked=None))),
    Case("the host's STOPPED is behind the author's code", (RUN_SIDE, host(STOPPED), SIGNAL)),
    Case("what another thread does is judged elsewhere", (RUN_SIDE, user(STOPPED), WORKER, SIGNAL)),
    Case(
        "the handler is over, and the next control comes",
        (*handled("STOP", user(STOPPED)), enter("INTERROGATE"), SIGNAL, leave("INTERROGATE")),
    ),
    Case(
        "two threads report at the same moment",
        (RUN_SIDE, ON_ITS_WAY, DISPATCHER, ANOTHER, user(STOP_PENDING), RUN_SIDE, user(STOP_PENDING)),
        ("SVC206 second",),
    ),
    Case(
        "one waits until the other is done",
        (RUN_SIDE, ON_ITS_WAY, user(STOP_PENDING), DISPATCHER, ANOTHER, user(STOP_PENDING)),
    ),
    Case("a report that is refused is over too", (RUN_SIDE, ON_ITS_WAY, refused(6), DISPATCHER, ANOTHER)),
    Case(
        "a report of the framework is no second reporter of the author's",
        (RUN_SIDE, Reporting(at("Service"), By.HOST), DISPATCHER, ANOTHER, user(STOP_PENDING)),
    ),
    Case("the process ends under a report", (WORKER, ON_ITS_WAY, ENDED, RUN_SIDE, ANOTHER)),
]

REGISTERED = Registered(at("super().__init__()"))

BEGINNINGS = [
    Case(
        "the constructor sleeps 0.2 s in front of the base's",
        (RUN_SIDE, wait(0.2, WaitKind.SLEEP, asked=0.2), REGISTERED),
        ("SVC908 wait",),
    ),
    Case("it waits 3 s for a thread", (RUN_SIDE, wait(3, WaitKind.JOIN), REGISTERED), ("SVC908 wait",)),
    Case("2 s of it may be the clock's", (RUN_SIDE, wait(2, WaitKind.JOIN), REGISTERED)),
    Case("of a short sleep too", (RUN_SIDE, wait(2, WaitKind.SLEEP, asked=0.05), REGISTERED)),
    Case("a worker sleeps meanwhile", (WORKER, wait(9, WaitKind.SLEEP, asked=9), RUN_SIDE, REGISTERED)),
    Case("the script waits before it connects", (DISPATCHER, wait(9), RUN_SIDE, REGISTERED)),
    Case("a wait behind it", (RUN_SIDE, REGISTERED, wait(9))),
    Case(
        "the second service of a process registers when the first has worked for a while",
        (RUN_SIDE, REGISTERED, wait(9), REGISTERED),
    ),
    Case(
        "a report fails for want of a handle",
        (RUN_SIDE, Registered(NOWHERE, at("report"))),
        ("SVC908 report",),
    ),
    Case("the constructor fails for another reason", (RUN_SIDE, Registered(NOWHERE))),
]

FAILURES = [
    Case("a thread fails, and all went well", (CRASH, after(60), host(STOPPED)), ("SVC703 pop()",)),
    Case(
        "it failed before the stop was asked for",
        (CRASH, after(3), *handled("STOP", user(STOP_PENDING)), host(STOPPED)),
        ("SVC703 pop()",),
    ),
    Case("nobody had time to find out", (CRASH, after(1), *handled("STOP", user(STOP_PENDING)), host(STOPPED))),
    Case("the failure has an exit code", (CRASH, host(STOPPED, code=1066, own=1))),
    Case("another thread takes its place", (CRASH, Spawn(at("start()"), "worker"), host(STOPPED))),
    Case("a socket closed by the stop", (*handled("STOP", user(STOP_PENDING)), CRASH, host(STOPPED))),
    Case("a service that stops by itself", (user(STOP_PENDING), CRASH, host(STOPPED))),
    Case("what the machine lacks may be why", (Crashed(at("open()"), "w", "OSError", True), host(STOPPED))),
    Case("a process that ends without STOPPED shows it", (CRASH, ENDED)),
]

CASES = [*HANDLERS, *CONTROLS, *FIELDS, *PACE, *COMPLETION, *SHUTDOWN, *THREADS, *BEGINNINGS, *FAILURES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_is_said_of_a_trace(case: Case) -> None:
    """All monitors of these rules look at each trace: one speaks, or none does."""
    assert sorted(_said(case.events)) == sorted(case.said)


def _said(events: tuple[Event, ...]) -> list[str]:
    monitors: list[Monitor[object]] = [monitor() for monitor in MONITORS]
    return [f"{one.code} {one.at.text}" for monitor in monitors for one in check_trace(monitor, events)]


@pytest.mark.parametrize("code", CODES)
def test_every_rule_is_shown_broken(code: str) -> None:
    """The tables have a trace that breaks the rule."""
    assert any(said.startswith(code) for case in CASES for said in case.said)
