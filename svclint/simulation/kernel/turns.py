"""Whose turn it is, and what time it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from svclint.simulation.kernel import fairness, real
from svclint.simulation.kernel.outcome import Ending, Limits
from svclint.simulation.kernel.parties import Chooser
from svclint.simulation.kernel.recurrence import state
from svclint.simulation.kernel.running import Abort
from svclint.simulation.kernel.task import State, Task
from svclint.simulation.kernel.timers import Timers

READY = State.READY
# Real seconds the network gets to deliver what was sent in this very process, before the run is called dead.
DELIVERY = 0.005


class Turns:
    """The part of a run that decides: tasks, clock, and the chooser."""

    def __init__(self, chooser: Chooser, limits: Limits) -> None:
        """Nobody is there, and it is 0 ns."""
        self.chooser, self.limits = chooser, limits
        self.now = self.idle = self.steps = self.slack_spent = 0
        self.alive: list[Task] = []
        self.held: list[Task] = []
        self.timers = Timers()
        # Tasks that wait for the real network, with what says that their wait is over.
        self.pollers: dict[Task, Callable[[], bool]] = {}
        # ``aborting``: whoever has the turn is being unwound; ``closed``: for the run is over.
        self.offers_clock = self.aborting = self.closed = False
        self.failure: BaseException | None = None
        # The real ident of the thread whose operations are the run's; 0 while a chooser or observer works.
        self.holder = 0
        self._slack, self._end = int(limits.slack * 1e9), int(limits.seconds * 1e9)

    def tell(self, listeners: Sequence[Callable[..., Any]], *facts: object) -> None:
        """Call those who only watch; what fails in them fails the run."""
        self._aside_of_the_run(lambda: [listener(*facts) for listener in listeners])

    def _aside_of_the_run(self, work: Callable[[], Any]) -> Any:
        """Do ``work`` for the harness on this thread: its own locks and clocks are real ones meanwhile."""
        holder, self.holder = self.holder, 0
        try:
            return work()
        except Abort:  # it stopped the run
            return None
        except BaseException as error:
            self._fail(error)
            return None
        finally:
            self.holder = holder

    def _fail(self, error: BaseException) -> None:
        """The harness itself has failed, and the run with it."""
        self.failure, self.aborting, self.closed = error, True, True
        self.free()

    def hold(self, tasks: Sequence[Task]) -> None:
        """Let none of these go on until `free`, whatever they wait for; not the one that calls."""
        self.held += tasks
        self.alive[:] = [task for task in self.alive if task not in self.held]

    def free(self) -> None:
        """Let all that are held go on; what they waited for may have come meanwhile."""
        self.alive[:] = sorted((*self.alive, *self.held), key=lambda task: task.number)
        self.held.clear()

    def pick(self, me: Task | None) -> Task | None:
        """Who goes on; ``me`` is who would if nobody chose. None: nobody can, and no timer will change that."""
        heap = self.timers.heap
        while True:
            if self.pollers:
                self._poll()
            if heap and heap[0][0] <= self.now:
                self._fire()
            ready = self._candidates(me)
            if not ready:
                if not self._advance():
                    return None
                continue
            if self._slack:
                self._offer_clock()
            if len(ready) == 1 and not self.offers_clock:
                return ready[0]
            index = self._ask(ready, ready[0] is me)
            if index < len(ready):
                return ready[index]
            self._spend_slack()

    def _offer_clock(self) -> None:
        """The clock may run if the next timer is near enough for what is left of the slack."""
        due = self.timers.next()
        self.offers_clock = due is not None and due - self.now <= self._slack

    def _spend_slack(self) -> None:
        """Everybody is slow: the next timer fires although somebody could run."""
        due = self.timers.next()
        if due is not None:
            self._slack -= due - self.now
            self.slack_spent += due - self.now
            self.now = due
        self.offers_clock = False

    def among(self, tasks: list[Task]) -> Task:
        """Who of ``tasks`` gets what not all can have and where no order is promised; at least one."""
        self.offers_clock = False
        return tasks[self._ask(tasks, False)] if len(tasks) > 1 else tasks[0]

    def _candidates(self, me: Task | None) -> list[Task]:
        """Who can go on, ``me`` first; who stands aside only if there is nobody else."""
        steps = self.steps
        ready = [t for t in self.alive if t.state is READY and t is not me and t.aside <= steps]
        if me is not None and me.aside <= steps:
            ready.insert(0, me)
        elif not ready:
            ready = [t for t in self.alive if t.state is READY]
            for task in ready:
                task.aside = 0
        return ready

    def _ask(self, ready: list[Task], continues: bool) -> int:
        """The chooser's word; once the run is failing, the first."""
        options = len(ready) + self.offers_clock
        index = self._aside_of_the_run(lambda: self.chooser.choose(ready, continues, self))  # type: ignore[arg-type]
        if self.aborting:
            return 0
        if not 0 <= index < options:
            self._fail(IndexError(f"choice {index} of {options}"))
            return 0
        return int(index)

    def _advance(self) -> bool:
        """Nobody is ready: let time pass to the next deadline."""
        due = self.timers.next()
        if self.pollers and self._poll(None if due is not None else DELIVERY):
            return True
        if due is None or due > self._end:
            return False
        self.idle += due - self.now
        self.now = due
        return True

    def _fire(self) -> None:
        """Those whose time is up go on, not woken."""
        for task in self.timers.due(self.now):
            task.state = READY

    def _poll(self, patience: float | None = None) -> bool:
        """Wake those whose descriptors became ready; ``patience`` real seconds for what is under way."""
        if patience is not None:
            real.sleep(patience)
        over = [task for task, test in self.pollers.items() if task.state is State.BLOCKED and test()]
        for task in over:
            task.state, task.woken = READY, True
        return bool(over)

    def circle(self, me: Task) -> None:
        """``me`` may go round in a circle: it stands aside, or pays if it does and nobody else can go on."""
        if any(t.state is READY and t.aside <= self.steps and t is not me for t in self.alive):
            me.aside = self.steps + fairness.PATIENCE
            return
        for task in self.alive:
            task.aside = 0
        now = state()
        if now in me.states:
            me.rounds += 1
            self.now += fairness.price(me.rounds)
        me.states.add(now)

    def verdict(self) -> Ending:
        """Why nobody can go on."""
        return Ending.DEADLOCK if self.timers.next() is None else Ending.TIME
