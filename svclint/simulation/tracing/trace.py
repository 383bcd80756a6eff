"""A trace: what is kept of a run when the process that ran it is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from svclint.checking.judgement import Violation
from svclint.simulation.recording.journal import Recorded, Track


class Trace(NamedTuple):
    """One run. ``facts`` say which ("target", "scenario", "host", "token" ...), as far as its teller knows."""

    facts: Mapping[str, str]
    tracks: tuple[Track, ...]
    events: tuple[Recorded, ...]
    violations: tuple[Violation, ...]


class Mark(NamedTuple):
    """A violation, the index of the event that the rule was broken with (None: none shows it), and how often."""

    violation: Violation
    event: int | None
    times: int


def marks(trace: Trace) -> list[Mark]:
    """The violations as a picture shows them: alike ones at one event once, in the order of the events.

    Rules are also told what only came out later; such a violation stands at the last event before that.
    """
    index = {id(one.event): number for number, one in enumerate(trace.events)}
    found: dict[object, Mark] = {}
    for violation in trace.violations:
        event = next((index[id(one)] for one in reversed(violation.path) if id(one) in index), None)
        key = (violation.code, violation.at, violation.text, violation.certainty, event)
        times = found[key].times + 1 if key in found else 1
        found[key] = Mark(violation, event, times)
    return sorted(found.values(), key=lambda one: len(trace.events) if one.event is None else one.event)
