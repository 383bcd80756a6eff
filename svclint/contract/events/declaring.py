"""What a program that calls the SCM through ctypes leaves to chance."""

from __future__ import annotations

from svclint.contract.events.happenings import Event
from svclint.contract.records import record


@record
class Undeclared(Event):
    """A foreign function is called without a declaration that it needs, or is given a callback of the wrong type.

    ``what``: "restype" or "argtypes" of the function, "callback" for a callback type without the result it owes.
    """

    function: str
    what: str
