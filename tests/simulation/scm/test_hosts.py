"""What each kind of host does around the author's code (parts D.1, D.6, D.8)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svclint.contract.controls import Accept, Control
from svclint.contract.states import RUNNING, START_PENDING, STOP_PENDING, STOPPED
from svclint.simulation.kernel import Ending, WaitList, active, launch
from svclint.simulation.scm import hosts
from svclint.simulation.scm.calling import answered
from svclint.simulation.scm.computer import Installed
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.hosts import Program
from svclint.simulation.scm.machine import current
from svclint.simulation.scm.records import Configuration
from tests.simulation.scm.puppets import SECOND, Puppet, Run, dispatching_for, hosting, sleep

ROOT = Path(__file__).parents[3]


def thread(body: Callable[[], object], daemon: bool = False) -> None:
    scheduler = active()
    assert scheduler is not None
    scheduler.spawn(body, name="worker", role="worker", daemon=daemon)


class Service:
    """As an author would write one, without the framework."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        self.handle = current().register(arguments[0], self.control, True)
        self.wakes, self.over = WaitList(), False

    def report(self, state: int, mask: int = 0, *rest: int) -> None:
        current().set_status(self.handle, (0x10, state, mask, *rest, *(0,) * (4 - len(rest))))

    def control(self, code: int, event: int, data: object) -> Any:
        if code == Control.STOP:
            self.report(STOP_PENDING, 0, 0, 0, 1, 5000)
            self.over = True
            self.wakes.wake()

    def SvcRun(self) -> None:
        self.report(RUNNING, Accept.STOP)
        while not self.over:
            self.wakes.wait(self, None, "wait")


def played(wanted: Program, scenario: Callable[[Console], object] | None = None) -> Run:
    """A run of one service: started, stopped, and looked after until its process is gone."""
    run = Run(Installed(Configuration("subject"), wanted))

    def usual(console: Console) -> None:
        console.start()
        console.until(RUNNING, 60)
        console.control(Control.STOP)
        console.settle(300)

    run.play(scenario or usual)
    return run


def reports(run: Run) -> list[tuple[bool, tuple[int, ...]]]:
    """Who reported (True: the host), and the fields but the type."""
    return [(by_host, tuple(map(int, report[1:]))) for _, _, report, by_host, *_ in run.notes.named("status")]


def test_pythonservice_reports_around_the_class() -> None:
    run = played(hosts.python_service(lambda: Service))
    assert reports(run) == [
        (True, (START_PENDING, 0, 0, 0, 0, 5000)),
        (False, (RUNNING, Accept.STOP, 0, 0, 0, 0)),
        (False, (STOP_PENDING, 0, 0, 0, 1, 5000)),
        (True, (STOPPED, 0, 0, 0, 0, 0)),
    ]


class Unbuildable(Service):
    def __init__(self, arguments: tuple[str, ...]) -> None:
        raise ValueError("no")


class Failing(Service):
    def SvcRun(self) -> None:
        raise ValueError("no")


class Leaving(Service):
    def SvcRun(self) -> None:
        raise SystemExit(0)


class WithoutRun(Service):
    SvcRun: Any = None


def _no_module() -> Any:
    raise ImportError("no such module")


FAILURES = [
    (lambda: Unbuildable, 1, ValueError, "the constructor raises"),
    (_no_module, 1, ImportError, "the module cannot be imported"),
    (lambda: Failing, 0x20000001, ValueError, "SvcRun raises"),
    (lambda: Leaving, 0x20000001, SystemExit, "SvcRun leaves by sys.exit"),
    (lambda: WithoutRun, 0x20000001, TypeError, "there is no SvcRun to call"),
]


@pytest.mark.parametrize(("load", "specific", "error"), [row[:3] for row in FAILURES], ids=[row[3] for row in FAILURES])
def test_pythonservice_reports_a_failure(load: Any, specific: int, error: type[BaseException]) -> None:
    run = played(hosts.python_service(load), lambda console: (console.start(), console.settle(60)))
    assert reports(run)[-1] == (True, (STOPPED, 0, 1066, specific, 0, 0))
    assert [type(raised) for _, _, entered, raised, _ in run.notes.named("main") if not entered] == [error]


