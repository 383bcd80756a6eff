"""What only runs show: the SCM answers, a clock runs, processes end."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.events.words import NOWHERE, At, By, Side
from svclint.contract.records import record
from svclint.contract.states import State


@record
class Elapsed(Event):
    """Time passes before the next event. Only in traces."""

    seconds: float


@record
class Asked(Event):
    """A client's control request is over; ``error`` is the Win32 code it got. Only in traces."""

    control: str
    error: int


@record
class Late(Event):
    """The SCM stopped waiting for the handler of this control, which still works on it (HND-02). Only in traces."""

    control: str


@record
class GaveUp(Event):
    """Whoever waited for the service to be ``awaited`` lost patience (MAI-11, SHD-08). Only in traces."""

    awaited: State


@record
class Stands(Event):
    """A thread of the author's code waits here as somebody loses patience (Late, GaveUp follow). Only in traces."""

    side: Side


@record
class Crashed(Event):
    """An exception ended a thread that the author started: ``error`` is its class. Only in traces.

    ``excused``: what the machine of the run lacks may be the reason, a file or a library.
    """

    thread: str
    error: str
    excused: bool = False


@record
class Escaped(Event):
    """An exception leaves the handler of a control; ``at``: where it came from. Only in traces, before Leave.

    ``error`` is its class; ``excused`` as in Crashed.
    """

    control: str
    error: str
    excused: bool = False


@record
class Connected(Event):
    """The process calls the dispatcher, ``after`` seconds of its life; ``error`` is the answer. Only in traces.

    A process that ends without having called it tells the same, with the answer that the start of the service gets.
    """

    after: float
    error: int


@record
class Ended(Event):
    """The process is gone: its exit code, and the threads that were cut off. Only in traces."""

    code: int
    alive: tuple[str, ...]


@record
class Turn(Event):
    """What follows happens on this thread (a number), until the next turn. Only in traces."""

    thread: int


@record
class Reporting(Event):
    """A status report is on its way; its Report, or Refused, follows when the SCM has it. Only in traces."""

    by: By


@record
class Refused(Event):
    """The SCM refuses a status report with this Win32 error; the fields as sent. Only in traces."""

    error: int
    state: int
    type: int
    accepted: int
    by: By
    built: At = NOWHERE


@record
class Registered(Event):
    """The service's control handler is registered; in behaviours by the constructor of pywin32's class.

    ``at``: the author's call, or the class that a host registers for; NOWHERE when the author's code has failed to.
    ``reported``: where an exception left a report that was made too early for it; else NOWHERE.
    """

    reported: At = NOWHERE


@record
class AtWork(Event):
    """A thread of an executor or pool is at work as SERVICE_STOPPED comes; ``at`` started it. Only in traces."""

    thread: str


@record
class OutOfTime(Event):
    """A system shutdown waits no longer for the service that got this control (SHD-02, SHD-06). Only in traces."""

    control: str


@record
class Held(Event):
    """The freeze probe holds the threads that do the service's work, or lets them go on. Only in traces."""

    held: bool


@record
class Beat(Event):
    """While the work is held, a thread reports progress by code that looks at nothing. Only in traces.

    ``check_point`` is that of the report, AUTO where the framework counts.
    """

    check_point: int | str
