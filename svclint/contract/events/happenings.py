"""What happens in source and in runs alike."""

from __future__ import annotations

from enum import Enum

from svclint.contract.events.words import NOWHERE, At, By, Side, Took, WaitKind
from svclint.contract.records import record
from svclint.contract.states import State

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


STATUS_FIELDS = 7  # of SERVICE_STATUS (STS-01)


@record
class Report(Event):
    """A status report (SetServiceStatus). ``state`` None: a state that could not be folded.

    ``check_point`` is a number, AUTO (the framework's own rising counter), the key of a counter, or None.
    ``wait_hint`` is in milliseconds, None when not known; ``exit_code``, the accept mask ``accepted``, the
    service-specific code ``specific`` and the service ``type`` likewise.
    ``built``: where the author's code put the fields together itself; NOWHERE when the framework did.
    ``given`` is the constant that stands for the state, ``hinted`` for the hint: its canonical name, else its value,
    of a hint also the key of a variable; empty when not known. Of a status that is put together by hand, ``fields``
    is how many it has, and ``handle`` the key of what it is sent by.
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
    given: str = ""
    hinted: str = ""
    fields: int = STATUS_FIELDS
    handle: str = ""


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
    """A thread or process starts. ``ends``: it is over soon by itself (True), surely not (False), or unknown.

    ``reports``: what it runs may report a status. Runs show the reports themselves.
    """

    thread: str
    daemon: bool | None = None
    ends: bool | None = None
    reports: bool = False


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
class Employs(Event):
    """An executor or pool is handed work, or a child process starts: ``crew`` is its key. Runs show who is at work.

    ``ends``: the work is over soon by itself (True), surely not (False), or nobody knows. ``tended``: somewhere the
    code waits until all of it is over, or ends it.
    """

    crew: str
    child: bool
    ends: bool | None
    tended: bool


@record
class Requested(Event):
    """The author's code asks the SCM to start or control a service."""


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