def test_pythonservice_answers_for_a_class_that_registers_nothing() -> None:
    class Silent:
        def __init__(self, arguments: tuple[str, ...]) -> None:
            self.arguments = arguments

        def SvcRun(self) -> None:
            sleep(60)

    answers: list[int | None] = []

    def scenario(console: Console) -> None:
        console.start()
        console.sleep(1)
        answers.append(console.signal(Control.DEVICEEVENT))

    run = played(hosts.python_service(lambda: Silent), scenario)
    assert len(run.notes.named("registered")) == 1
    assert reports(run)[-1] == (True, (STOP_PENDING, 0, 1066, 1, 0, 5000))
    assert [result for _, _, _, result, *_ in run.notes.named("leave")] == [120]


def test_stopped_by_the_class_is_followed_by_the_host_s_own() -> None:
    class Early(Service):
        def SvcRun(self) -> None:
            super().SvcRun()
            self.report(STOPPED)

    assert reports(played(hosts.python_service(lambda: Early)))[-2:] == [
        (False, (STOPPED, 0, 0, 0, 0, 0)),
        (True, (STOPPED, 0, 0, 0, 0, 0)),
    ]


def test_an_exception_leaves_the_handler_and_not_the_dispatcher() -> None:
    class Raising(Service):
        def control(self, code: int, event: int, data: object) -> Any:
            if code == 128:
                raise SystemExit(1)
            return super().control(code, event, data)

    answers: list[int] = []

    def scenario(console: Console) -> None:
        console.start()
        console.until(RUNNING)
        answers.extend([console.control(128), console.control(Control.STOP)])
        console.settle(60)

    run = played(hosts.python_service(lambda: Raising), scenario)
    assert answers == [0, 0]
    assert [type(error) for _, _, _, _, error, _ in run.notes.named("leave")] == [SystemExit, type(None)]


RESULTS = [
    (None, None, 0, "None"),
    (0, None, 0, "zero"),
    (True, None, 1, "a truth is a number"),
    (120, None, 120, "a code"),
    (-1, None, 0xFFFFFFFF, "the low 32 bits"),
    (1 << 40 | 7, None, 7, "the low 32 bits of a long one"),
    ("0", None, 1066, "text is no number"),
    (1.0, None, 1066, "neither is a float"),
    (None, ValueError(), 120, "an exception"),
    (None, SystemExit(0), 120, "sys.exit"),
]


@pytest.mark.parametrize(("result", "error", "code"), [row[:3] for row in RESULTS], ids=[row[3] for row in RESULTS])
def test_what_a_handler_s_result_means(result: object, error: BaseException | None, code: int) -> None:
    assert answered(result, error) == code


class Leaking(Service):
    """Its thread goes on for a while after STOPPED."""

    acted: list[float]
    daemon = False

    def SvcRun(self) -> None:
        thread(self.linger, self.daemon)
        super().SvcRun()

    def linger(self) -> None:
        for _ in range(4):
            sleep(3)
            scheduler = active()
            assert scheduler is not None
            self.acted.append(round(scheduler.now / SECOND))


def test_pythonservice_ends_with_threads_alive_and_shows_what_they_do_for_five_seconds() -> None:
    acted: list[float] = []
    run = played(hosts.python_service(lambda: type("Leaks", (Leaking,), {"acted": acted})))
    ((exited, _, _, alive),) = run.notes.named("process_exit")
    ((gone, _, left),) = run.notes.named("process_gone")
    assert ([task.name for task in alive], [task.name for task in left]) == (["worker"], ["worker"])
    assert exited < 0.1
    assert round(gone - exited, 2) == 5
    assert acted == [3]


FINALISING = [
    (False, 12, [], "threads that are no daemons are joined"),
    (True, 0, ["worker"], "daemons are cut off"),
]


@pytest.mark.parametrize("host", [hosts.script, hosts.frozen], ids=["python", "frozen"])
@pytest.mark.parametrize(("daemon", "at", "left"), [row[:3] for row in FINALISING], ids=[row[3] for row in FINALISING])
def test_a_script_s_process_ends_as_an_interpreter_does(host: Any, daemon: bool, at: int, left: list[str]) -> None:
    leaks = type("Leaks", (Leaking,), {"acted": [], "daemon": daemon})
    run = played(host(hosting(leaks)))
    ((exited, _, _, alive),) = run.notes.named("process_exit")
    assert (round(exited), [task.name for task in alive]) == (at, left)


def test_what_a_script_does_after_dispatching_is_part_of_its_process() -> None:
    puppet = Puppet((RUNNING, Accept.STOP))
    puppet.on[Control.STOP] = puppet.stops()
    dispatching = dispatching_for(puppet)

    def body() -> None:
        dispatching()
        sleep(7)
        raise SystemExit(3)

    ((exited, _, code, _),) = played(hosts.script(body)).notes.named("process_exit")
    assert (round(exited), code) == (7, 3)


