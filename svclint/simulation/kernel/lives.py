"""How the tasks of a run begin and end, and how they are unwound: with their group, or when the run is over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from svclint.simulation.kernel import preempt, real, running
from svclint.simulation.kernel.blame import waits
from svclint.simulation.kernel.outcome import Ending, Limits
from svclint.simulation.kernel.parties import Chooser, Observer
from svclint.simulation.kernel.running import Abort, Unmodelled
from svclint.simulation.kernel.task import State, Task
from svclint.simulation.kernel.turns import Turns
from svclint.simulation.kernel.witnesses import Witnesses

# How often a task may swallow Abort before its thread is given up.
ABORTS = 50
NOBODY = Task(-1, "nobody", "harness", False, None)


class Lives(Turns):
    """The part of a run that starts, ends and unwinds its threads."""

    def __init__(self, chooser: Chooser, limits: Limits, observers: Sequence[Observer], lines: tuple[str, ...]) -> None:
        """No task yet."""
        super().__init__(chooser, limits)
        self.tasks: list[Task] = []
        self.current = NOBODY
        self.switches = 0
        self.unmodelled: list[str] = []
        self.dirty = False
        self.ending: Ending | None = None
        self.detail: str | None = None
        self._witnesses = Witnesses(observers)
        self._lines = lines
        self._group: object = None
        self._ender: Task | None = None
        self._over = real.allocate_lock()

    def spawn(
        self, body: Callable[[], object], *, name: str, role: str, daemon: bool = False, group: object = None
    ) -> Task:
        """A new task that will call ``body``. Raises RuntimeError when the system has no thread left.

        ``group`` None: that of the task that calls.
        """
        if self.aborting:
            self._unwind(self.current)
        creator = self.current if self.tasks else None
        group = creator.group if creator and group is None else group
        task = Task(len(self.tasks), name, role, daemon, creator, group)
        task.thread = real.start_new_thread(self._live, (task, [body]))
        self.tasks.append(task)
        self.alive.append(task)
        self._aside_of_the_run(lambda: self.chooser.created(task))
        return task

    def stop(self, ending: Ending, detail: str | None = None) -> NoReturn:
        """End the run: every task is unwound, the caller first."""
        if self.aborting:
            self._unwind(self.current)
        self._close(ending, detail)
        raise Abort

    def end(self, group: object) -> None:
        """End every task of a group but the calling one, while the run goes on; what the group has open is closed.

        One after another they are unwound; nobody else runs meanwhile, no time passes, and observers hear nothing.
        """
        me = self.current
        if self.aborting:
            self._unwind(me)
        self.free()
        self._aside_of_the_run(lambda: [depart(group) for depart in running.departures])
        self.aborting, self._ender = True, me
        hook, sys.unraisablehook = sys.unraisablehook, _silent
        for task in [task for task in self.alive if task.group is group and task is not me]:
            self._hand(me, task)
        sys.unraisablehook = hook
        self._ender, self.aborting = None, self.closed

    def leave(self) -> NoReturn:
        """End the calling task: it is unwound, and nobody else runs before it is over."""
        self.aborting, self._ender = True, self.current
        raise Abort

    def _hand(self, me: Task, chosen: Task) -> None:
        """Let ``chosen`` go on and wait for the next turn."""
        self._grant(chosen)
        me.gate.acquire()

    def _grant(self, task: Task) -> None:
        self.switches += 1
        if task.group is not self._group and task.group is not None:
            self._group = task.group
            self._aside_of_the_run(lambda: [cross(task.group) for cross in running.crossings])
        self.current, self.holder = task, task.thread
        task.gate.release()

    def _live(self, task: Task, bodies: list[Callable[[], object]]) -> None:
        """What the real thread of ``task`` does."""
        task.gate.acquire()
        try:
            if not self.aborting:
                self._arrive(task)
                with preempt.lines(self._lines):
                    bodies.pop()()
        except Abort:
            pass
        except BaseException as error:
            task.error = error
        bodies.clear()
        if task.thread in running.abandoned:  # it came back when nobody waited for it any more
            running.abandoned.remove(task.thread)
        else:
            self._leave(task)

    def _arrive(self, task: Task) -> None:
        """``task`` has the turn for the first time."""
        if task.main:
            for arrive in running.arrivals:
                arrive(task)
        self.tell(self._witnesses.started, task)

    def _leave(self, task: Task) -> None:
        """``task`` is over: those who wait for its end go on, and somebody gets the turn."""
        for farewell in tuple(task.farewells):
            farewell()
        task.state = State.OVER
        if not self.aborting:
            self.tell(self._witnesses.ended, task)
        if isinstance(task.error, Unmodelled) and not self.aborting:
            self._close(Ending.UNMODELLED, str(task.error))
        self._succeed(task)

    def _succeed(self, task: Task) -> None:
        """Hand the turn on for good."""
        self.alive.remove(task)
        if self._ender is task:
            self._ender, self.aborting = None, self.closed
        elif self._ender is not None:
            return self._grant(self._ender)
        chosen = None if self.aborting else self.pick(None)
        if chosen is None and self.alive and not self.aborting:
            self._close(self.verdict(), waits(self.alive))
        if self.aborting:
            chosen = self.alive[0] if self.alive else None
        if chosen is not None:
            return self._grant(chosen)
        self._over.release()
        return None

    def _close(self, ending: Ending, detail: str | None) -> None:
        """From now on every task is unwound at its next operation; the first reason counts."""
        if not self.closed:
            self.ending, self.detail, self.aborting, self.closed = ending, detail, True, True
            self.free()
            sys.unraisablehook = _silent

    def _unwind(self, me: Task) -> NoReturn:
        """Leave the code of this task, which is to end, or give its thread up if it will not be left."""
        me.aborts += 1
        if me.aborts > ABORTS:
            self.dirty = True
            running.abandoned.add(me.thread)
            self._succeed(me)
            real.park()
        raise Abort


def _silent(unraisable: object) -> None:
    """Where Abort cannot be raised it would be printed."""
