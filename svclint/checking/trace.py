"""The trace driver: one monitor over the events of one run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from svclint.checking.judgement import Certainty, Violation
from svclint.checking.monitor import Broken, Monitor
from svclint.contract.events import Event

# Seconds by which the clock of a run may be ahead of threads that could act: no bound on time convicts within them.
CLOCK_SLACK: Final = 2.0


def check_trace(monitor: Monitor[Any], events: Iterable[Event]) -> list[Violation]:
    """Every violation in one run, in order; the path is what the monitor has seen so far."""
    state, path, violations = monitor.start(), [], []
    for event in events:
        if not isinstance(event, monitor.sees):
            continue
        path.append(event)
        state, verdicts = monitor.step(state, event)
        if verdicts:
            broken = (verdict for verdict in verdicts if isinstance(verdict, Broken))
            violations += [violation(verdict, tuple(path)) for verdict in broken]
    return violations


def violation(broken: Broken, path: tuple[Event, ...]) -> Violation:
    """What a monitor said of a run, with the events that led there."""
    certainty = Certainty.BROKEN if broken.sure else Certainty.POSSIBLE
    return Violation(broken.code, broken.at, broken.text, certainty, path)
