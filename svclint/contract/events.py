"""The event alphabet: what the contract of the Service Control Manager talks about.

A *trace* is the events of one run, in order; a *behaviour* composes the same events for all
runs of a piece of source. A rule's monitor sees events and nothing else, so whatever is judged
of source can be judged of a run.

Times are seconds. ``math.inf`` means "without limit"; ``None`` means "not known" and never convicts.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from svclint.contract.records import record
from svclint.contract.states import State


class At(NamedTuple):
    """Where something stands: lines and columns count characters from 1, the end is exclusive.

    ``text`` is the user's own spelling of it, for messages.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


NOWHERE = At("", 0, 0, 0, 0, "")


class Took(NamedTuple):
    """How long something lasts, as an interval in seconds."""

    least: float
    most: float


AT_ONCE = Took(0.0, 0.0)
ANY_TIME = Took(0.0, math.inf)


class By(Enum):
    """Who reported a status: the author's code, or the host (pywin32's framework and C++ parts)."""

    USER = "user"
    HOST = "host"


class Side(Enum):
    """The thread an event happens on: the service thread, the control dispatcher's, or a worker's."""

    RUN = "run side"
    HANDLER = "handler"
    WORKER = "worker"


class WaitKind(Enum):
    """What a wait waits for."""

    SLEEP = "sleep"
    JOIN = "join"
    EVENT = "event"
    QUEUE = "queue"
    PROCESS = "process"
    NETWORK = "network"
    DATABASE = "database"
    LOCK = "lock"
    UI = "user interface"
    SCM = "SCM"
    SERVE = "serve"
    FILE = "file"
    LOOP = "loop"


# Events are compared by identity: monitors keep them in their states, and states must hash fast.


@record
class Event:
    """Something that happens at one place of the source."""

    at: At


@record
class Enter(Event):
    """The dispatcher calls the control handler. ``control`` is the name, "STOP" say."""

    control: str


class Raised(Enum):
    """The result of a handler that an exception left."""

    RAISED = "raised"


RAISED = Raised.RAISED


@record
class Leave(Event):
    """The control handler is left: with a number, with None (pywin32 answers 0), or by an exception.

    ``result`` is the answer when ``known``; text and other objects are kept as they are.
    """

    control: str
    result: object
    known: bool = True


@record
class Report(Event):
    """A status report (SetServiceStatus). ``state`` None: a state that could not be folded.

    ``check_point`` is a number, AUTO (the framework's own rising counter), the key of a counter, or None.
    ``wait_hint`` is in milliseconds, None when not known; ``exit_code``, the accept mask ``accepted``, the
    service-specific code ``specific`` and the service ``type`` likewise.
    ``built``: in traces, where the author's code put the fields together itself; NOWHERE when the framework did.
    """

    state: State | None
    check_point: int | str | None
    wait_hint: int | None
    exit_code: int | None
    by: By
    side: Side
    accepted: int | None = None
    specific: int | None = None
    type: int | None = None
    built: At = NOWHERE


AUTO = "auto"


@record
class Wait(Event):
    """A call that waits. ``asked`` is the limit the code asked for, ``took`` what it can last.

    Two numbers on purpose: a join without a limit convicts for what it asks; a call of unknown
    length never does.
    """

    kind: WaitKind
    subject: str
    asked: float | None
    took: Took


@record
class Spawn(Event):
    """A thread or process starts. ``ends``: it is over soon by itself (True), surely not (False), or unknown."""

    thread: str
    daemon: bool | None = None
    ends: bool | None = None


SOME_THREAD = "*"


@record
class Join(Event):
    """A thread is waited for; ``complete`` when the wait has no limit, so that the thread is over afterwards.

    None: nobody knows whether it has one. ``thread`` may be SOME_THREAD: nobody knows which.
    """

    thread: str
    complete: bool | None


@record
class Known(Event):
    """The code learnt (``is_alive()``), or the run knows, whether a thread is alive."""

    thread: str
    alive: bool


@record
class Signal(Event):
    """A stop signal, flag or variable gets a truth value; ``value`` None when it is not known.

    ``shared``: somebody else may go by it. A local variable's and a mere counter's truth tells nobody anything.
    """

    key: str
    value: bool | None
    shared: bool = True


@record
class Test(Event):
    """A branch was taken, or a wait ended, because ``key`` has this truth value."""

    key: str
    value: bool


@record
class Unread(Event):
    """A branch was taken for a reason that could not be read. Only in behaviours."""


@record
class Count(Event):
    """A counter changes: ``change`` is "=" (set to ``value``), "+" (raised), "-" (lowered) or "?" (unknown)."""

    key: str
    change: str
    value: int | None = None


@record
class Quit(Event):
    """The process ends, or a user interface opens: ``how`` is the canonical call."""

    how: str
    side: Side


@record
class Opaque(Event):
    """A call that cannot be followed.

    ``stops``: its name or its receiver says that it may stop the service's work.
    ``reports``: it may report a status (it can reach the service object).
    """

    name: str
    stops: bool = False
    reports: bool = True


@record
class Point(Event):
    """Here a control may arrive. ``rest``: the code rests here (waits, loops), so a control will find it here.

    Only in behaviours; a trace shows the handler's own events instead.
    """

    rest: bool = True


# What follows is seen in runs only: there the SCM answers, a clock runs and processes end.


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
    """The service's control handler is registered. Only in traces.

    ``at``: the author's call, or the class that a host registers for; NOWHERE when the author's code has failed to.
    ``reported``: where an exception left a report that was made too early for it; else NOWHERE.
    """

    reported: At = NOWHERE


@record
class Handles(Event):
    """The controls (names) that methods of the service's class take; ``at``: what makes its accept mask.

    Told before the host's first report. Only in traces, and only where a framework calls the methods.
    """

    controls: tuple[str, ...]


@record
class Requested(Event):
    """The author's code asks the SCM to start or control a service. Only in traces."""


@record
class AtWork(Event):
    """A thread of an executor or pool is at work as SERVICE_STOPPED comes; ``at`` started it. Only in traces."""

    thread: str


@record
class OutOfTime(Event):
    """A system shutdown waits no longer for the service that got this control (SHD-02, SHD-06). Only in traces."""

    control: str
