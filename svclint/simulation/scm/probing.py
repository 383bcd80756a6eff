"""The freeze probe: while a service's work is held, nobody can have progress to report (P46; MAI-08, PRG-06)."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.contract.states import PENDING
from svclint.simulation.kernel import Task
from svclint.simulation.kernel.blame import owner
from svclint.simulation.scm.computer import Computer
from svclint.simulation.scm.processes import Process
from svclint.simulation.scm.records import ServiceRecord
from svclint.simulation.scm.waiting import SECOND, seconds, wait_until

_BESIDE = "worker"  # the role of threads that the service's own and the dispatcher's have started
_IDLE = "dispatch"  # what a dispatcher does that has no control to deliver


def hold_work(computer: Computer, record: ServiceRecord, span: float, limit: float) -> bool:
    """Wait for a pending report of a thread beside the work, and hold all others of the process for ``span`` seconds.

    False when no such report comes within ``limit``, when the state is left before, or when nobody else works.
    """
    deadline = seconds(computer.scheduler) + limit
    wait_until(
        lambda: _beats(computer, record) or record.status.state not in PENDING,
        computer.changed, "watch a service", computer.scheduler, deadline,
    )  # fmt: skip
    if not _beats(computer, record) or not record.process:
        return False
    beating = computer.reporters[record]
    others = [task for task in _alive(computer, computer.process(record.process)) if beating not in _line(task)]
    if not any(_works(task, beating) for task in others):
        return False
    computer.scheduler.hold(others)
    computer.audience.tell("held", record, True)
    computer.scheduler.sleep(round(span * SECOND))
    computer.scheduler.free()
    computer.audience.tell("held", record, False)
    return True


def _beats(computer: Computer, record: ServiceRecord) -> bool:
    """Whether the last report was of a pending state, by a thread beside the service's own and the dispatcher's."""
    reporter = computer.reporters.get(record)
    return record.status.state in PENDING and reporter is not None and reporter.role == _BESIDE


def _alive(computer: Computer, process: Process) -> list[Task]:
    return [task for task in computer.scheduler.alive if task.group is process]


def _line(task: Task) -> Iterator[Task]:
    """A task, and those that it descends from: a timer starts the next one."""
    current: Task | None = task
    while current is not None:
        yield current
        current = current.creator


def _works(task: Task, beating: Task) -> bool:
    """Whether a task may have work in hand: it neither waits for controls nor, in the end, for those that report."""
    seen: list[Task] = []
    current: Task | None = task
    while current is not None and current not in seen:
        seen.append(current)
        if current.op == _IDLE or beating in _line(current):
            return False
        current = owner(current.waits_for)
    return True
