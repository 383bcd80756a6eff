"""What the kernel sees: threads that start and end, and calls that wait."""

from __future__ import annotations

import sys
from threading import ExceptHookArgs
from types import FrameType
from typing import Final

from svclint.contract.effects import Act
from svclint.contract.events import NOWHERE, Crashed, Known, Spawn, WaitKind
from svclint.simulation.kernel import Observer, Task
from svclint.simulation.kernel.idents import MAIN
from svclint.simulation.recording import calls
from svclint.simulation.recording.calls import Author, Call
from svclint.simulation.recording.journal import Journal, Waiting
from svclint.simulation.recording.places import Places
from svclint.simulation.recording.pools import of_pool, thread_key
from svclint.simulation.recording.raising import excused, raised

# Waits that the effect table has no name for, by what the kernel calls them.
_KINDS: Final = {"sleep": WaitKind.SLEEP, "join": WaitKind.JOIN, "acquire": WaitKind.LOCK, "poll": WaitKind.NETWORK}


class ThreadRecorder(Observer):
    """Writes down threads and waits of the author's code."""

    def __init__(self, journal: Journal, author: Author, places: Places) -> None:
        self._journal, self._author, self._places = journal, author, places

    def point(self, task: Task, op: str, subject: object) -> None:
        """A thread was started; those of pools and loops are the library's own, and nobody joins them by name."""
        if op != "start" or not isinstance(subject, Task):
            return
        frame = sys._getframe()
        call = self._author.call(frame)
        known = calls.known(call, frame) if call else None
        if call and known and known.frame is call.callee and any(one.act is Act.START for one in known.acts):
            self._journal.alive[thread_key(subject)] = True
            self._journal.add(task, Spawn(self._places.of(call.frame), thread_key(subject), subject.daemon, False))
        elif call and of_pool(frame):
            self._journal.hired[subject.number] = self._places.of(call.frame)

    def ended(self, task: Task) -> None:
        """The run knows that the thread is over."""
        self._journal.flush(task)
        if thread_key(task) in self._journal.alive:
            self._journal.alive[thread_key(task)] = False
            self._journal.add(task, Known(NOWHERE, thread_key(task), False))

    def crashed(self, failure: ExceptHookArgs) -> None:
        """An exception leaves a thread; the hook of ``threading`` for the time of the run."""
        task, error = self._journal.scheduler.current, failure.exc_value
        if isinstance(error, Exception) and thread_key(task) in self._journal.alive:
            at = raised(error, self._author, self._places)
            self._journal.add(task, Crashed(at, thread_key(task), type(error).__name__, excused(error, self._author)))

    def blocked(self, task: Task, op: str, subject: object, timeout: int | None) -> None:
        """A wait begins, or goes on inside the same call."""
        frame = sys._getframe(1)
        if op == "acquire" and calls.guards(frame, self._author):
            return
        call = self._author.call(frame)
        before = self._journal.waiting.get(task.number)
        if before and call and call.callee is not None and before.callee is call.callee:
            self._journal.waiting[task.number] = before._replace(since=self._journal.scheduler.now, lasts=True)
            return
        self._journal.flush(task)
        if call and not _starts(call, frame):
            self._journal.waiting[task.number] = self._wait(call, frame, op)

    def resumed(self, task: Task, op: str, subject: object, woken: bool) -> None:
        """The wait is over, or the call will wait again."""
        waiting = self._journal.waiting.get(task.number)
        if waiting is not None:
            self._journal.waiting[task.number] = waiting.paused(self._journal.scheduler.now)

    def _wait(self, call: Call, frame: FrameType, op: str) -> Waiting:
        at, now = self._places.of(call.frame), self._journal.scheduler.now
        known = calls.known(call, frame)
        if known is None or known.blocks is None:
            return Waiting(call.callee, at, _KINDS.get(op, WaitKind.EVENT), None, None, now)
        joins = any(one.act is Act.JOIN for one in known.acts)
        thread = self._joined(calls.receiver(known.frame)) if joins else None
        return Waiting(call.callee, at, known.blocks.kind, calls.asked(known.blocks, known.frame), thread, now)

    def _joined(self, thread: object) -> str | None:
        """The thread that a Thread object stands for, if the author started it."""
        ident = getattr(thread, "ident", None)
        tasks = self._journal.scheduler.tasks
        if not isinstance(ident, int) or not 0 <= ident - MAIN < len(tasks):
            return None
        key = thread_key(tasks[ident - MAIN])
        return key if key in self._journal.alive else None


def _starts(call: Call, frame: FrameType) -> bool:
    """Whether the call only waits until a thread that it starts is up."""
    known = calls.known(call, frame)
    return known is not None and known.blocks is None and any(one.act is Act.START for one in known.acts)
