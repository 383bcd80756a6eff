"""What the service is by its shape: told once, before anything happens, where the author or the machine says it."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


@record
class Defined(Event):
    """The service's class, or a base of the author's, has a method of this name, as the framework would call it.

    ``least`` and ``most`` positional arguments fit (``most`` None: any number); ``bound``: it is called on the
    object, no static or class method. ``called``: the author's own code calls it, so that it serves a purpose
    whatever the framework does. ``inherited`` methods of classes that cannot be read are not told.
    """

    name: str
    least: int
    most: int | None
    bound: bool = True
    called: bool = False


@record
class Masked(Event):
    """A constant goes into an accept mask. ``constant``: its canonical name, empty for a number.

    ``bits``: its value, None when it is not known.
    """

    constant: str
    bits: int | None
