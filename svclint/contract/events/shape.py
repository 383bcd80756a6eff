"""What the service is by its shape: told once, before anything happens, where the author or the machine says it."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


@record
class Defined(Event):
    """The service's class, or a base of the author's, has a method of this name, as the framework would call it.

    ``least`` and ``most`` positional arguments fit (``most`` None: any number); ``bound``: it is called on the
    object, no static or class method. ``called``: the author's own code calls it, so that it serves a purpose
    whatever the framework does. ``coroutine``: calling it runs nothing of it. Methods inherited from classes that
    cannot be read are not told.
    """

    name: str
    least: int
    most: int | None
    bound: bool = True
    called: bool = False
    coroutine: bool = False


@record
class Handles(Event):
    """The controls (names) that methods of the service's class take; ``at``: what makes its accept mask.

    Told before the host's first report, where a framework calls the methods and all of the class can be seen.
    """

    controls: tuple[str, ...]


@record
class Masked(Event):
    """A constant goes into an accept mask. ``constant``: its canonical name, empty for a number.

    ``bits``: its value, None when it is not known.
    """

    constant: str
    bits: int | None


@record
class Accepts(Event):
    """The accept mask that the framework sends: every bit that it can ever have. ``at``: what makes it.

    Not told where some of it cannot be read.
    """

    bits: int


@record
class Expects(Event):
    """A method that the framework gives several controls has a branch for these (names).

    ``rest``: the framework gives it only the controls that have no method of their own.
    """

    controls: tuple[str, ...]
    rest: bool = False


@record
class Installed(Event):
    """The author's code gives the service's class (``at``) to the framework, which installs it by its name.

    ``hidden``: why its module does not have it under its name when somebody imports that; empty when it has, as far
    as can be seen. ``lacks``: the attributes that installing takes from it and that are not there.
    """

    hidden: str
    lacks: tuple[str, ...] = ()
