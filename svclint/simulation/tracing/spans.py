"""What lasts in a run: waits, control handlers, and the states that the service reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.contract.events import Ended, Enter, Event, Leave, Report, Wait
from svclint.contract.states import STOPPED, State
from svclint.simulation.recording.journal import Recorded
from svclint.simulation.tracing.moments import Moment


class WaitSpan(NamedTuple):
    """A wait lasts from one moment to another (their steps), on a task."""

    first: int
    last: int
    task: int
    event: Wait


class HandlerSpan(NamedTuple):
    """The call of a handler, likewise. ``over``: its end was seen."""

    first: int
    last: int
    task: int
    event: Enter
    over: bool = True


class StateSpan(NamedTuple):
    """A state lasts from one moment to another."""

    first: int
    last: int
    state: State


def waits(run: Sequence[Recorded], order: Sequence[Moment]) -> Iterator[WaitSpan]:
    """The waits, in the order of their beginnings."""
    ends = {moment.number: step for step, moment in enumerate(order) if not moment.begins}
    for step, moment in enumerate(order):
        event = run[moment.number].event
        if moment.begins and isinstance(event, Wait):
            yield WaitSpan(step, ends[moment.number], run[moment.number].task, event)


def handlers(run: Sequence[Recorded], order: Sequence[Moment]) -> list[HandlerSpan]:
    """The calls of control handlers; one that is never left ends with the process, or lasts to the end of the run."""
    open_: dict[int, tuple[int, Enter]] = {}
    found: list[HandlerSpan] = []
    for step, moment in enumerate(order):
        task, event = run[moment.number].task, run[moment.number].event
        if isinstance(event, Enter):
            open_[task] = step, event
        elif isinstance(event, Leave) and task in open_ and open_[task][1].control == event.control:
            first, entered = open_.pop(task)
            found.append(HandlerSpan(first, step, task, entered))
        elif isinstance(event, Ended):
            found += _cut_off(open_, step)
            open_.clear()
    return sorted([*found, *_cut_off(open_, len(order) - 1)], key=lambda one: one.first)


def _cut_off(calls: Mapping[int, tuple[int, Enter]], step: int) -> Iterator[HandlerSpan]:
    return (HandlerSpan(first, step, task, entered, over=False) for task, (first, entered) in calls.items())


def states(run: Sequence[Recorded], order: Sequence[Moment]) -> Iterator[StateSpan]:
    """The states in order, from the first report on; when the process ends, the SCM itself makes it STOPPED."""
    state, first = None, 0
    for step, moment in enumerate(order):
        after = None if moment.begins else _reported(run[moment.number].event, state)
        if after is not None and after is not state:
            if state is not None:
                yield StateSpan(first, step, state)
            state, first = after, step
    if state is not None:
        yield StateSpan(first, len(order) - 1, state)


def _reported(event: Event, before: State | None) -> State | None:
    """The state after an event; None when it says nothing of it."""
    if isinstance(event, Report):
        return event.state
    return STOPPED if isinstance(event, Ended) and before is not None else None
