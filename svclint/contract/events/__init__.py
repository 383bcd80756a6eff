"""The event alphabet: what the contract of the Service Control Manager talks about.

A *trace* is the events of one run, in order; a *behaviour* composes the same events for all
runs of a piece of source. A rule's monitor sees events and nothing else, so whatever is judged
of source can be judged of a run.

Times are seconds. ``math.inf`` means "without limit"; ``None`` means "not known" and never convicts.
"""

from __future__ import annotations

from svclint.contract.events.happenings import (
    AUTO,
    RAISED,
    SOME_THREAD,
    Count,
    Enter,
    Event,
    Join,
    Known,
    Leave,
    Opaque,
    Point,
    Quit,
    Raised,
    Report,
    Signal,
    Spawn,
    Test,
    Unread,
    Wait,
)
from svclint.contract.events.in_runs import (
    Asked,
    AtWork,
    Connected,
    Crashed,
    Elapsed,
    Ended,
    Escaped,
    GaveUp,
    Handles,
    Late,
    OutOfTime,
    Refused,
    Registered,
    Reporting,
    Requested,
    Stands,
    Turn,
)
from svclint.contract.events.shape import Defined, Masked
from svclint.contract.events.words import ANY_TIME, AT_ONCE, NOWHERE, At, By, Side, Took, WaitKind

__all__ = [
    "ANY_TIME",
    "AT_ONCE",
    "AUTO",
    "NOWHERE",
    "RAISED",
    "SOME_THREAD",
    "Asked",
    "At",
    "AtWork",
    "By",
    "Connected",
    "Count",
    "Crashed",
    "Defined",
    "Elapsed",
    "Ended",
    "Enter",
    "Escaped",
    "Event",
    "GaveUp",
    "Handles",
    "Join",
    "Known",
    "Late",
    "Leave",
    "Masked",
    "Opaque",
    "OutOfTime",
    "Point",
    "Quit",
    "Raised",
    "Refused",
    "Registered",
    "Report",
    "Reporting",
    "Requested",
    "Side",
    "Signal",
    "Spawn",
    "Stands",
    "Test",
    "Took",
    "Turn",
    "Unread",
    "Wait",
    "WaitKind",
]
