"""How a service is made, and how it can be stopped, as its source shows it. Only in behaviours."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


@record
class Unheard(Event):
    """The STOP handler may give the signal ``key``, and nobody would go by it; ``at``: where the main code stays.

    An empty ``key``: there is nothing else by which the handler could reach anybody. Not ``sure``: the main code
    may be over by then, or code of other files may know the signal.
    """

    key: str
    sure: bool = True


@record
class Renewed(Event):
    """The main code makes, at ``at``, the object that the STOP handler gives its signal by.

    ``first``: there was none before; else another one was, which may have been signalled already.
    """

    key: str
    first: bool


@record
class Obeyed(Event):
    """The main code, or a thread that it started, goes on to its end when the signal ``key`` has this value.

    ``main``: the main code does, or waits for such a thread and for nothing else.
    """

    key: str
    value: bool
    main: bool = True


@record
class Exposed(Event):
    """If this call of a handler fails, its exception leaves the handler: nothing around it sees to that."""


@record
class Inattentive(Event):
    """A loop inside the main loop waits here, and looks at no signal that the STOP handler gives.

    ``seconds``: how long it does so; None: nothing limits it that could be read. Not ``sure``: it may be over before.
    """

    seconds: float | None
    sure: bool = True


@record
class Constructed(Event):
    """The constructor of the service begins: of the author's class, or the framework's own.

    ``handle``: the key of the attribute that holds the status handle. ``registers``: whether somewhere in the
    author's constructor the framework's is called, or may be; None: there is none but the framework's.
    """

    handle: str
    registers: bool | None


@record
class Pulsed(Event):
    """The signal ``key`` is set and taken back at once: who does not wait at this moment never sees it."""

    key: str


@record
class Bound(Event):
    """A handler makes a call that only the thread of its event loop may make. ``instead``: how others ask for it."""

    instead: str


@record
class Unwatched(Event):
    """A child process starts here, and nobody would notice its end before the service is told to stop."""
