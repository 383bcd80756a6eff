"""pywintypes: the exceptions, handles and values all modules of pywin32 share."""

from __future__ import annotations

from datetime import datetime, timezone

from svclint.simulation.kernel import Unmodelled
from svclint.simulation.standins import _errors, _security
from svclint.simulation.standins._pyhandle import PyHANDLE, number

error, com_error = _errors.error, _errors.com_error
SECURITY_ATTRIBUTES, SECURITY_DESCRIPTOR = _security.SECURITY_ATTRIBUTES, _security.SECURITY_DESCRIPTOR
FALSE, TRUE = False, True
HANDLEType = PyHANDLE
UnicodeType = str


class TimeType(datetime):
    """pywin32's time: a datetime that knows Format."""

    def Format(self, format: str = "%c") -> str:
        """The time as strftime writes it."""
        return self.strftime(format)


def HANDLE(value: object = 0, /) -> PyHANDLE:
    """A handle object for a number; it stands for no object of the run."""
    return PyHANDLE(number(value))


def Time(value: object, /) -> TimeType:
    """A time from seconds since 1970 or from a datetime. Raises Unmodelled for the other forms."""
    if isinstance(value, datetime):
        return TimeType.fromtimestamp(value.timestamp(), value.tzinfo)
    if isinstance(value, (int, float)):
        return TimeType.fromtimestamp(value, timezone.utc)
    raise Unmodelled(f"pywintypes.Time of a {type(value).__name__}")
