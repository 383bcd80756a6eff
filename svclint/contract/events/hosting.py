"""Who runs the service, and what it says to the SCM as a whole."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


@record
class Hosted(Event):
    """The service; ``at``: the class that a host runs, else the main function. Only in behaviours, before all else.

    ``reports``: the names of the states that the author's code reports, on any thread, once the service is at work;
    what comes before the run side first rests is no answer to a control. None: there may be others.
    ``runs``: somebody reports RUNNING, pywin32 or the author; False: for sure nobody does.
    ``framed``: pywin32's ServiceFramework takes the controls, and calls methods of the class by their names.
    """

    reports: tuple[str, ...] | None
    runs: bool = True
    framed: bool = False


@record
class Heartbeat(Event):
    """A thread does nothing but wait and make this pending report, again and again, and looks at nothing meanwhile.

    Only in behaviours, before anything else. ``thread`` as in Spawn; ``alone``: the service has no other thread.
    """

    thread: str
    alone: bool
