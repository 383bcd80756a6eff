"""A run as a Chrome trace, which Perfetto (ui.perfetto.dev) and chrome://tracing open.

The format is the "Trace Event Format" of the Chromium project: an object with ``traceEvents``, each with a phase
``ph`` ("M" metadata, "X" a span with a duration, "i" an instant), a process, a thread and a time in microseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final, TypeAlias

from svclint.contract.events import At, Enter, Wait
from svclint.simulation.tracing.moments import ended, moments
from svclint.simulation.tracing.spans import handlers, states, waits
from svclint.simulation.tracing.times import clock
from svclint.simulation.tracing.trace import Trace, marks
from svclint.simulation.tracing.words import told

_MANAGER: Final = 1  # the run's process 0, the SCM and its clients: viewers take 0 for the idle process
_STEP: Final = 1_000_000  # nanoseconds in the place of a step
_NANOSECONDS: Final = 1000  # in a microsecond

Entry: TypeAlias = dict[str, Any]
Thread: TypeAlias = tuple[int, int]  # process and thread


class Axis(Enum):
    """What the time of the picture is: virtual time, or the steps of the run, a millisecond each."""

    TIME = "time"
    STEPS = "steps"


def rendered(trace: Trace, axis: Axis = Axis.TIME) -> str:
    """The trace as one JSON document, in ASCII."""
    chrome = _Chrome(trace, axis)
    entries = sorted([*chrome.spans(), *chrome.instants()], key=lambda one: (one["ts"], -one.get("dur", 0.0)))
    document = {
        "traceEvents": [*chrome.names(), *entries],
        "displayTimeUnit": "ms",
        "otherData": {"axis": axis.value, **trace.facts},
    }
    return json.dumps(document)


class _Chrome:
    """The entries of one run, which still lack their order."""

    def __init__(self, trace: Trace, axis: Axis) -> None:
        self._run, self._trace, self._axis = trace.events, trace, axis
        self._order = moments(trace)
        self._processes = {one.number: _MANAGER + one.process for one in trace.tracks}
        self._states = max(self._processes, default=0) + 1

    def names(self) -> Iterator[Entry]:
        """Processes and threads; the track of the states is the first of all."""
        target = self._trace.facts.get("target", "service")
        for process in sorted({_MANAGER, *self._processes.values()}):
            name = "Service Control Manager" if process == _MANAGER else f"{target}, process {process - _MANAGER}"
            yield from _named("process", process, 0, name, process)
        yield from _named("thread", _MANAGER, self._states, "state of the service", -1)
        for one in self._trace.tracks:
            name = f"{one.name} ({one.role})"
            yield from _named("thread", self._processes[one.number], one.number, name, one.number)

    def spans(self) -> Iterator[Entry]:
        """What lasts."""
        for state in states(self._run, self._order):
            yield self._span(state.first, state.last, (_MANAGER, self._states), state.state.name, "state", {})
        for call in handlers(self._run, self._order):
            args = {"returns": call.over, **_place(call.event.at)}
            yield self._span(call.first, call.last, self._thread(call.task), call.event.control, "handler", args)
        for wait in waits(self._run, self._order):
            how = {"what": told(wait.event), "kind": wait.event.kind.value, "ends": ended(wait.event)}
            args = {**how, **_place(wait.event.at)}
            name = wait.event.subject or wait.event.kind.value
            yield self._span(wait.first, wait.last, self._thread(wait.task), name, "wait", args)

    def instants(self) -> Iterator[Entry]:
        """What happens at one moment. Violations go through all tracks."""
        for step, moment in enumerate(self._order):
            task, event = self._run[moment.number].task, self._run[moment.number].event
            if not isinstance(event, Wait):
                kind = "control" if isinstance(event, Enter) else "event"
                yield self._instant(step, self._thread(task), "t", told(event), kind, _place(event.at))
        for mark in marks(self._trace):
            violation, (step, thread) = mark.violation, self._seen(mark.event)
            args = {"text": violation.text, "certainty": violation.certainty.value, **_place(violation.at)}
            yield self._instant(step, thread, "g", f"{violation.code} {violation.text}", "violation", args)

    def _seen(self, index: int | None) -> tuple[int, Thread]:
        """The step and thread of an event; what no event shows stands at the end."""
        if index is None:
            return len(self._order) - 1, (_MANAGER, self._states)
        step = next(step for step, one in enumerate(self._order) if one.number == index and not one.begins)
        return step, self._thread(self._run[index].task)

    def _thread(self, task: int) -> Thread:
        return self._processes[task], task

    def _span(self, first: int, last: int, thread: Thread, name: str, kind: str, args: Entry) -> Entry:
        length = (self._place(last) - self._place(first)) / _NANOSECONDS
        return {**self._entry(first, thread, name, kind, args), "ph": "X", "dur": length}

    def _instant(self, step: int, thread: Thread, scope: str, name: str, kind: str, args: Entry) -> Entry:
        return {**self._entry(step, thread, name, kind, args), "ph": "i", "s": scope}

    def _entry(self, step: int, thread: Thread, name: str, kind: str, args: Entry) -> Entry:
        at = clock(self._order[step].time) if self._order else clock(0)
        place = {"pid": thread[0], "tid": thread[1], "ts": self._place(step) / _NANOSECONDS}
        return {**place, "name": name, "cat": kind, "args": {"at": at, **args}}

    def _place(self, step: int) -> int:
        """Where a step is on the axis, in nanoseconds."""
        if not self._order or self._axis is Axis.STEPS:
            return max(step, 0) * _STEP
        return self._order[step].time


def _named(kind: str, process: int, thread: int, name: str, place: int) -> Iterator[Entry]:
    """The name of a process or thread, and its place among the others."""
    yield {"ph": "M", "pid": process, "tid": thread, "name": f"{kind}_name", "args": {"name": name}}
    yield {"ph": "M", "pid": process, "tid": thread, "name": f"{kind}_sort_index", "args": {"sort_index": place}}


def _place(at: At) -> Entry:
    return {"where": f"{at.path}:{at.line}"} if at.line else {}
