"""What code finds around itself: what a call needs to be there, and how the file that it stands in is begun."""

from __future__ import annotations

from enum import Enum

from svclint.contract.events.happenings import Event
from svclint.contract.events.words import Side
from svclint.contract.records import record


class Need(Enum):
    """What is there for a program on somebody's desk, and not, or not everywhere, for a service."""

    CONSOLE = "a console"
    MAIN_THREAD = "Python's main thread"
    LOOP = "an event loop of the thread"
    COM = "COM, initialised on the thread"
    FOLDER = "a current folder of the service's own"


@record
class Needs(Event):
    """A call that works only where something is there. ``name``: its canonical name.

    ``minded``: the code expects that it may not be there: it catches the error, or sees to it elsewhere.
    ``chosen``: a test that cannot be read decides about the call; it may ask how the program was started.
    """

    need: Need
    name: str
    side: Side
    minded: bool = False
    chosen: bool = False


@record
class Provides(Event):
    """From here on it is there for this thread, or the code has asked whether it is."""

    need: Need
    side: Side


@record
class Begun(Event):
    """The top level of the service's file begins. Only in behaviours of that.

    ``imported``: as the module that the host of the service takes the class from; else as the program itself, frozen
    and without arguments, which is how the SCM starts one. ``frozen``: the file is meant to be frozen: True when
    that decides how it serves, None when it only knows of it, False when it shows no sign.
    """

    imported: bool
    frozen: bool | None


class Serving(Enum):
    """A step of a program on its way to the SCM."""

    PREPARES = "names the class to host"
    DISPATCHES = "connects to the SCM"
    COMMANDS = "obeys the command line, and without one shows how to use it and ends the process"


@record
class Serves(Event):
    """The program takes a step on its way to the SCM."""

    how: Serving


@record
class Over(Event):
    """The top level of the file is left, in whatever way. Only in behaviours of that."""
