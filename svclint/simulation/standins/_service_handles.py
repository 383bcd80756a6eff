"""PySC_HANDLE: the handles of the SCM's clients, numbers of the machine's."""

from __future__ import annotations

from contextlib import suppress

from svclint.simulation.scm.refusal import Refused
from svclint.simulation.scm.requests import Requests
from svclint.simulation.standins._pyhandle import number


class PySC_HANDLE:
    """A handle of the SCM: closed by CloseServiceHandle, or when nobody refers to it any more."""

    def __init__(self, handle: int, requests: Requests) -> None:
        self._requests, self.handle = requests, handle

    def Detach(self) -> int:
        """Give the number away: nobody closes it now."""
        value, self.handle = self.handle, 0
        return value

    def Close(self) -> None:
        """Close the handle. Raises Refused for one that somebody closed by its number."""
        if value := self.Detach():
            self._requests.close(value)

    def __del__(self) -> None:
        with suppress(Refused):
            self.Close()

    def __int__(self) -> int:
        return self.handle

    def __bool__(self) -> bool:
        return self.handle != 0


def service_number(handle: object) -> int:
    """The number of a handle. Raises TypeError for what is none."""
    return handle.handle if isinstance(handle, PySC_HANDLE) else number(handle)
