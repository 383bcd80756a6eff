"""One token, many threads: who holds it runs, and hands it on when the chooser says so."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence

from svclint.simulation.kernel import fairness, preempt, running
from svclint.simulation.kernel.blame import stack, waits
from svclint.simulation.kernel.lives import Lives
from svclint.simulation.kernel.outcome import Ending, Limits, Outcome
from svclint.simulation.kernel.parties import Chooser, Observer
from svclint.simulation.kernel.task import State, Task

READY, BLOCKED = State.READY, State.BLOCKED
USUAL = Limits()


class Scheduler(Lives):
    """One run: its tasks, its clock, and whose turn it is. Used once.

    ``now`` is virtual nanoseconds since the run began. ``lines`` are beginnings of file names: in those files
    every line is a point as well (else only operations on locks, threads, clocks and the like are).
    """

    def __init__(
        self, chooser: Chooser, limits: Limits = USUAL, observers: Sequence[Observer] = (), lines: Sequence[str] = ()
    ) -> None:
        """A run that has not begun."""
        super().__init__(chooser, limits, observers, tuple(lines))

    def point(self, op: str, subject: object = None) -> None:
        """``op`` on ``subject`` is about to happen and others could see it: somebody else may go first."""
        self.current.glances = 0
        self.step(op, subject)

    def glance(self, op: str, subject: object = None) -> None:
        """A point whose operation only reads. Who does nothing else goes round in a circle."""
        self.look()
        self.step(op, subject)

    def look(self) -> bool:
        """Count a read that is no point by itself; whether there were too many."""
        me = self.current
        me.glances += 1
        if me.glances <= fairness.GLANCES:
            return False
        if self.aborting:
            self._unwind(me)
        self.circle(me)
        return True

    def step(self, op: str, subject: object = None) -> None:
        """A point that says nothing about progress: a line of code, or the end of a `glance`."""
        me = self.current
        if self.aborting:
            self._unwind(me)
        me.op, me.subject = op, subject
        self.steps += 1
        self.now += fairness.TICK
        if self.steps > self.limits.steps or self.now > self._end:
            self._stop_at_limit(me)
        me.streak += 1
        if me.streak > fairness.PATIENCE and me.glances <= fairness.GLANCES:  # else `look` has asked already
            self.circle(me)
        if self._witnesses.point:
            self.tell(self._witnesses.point, me, op, subject)
        chosen = self.pick(me)
        if chosen is not me and chosen is not None:
            self._hand(me, chosen)
        if self.aborting:
            self._unwind(me)

    def block(self, subject: object, timeout: int | None, op: str) -> bool:
        """Wait for ``subject``, at most ``timeout`` nanoseconds: True when woken, False when the time is up."""
        me = self.current
        if self.aborting:
            self._unwind(me)
        me.op, me.subject = op, subject
        self.steps += 1
        self.now += fairness.TICK
        if self.steps > self.limits.steps or self.now > self._end:
            self._stop_at_limit(me)
        me.streak = me.glances = me.aside = me.rounds = 0
        if me.states:
            me.states.clear()
        me.state, me.waits_for, me.woken, me.waker = BLOCKED, subject, False, None
        if timeout is not None:
            self.timers.set(me, self.now + max(0, timeout))
        if self._witnesses.blocked:
            self.tell(self._witnesses.blocked, me, op, subject, timeout)
        self._wait(me)
        me.state, me.waits_for, me.deadline = READY, None, None
        if self.aborting:
            self._unwind(me)
        if self._witnesses.resumed:
            self.tell(self._witnesses.resumed, me, op, subject, me.woken)
        return me.woken

    def poll(self, subject: object, timeout: int | None, op: str, over: Callable[[], bool]) -> bool:
        """`block` until the real world says that it is ``over``."""
        me = self.current
        self.pollers[me] = over
        try:
            return self.block(subject, timeout, op)
        finally:
            self.pollers.pop(me, None)

    def sleep(self, ns: int) -> None:
        """Let ``ns`` virtual nanoseconds pass; 0 only lets others go first."""
        if ns > 0:
            self.block(None, ns, "sleep")
        else:
            self.current.streak += fairness.YIELD
            self.glance("sleep")

    def wake(self, task: Task) -> None:
        """``task`` can go on, if it is blocked."""
        if task.state is BLOCKED:
            task.state, task.woken, task.waker = READY, True, self.current

    def run(self, body: Callable[[], object], *, name: str = "main", role: str = "process") -> Outcome:
        """Run ``body`` as task 0 and all it starts, on a harness thread; return when everything is over.

        Raises RuntimeError when a run is on already, and what a chooser or an observer raised.
        """
        if running.scheduler is not None:
            raise RuntimeError("a run is on in this process already")
        for prepare in running.preparations:
            prepare()
        hook, collects = sys.unraisablehook, gc.isenabled()
        gc.disable()  # finalizers must not run wherever the collector happens to come by
        self._over.acquire()
        running.scheduler = self
        try:
            with preempt.watched(self._lines):
                self.chooser.begin(self)
                self._grant(self.spawn(body, name=name, role=role))
                self._watch()
        finally:
            running.scheduler = None
            sys.unraisablehook = hook
            if collects:
                gc.enable()
            for conclude in running.conclusions:
                conclude()
        if self.failure is not None:
            raise self.failure
        return self._outcome()

    def _stop_at_limit(self, me: Task) -> None:
        if self.steps > self.limits.steps:
            self.stop(Ending.STEPS, f"{me} after {self.limits.steps} operations, about to {me.op}")
        self.stop(Ending.TIME, f"{me} still runs, about to {me.op}")

    def _wait(self, me: Task) -> None:
        """Give the turn away, and come back when it is ``me``'s again, or when it will never be."""
        chosen = self.pick(None)
        if chosen is None:
            self._close(self.verdict(), waits(self.alive))
        elif chosen is not me:
            self._hand(me, chosen)

    def _watch(self) -> None:
        """Wait for the end, as long as something happens."""
        seen = None
        while not self._over.acquire(timeout=self.limits.watchdog):
            if seen == (seen := (self.steps, len(self.alive))):
                return self._give_up()
        return None

    def _give_up(self) -> None:
        """A thread does not come back: nothing can be unwound without it."""
        running.abandoned.update(task.thread for task in self.alive)
        self._close(Ending.STUCK, f"{self.current}: {stack(self.current)}")
        self.dirty, self.holder = True, 0

    def _outcome(self) -> Outcome:
        """What became of it; whatever else happened, a gap of the model proves nothing."""
        ending, detail = self.ending or Ending.DONE, self.detail
        if self.unmodelled and ending is not Ending.STUCK:
            ending, detail = Ending.UNMODELLED, self.unmodelled[0]
        return Outcome(ending, detail, self.dirty, self.steps, self.switches, self.now)