CODES = [
    (None, 0, "it returns"),
    (SystemExit(), 0, "sys.exit without a code"),
    (SystemExit(5), 5, "sys.exit with a code"),
    (SystemExit("text"), 1, "sys.exit with text"),
    (ValueError(), 1, "an exception"),
]


@pytest.mark.parametrize(("error", "code"), [row[:2] for row in CODES], ids=[row[2] for row in CODES])
def test_the_exit_code_of_a_script(error: BaseException | None, code: int) -> None:
    def body() -> None:
        if error is not None:
            raise error

    assert [each[2] for each in played(hosts.script(body)).notes.named("process_exit")] == [code]


def test_leaving_on_the_spot_cuts_everything_off() -> None:
    class Exiting(Service):
        def SvcRun(self) -> None:
            super().SvcRun()
            current().leave(9)

    run = played(hosts.python_service(lambda: Exiting))
    assert [facts[2] for facts in run.notes.named("process_exit")] == [9]
    assert reports(run)[-1][1][0] == STOP_PENDING
    assert [code for _, _, code, _ in run.notes.named("log")] == [7034]


class Handler:
    """A service for cx_Freeze."""

    def __init__(self) -> None:
        self.wakes, self.over = WaitList(), False

    def initialize(self, configuration: str) -> None:
        """Nothing to do."""

    def run(self) -> None:
        while not self.over:
            self.wakes.wait(self, None, "wait")

    def stop(self) -> None:
        self.over = True
        self.wakes.wake()


def test_cx_freeze_reports_everything_and_stops_on_the_dispatcher() -> None:
    stopped_on: list[str] = []

    class Watched(Handler):
        def stop(self) -> None:
            scheduler = active()
            assert scheduler is not None
            stopped_on.append(scheduler.current.role)
            super().stop()

    run = played(hosts.cx_freeze(lambda: Watched))
    assert [report for _, report in reports(run)] == [
        (START_PENDING, 0, 0, 0, 0, 0),
        (RUNNING, Accept.STOP, 0, 0, 0, 0),
        (STOP_PENDING, 0, 0, 0, 0, 0),
        (STOPPED, 0, 0, 0, 0, 0),
    ]
    assert {by_host for by_host, _ in reports(run)} == {True}
    assert stopped_on == ["dispatcher"]


def test_cx_freeze_tells_of_sessions_whom_it_concerns() -> None:
    """Only a class with the method accepts the control; it gets the session and the event, on the dispatcher."""
    heard: list[tuple[object, int, str]] = []

    class Listening(Handler):
        def sessionChanged(self, session: object, event: int) -> None:
            scheduler = active()
            assert scheduler is not None
            heard.append((session, event, scheduler.current.role))

    def scenario(console: Console) -> None:
        console.start()
        answers.append(console.signal(Control.SESSIONCHANGE, 5, (2,)))
        console.control(Control.STOP)
        console.settle(100)

    answers: list[int | None] = []
    deaf = played(hosts.cx_freeze(lambda: Handler), scenario)
    listening = played(hosts.cx_freeze(lambda: Listening), scenario)
    assert answers == [None, 0]
    assert heard == [(2, 5, "dispatcher")]
    masks = [reports(run)[1][1][1] for run in (deaf, listening)]
    assert masks == [Accept.STOP, Accept.STOP | Accept.SESSIONCHANGE]


def test_python_s_main_thread_is_the_first_that_runs_python() -> None:
    """The service thread in pythonservice.exe, the script's in python.exe; task 0 is what Python calls main."""
    tasks: dict[str, int] = {}
    for name, wanted in (("service", hosts.python_service(lambda: Service)), ("script", _script())):
        run = played(wanted)
        tasks[name] = next(task.number for _, _, _, _, task in run.notes.named("main"))
    assert tasks["service"] == 0
    assert tasks["script"] > 0


def _script() -> Program:
    return hosts.script(hosting(Service))


@pytest.mark.parametrize("host", ["script", "python_service"])
def test_a_real_interpreter_is_finalised(host: str) -> None:
    """In a child process under virtual time, with threads and exit functions of the standard library."""
    command = launch.command("tests.simulation.scm.finalising_child", host)
    done = subprocess.run(
        command, env=launch.environment(), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    joined = host == "script"
    assert found["ending"] == Ending.STOPPED.name
    assert found["order"] == (["stopped", "pool", "thread", "exit 2", "exit 1"] if joined else ["stopped"])
    assert found["alive"] == ([] if joined else ["pool_0", "worker"])
    assert found["runs"] == 2, "the second run of the same process sees the same"
