"""How a process begins and ends (part D.1, step 10; STS-08; E152 to E155)."""

from __future__ import annotations

from functools import partial
from typing import NoReturn

from svclint.simulation.kernel import Task
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.processes import Process
from svclint.simulation.scm.reports import crash
from svclint.simulation.scm.waiting import SECOND

# Virtual seconds in which threads that the end of the process cuts off may still show what they do.
POST_MORTEM = 5


def begin(computer: Computer, process: Process) -> None:
    """Let a new process run."""
    body = partial(_live, computer, process)
    computer.spawn(process, body, "main", "process", process.program.python_main == "process")


def _live(computer: Computer, process: Process) -> None:
    code = process.program.run(computer, process)
    if process.over:
        return
    alive = end(computer, process, code)
    if alive:
        computer.scheduler.sleep(POST_MORTEM * SECOND)
    _bury(computer, process)


def end(computer: Computer, process: Process, code: int, cut: bool = False) -> list[Task]:
    """The process ends: its services are stopped, with 1067 those that did not say so. The threads left over.

    ``cut``: it is ended from outside, or ends itself on the spot; nobody looks what its threads would still do.
    """
    process.over = True
    alive = computer.threads(process)
    computer.audience.tell("process_exit", process, code, alive)
    for record in tuple(process.serving):
        crash(computer, record)
    process.serving.clear()
    process.lane.drop(process)
    process.attention.wake()
    computer.changed.wake()
    if cut:
        _bury(computer, process)
    return alive


def _bury(computer: Computer, process: Process) -> None:
    process.gone = True
    computer.audience.tell("process_gone", process, computer.threads(process))
    computer.scheduler.end(process)
    computer.changed.wake()


def leave(computer: Computer, code: int) -> NoReturn:
    """End the process of the running task at once (os._exit, ExitProcess, TerminateProcess on oneself)."""
    process = computer.caller()
    if process is not None and not process.over:
        end(computer, process, code, cut=True)
    computer.scheduler.leave()
